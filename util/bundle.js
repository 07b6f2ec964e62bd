'use strict'
// The JavaScript of dist/: the library and the program, each as one file, because Node takes longer
// to find, read and compile 140 modules than libavcodec takes to load.
//   node util/bundle.js [FOLDER]   default: dist
const { execFileSync } = require('node:child_process')
const { chmodSync, readFileSync, writeFileSync } = require('node:fs')
const { join, resolve } = require('node:path')
const { build, buildSync, transformSync } = require('esbuild')
const { bundleLab } = require('./bundle_lab')
const { readLater } = require('./bundle_later')
const { addLicences } = require('./bundle_licences')
const { bundlePage } = require('./bundle_page')

const root = join(__dirname, '..')
const manifest = require('../package.json')
const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })

// What an encode or a decode by the addon does without: required when first used.
const LATER = [
  'node:child_process',
  'node:fs/promises',
  'node:module',
  'node:os',
  'node:zlib',
  'ndarray',
]

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

const out = resolve(root, process.argv[2] ?? 'dist')
const common = { absWorkingDir: root, platform: 'node', target: 'node20', logLevel: 'warning' }

/**
 * An ES module of esbuild's as CommonJS. Its calls of `require` stay as they were written, and so do
 * the lines that say from which file the code below is (only legal comments are kept).
 */
function makeCommonjs(file) {
  const text = readFileSync(file, 'utf8')
    .replaceAll(/\b__require\(/g, 'require(')
    .replaceAll(/^(\s*)\/\/ (?=\S+$)/gm, '$1//! ')
  const { platform, target } = common
  const options = { format: 'cjs', platform, target, legalComments: 'inline' }
  const { code } = transformSync(text, options)
  writeFileSync(file, code.replaceAll('//! ', '// '))
}

/** The first file must not read the second as it starts, nor the second fail for being read. */
function checkOrder() {
  const script = `require('./index.js')
    if (require.cache[require.resolve('./rest.js')]) throw Error('index.js reads rest.js')
    require('./rest.js')`
  execFileSync(process.execPath, ['-e', script], { cwd: out, stdio: 'inherit' })
}

async function main() {
  // The others are bundled: who installs the library need not install them.
  const external = [...dependencies, '@nodecodecs/*'] // the platforms' addons
  const { metafile } = await build({
    ...common,
    entryPoints: {
      index: 'lib/index.ts',
      'cli/main': 'lib/cli/main.ts',
      'isolate/child': 'lib/isolate/child.ts',
      rest: 'rest:entry',
    },
    outdir: out,
    bundle: true,
    // esbuild shares modules between files of ES modules alone; they are made CommonJS below.
    format: 'esm',
    splitting: true,
    chunkNames: 'part-[hash]',
    external,
    metafile: true,
    plugins: [await readLater(root, common, external), later, laboratory],
  })
  for (const file of Object.keys(metafile.outputs)) makeCommonjs(join(root, file))
  addLicences(root, metafile)
  checkOrder()
  // The other module system's door to the same file.
  buildSync({ ...common, entryPoints: ['lib/index.mts'], outfile: join(out, 'index.mjs') })
  writeFileSync(join(out, 'browser.mjs'), `import '${IN_BROWSERS}'\n`)
  await bundleLab(root, common, dependencies, out)
  await bundlePage(root, out)
  chmodSync(join(out, 'cli/main.js'), 0o755)
}

void main()
