'use strict'
// The JavaScript of dist/: the library and the program, each as one file, because Node takes longer
// to find, read and compile 140 modules than libavcodec takes to load.
const { chmodSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { buildSync, build } = require('esbuild')
const { bundleLab } = require('./bundle_lab')
const { addLicences } = require('./bundle_licences')
const { bundlePage } = require('./bundle_page')

const root = join(__dirname, '..')
const manifest = require('../package.json')
const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })

// What an encode or a decode by the addon does without: required when first used.
const LATER = ['node:child_process', 'node:fs/promises', 'node:os', 'node:zlib', 'ndarray']

/** A module whose names are looked up when they are read. */
function laterModule(name) {
  const found = require(name)
  const names = Object.keys(found).filter((key) => /^[a-zA-Z]\w*$/.test(key))
  const getters = names.map((key) => `get ${key}() { return require('${name}').${key} },`)
  if (typeof found === 'function') getters.push(`get default() { return require('${name}') },`)
  const mark = typeof found === 'function' ? '__esModule: true,' : ''
  return `module.exports = { ${mark} ${getters.join('\n')} }`
}

const later = {
  name: 'later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${LATER.join('|')})$`) }, ({ path, namespace }) =>
      namespace === 'later' ? { path, external: true } : { path, namespace: 'later' },
    )
    onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({ contents: laterModule(path) }))
  },
}

// The program loads the laboratory when one of its commands is called.
const laboratory = {
  name: 'laboratory',
  setup({ onResolve }) {
    onResolve({ filter: /\/lab\/cli\/index\.js$/ }, () => ({
      path: '../lab/cli.js',
      external: true,
    }))
  },
}

// What a bundler for browsers finds (the condition "browser"): its build fails, and says why.
const IN_BROWSERS = 'nodecodecs is native code for Node.js: it runs on a server and in no browser'

const common = { absWorkingDir: root, platform: 'node', target: 'node20', logLevel: 'warning' }

async function main() {
  const { metafile } = await build({
    ...common,
    entryPoints: ['lib/index.ts', 'lib/cli/main.ts', 'lib/isolate/child.ts'],
    outdir: 'dist',
    bundle: true,
    format: 'cjs',
    // The others are bundled: who installs the library need not install them.
    external: [...dependencies, '@nodecodecs/*'], // the platforms' addons
    metafile: true,
    plugins: [later, laboratory],
  })
  addLicences(root, metafile)
  // The other module system's door to the same file.
  buildSync({ ...common, entryPoints: ['lib/index.mts'], outfile: 'dist/index.mjs' })
  writeFileSync(join(root, 'dist/browser.mjs'), `import '${IN_BROWSERS}'\n`)
  await bundleLab(root, common, dependencies)
  await bundlePage(root)
  chmodSync(join(root, 'dist/cli/main.js'), 0o755)
}

void main()
