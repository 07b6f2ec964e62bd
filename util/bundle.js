'use strict'
// The JavaScript of dist/: the library, the program and the laboratory in a few files, because Node
// takes longer to find, read and compile 300 modules than libavcodec takes to load.
//   node util/bundle.js [FOLDER]   default: dist
const { execFileSync } = require('node:child_process')
const { chmodSync, writeFileSync } = require('node:fs')
const { join, resolve } = require('node:path')
const { buildSync } = require('esbuild')
const { bundleLab } = require('./bundle_lab')
const { Library } = require('./bundle_library')
const { addLicences } = require('./bundle_licences')
const { bundlePage } = require('./bundle_page')
const { nativeSources } = require('./native_sources')
const { isCalled, lateModule, standIn, standInModule } = require('./bundle_stand_ins')

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

/** What `require` gives, as an ES module has it. */
function found(name) {
  const whole = require(name)
  const names = Object.keys(whole).filter((key) => /^[a-zA-Z]\w*$/.test(key))
  const named = Object.fromEntries(names.map((key) => [key, whole[key]]))
  return typeof whole === 'function' ? { ...named, default: whole } : named
}

const placeOf = (name) => (name === 'default' ? 'load()' : `load().${name}`)

const later = {
  name: 'later',
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: new RegExp(`^(late:)?(${LATER.join('|')})$`) },
      ({ path, namespace, kind }) =>
        namespace === 'later' && kind === 'require-call'
          ? { path, external: true }
          : { path, namespace: 'later', sideEffects: false },
    )
    onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => {
      const name = path.replace(/^late:/, '')
      const textOf = (value, place) => (isCalled(value) ? standIn(value, place) : undefined)
      const load = `require('${name}')`
      const what = { found: found(name), load, placeOf, late: `late:${name}`, textOf }
      const contents = name === path ? standInModule(what) : lateModule(what)
      return { contents }
    })
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
const common = {
  absWorkingDir: root,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  define: { NATIVE_SOURCES: JSON.stringify(nativeSources()) }, // lib/version.ts
}

/**
 * Nothing but the core is read as the library starts, and every part can be the first that is read.
 */
function checkParts() {
  const script = `const { readdirSync } = require('node:fs'), { basename } = require('node:path')
    const read = () => Object.keys(require.cache).map((file) => basename(file)).sort().join()
    require('./index.js')
    if (read() !== 'core.js,index.js') throw Error('index.js reads ' + read())
    for (const part of readdirSync('.').filter((file) => file.startsWith('part-'))) {
      for (const file in require.cache) delete require.cache[file]
      require('./' + part)
    }`
  execFileSync(process.execPath, ['-e', script], { cwd: out, stdio: 'inherit' })
}

/**
 * The program's first file, which is small: what Node is to keep compiled must be read after it.
 * `import()` of a CommonJS file is `require` here, which does not look through it for names.
 */
function bundleDoor() {
  buildSync({
    ...common,
    entryPoints: ['lib/cli/main.ts'],
    outfile: join(out, 'cli/main.js'),
    format: 'cjs',
    supported: { 'dynamic-import': false },
  })
}

async function main() {
  // The others are bundled: who installs the library need not install them.
  const external = [...dependencies, '@nodecodecs/*'] // the platforms' addons
  const library = new Library({ root, common, external, plugins: [later, laboratory] })
  addLicences(root, await library.write(out))
  checkParts()
  // The other module system's door to the same file.
  buildSync({ ...common, entryPoints: ['lib/index.mts'], outfile: join(out, 'index.mjs') })
  writeFileSync(join(out, 'browser.mjs'), `import '${IN_BROWSERS}'\n`)
  bundleDoor()
  await bundleLab(root, common, dependencies, out)
  await bundlePage(root, out)
  chmodSync(join(out, 'cli/main.js'), 0o755)
}

void main()
