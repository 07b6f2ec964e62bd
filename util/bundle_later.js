'use strict'
// The parts of the library that an encode of samples by the addon does without are a second file,
// dist/rest.js, read when one of them is first used: Node compiles three quarters less before the
// first picture. In place of each such module the first file has a stand-in of the same exports.
const { existsSync, readdirSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join, relative, resolve, sep } = require('node:path')
const { build, buildSync } = require('esbuild')

/** Folders and modules of lib/ that are read later, but for those of NOW. */
const LATER =
  /^(backends\/(cli|ffmpeg|child|programs)|backends\/native\/(no_addon|package_manager)|bitstream|bjontegaard|calls\/(compare|decode|search)|convert|detect|files\/(index|read|source|bytes)|flow\/(arrange|contain|decoders|first_frame|isolated|joined_tiles|memory|orient|public|turn)|image\/(batch|planes|sharp)|metadata|metrics|probe|process|registry\/(define|generic))(\/|$)/
const NOW =
  /^(backends\/cli\/templates|metadata\/choice|metrics\/(field_rows|names)|process\/(at_once|breath|callers|clock|turns))$/

const REST = './rest.js'

/** lib/'s modules without extension, 'bitstream/heif/index'. */
function modulesOf(lib) {
  const entries = readdirSync(lib, { recursive: true, withFileTypes: true })
  const files = entries.filter(({ name }) => name.endsWith('.ts'))
  return files.map((entry) =>
    relative(lib, join(entry.parentPath ?? entry.path, entry.name.slice(0, -3))).replaceAll(
      sep,
      '/',
    ),
  )
}

const isLater = (name) => LATER.test(name) && !NOW.test(name)

/** The module that an import means, 'bitstream/heif/index', or undefined outside lib/. */
function moduleOf(lib, { path, importer }) {
  if (!path.startsWith('.')) return undefined
  const file = resolve(dirname(importer), path.replace(/\.js$/, ''))
  const found = [file, join(file, 'index')].find((one) => existsSync(`${one}.ts`))
  return found && relative(lib, found).replaceAll(sep, '/')
}

const nameOf = (name) => name.replaceAll('/', '_')

/** The later modules, each as one name. */
const restSource = (lib, names) =>
  names.map((name) => `export * as ${nameOf(name)} from '${join(lib, name)}'`).join('\n')

/** What they export when they are run, as one file of the build knows it. */
function exportsOf(lib, names, common, external) {
  const stdin = { contents: restSource(lib, names), resolveDir: lib }
  const options = { ...common, stdin, bundle: true, format: 'cjs', external, write: false }
  const [file] = buildSync(options).outputFiles
  const loaded = { exports: {} }
  const run = new Function('module', 'exports', 'require', '__dirname', file.text)
  run(loaded, loaded.exports, createRequire(join(lib, 'index.ts')), lib)
  return loaded.exports
}

const isClass = (value) => /^class\b/.test(Function.prototype.toString.call(value))

/**
 * Text of a value that stands in for the one at `path`: functions that call it, objects and lists
 * of them. Undefined for what must be the thing itself: classes, instances, sets.
 */
function standIn(value, path) {
  if (typeof value === 'function') {
    return isClass(value) ? undefined : `(...given) => ${path}(...given)`
  }
  if (Array.isArray(value)) return list(value, path)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined
  const parts = Object.entries(value).map(([key, one]) => {
    const place = `${path}[${JSON.stringify(key)}]`
    const text = standIn(one, place)
    return text === undefined
      ? `get ${JSON.stringify(key)}() { return ${place} }`
      : `${JSON.stringify(key)}: ${text}`
  })
  return `{ ${parts.join(',\n')} }`
}

function list(value, path) {
  const parts = value.map((one, i) => standIn(one, `${path}[${i}]`))
  // Functions in a list are told apart by what they are (walkers): not by stand-ins.
  const itself = value.some((one) => typeof one === 'function') || parts.includes(undefined)
  return itself ? undefined : `[${parts.join(', ')}]`
}

/** The source of a module of which nothing is there until it is used; what has no stand-in is left out. */
function standInModule(name, found) {
  const path = `rest().${nameOf(name)}`
  const texts = Object.entries(found).map(([key, value]) => [key, standIn(value, `${path}.${key}`)])
  const exported = texts.filter(([, text]) => text !== undefined)
  const lines = exported.map(([key, text]) => `export const ${key} = ${text}`)
  return ["import { rest } from 'rest:load'", ...lines].join('\n')
}

// One place loads the second file; it lies beside the first.
const LOADER = `let loaded\nexport function rest() { return (loaded ??= require('${REST}')) }`

/** The modules that are read at once: what index.ts leads to without a later one. */
async function readAtOnce(lib, common, external) {
  const stop = {
    name: 'stop',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, (args) =>
        isLater(moduleOf(lib, args) ?? '') ? { path: args.path, external: true } : undefined,
      )
    },
  }
  const entryPoints = [join(lib, 'index.ts')]
  const options = { ...common, entryPoints, bundle: true, external, plugins: [stop] }
  const { metafile } = await build({ ...options, outdir: lib, write: false, metafile: true })
  const names = Object.keys(metafile.inputs).map((path) => relative('lib', path))
  return new Set(names.map((name) => name.replaceAll(sep, '/').replace(/\.ts$/, '')))
}

/** The plugin, and the entry 'rest:entry' of the second file. */
async function readLater(root, common, external) {
  const lib = join(root, 'lib')
  const atOnce = await readAtOnce(lib, common, external)
  const names = modulesOf(lib).filter(isLater).sort()
  const found = exportsOf(lib, names, common, external)
  const filter = /.*/
  return {
    name: 'rest',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^rest:/ }, ({ path }) => ({ path, namespace: 'rest' }))
      onResolve({ filter: /^\.\/rest\.js$/ }, ({ path }) => ({ path, external: true }))
      onResolve({ filter }, (args) => {
        if (args.kind === 'entry-point' || args.namespace !== 'file') return undefined
        const target = moduleOf(lib, args)
        const from = relative(lib, args.importer).replaceAll(sep, '/').replace(/\.ts$/, '')
        if (target === undefined || !isLater(target) || !atOnce.has(from)) return undefined
        return { path: `rest:module:${target}`, namespace: 'rest' }
      })
      onLoad({ filter, namespace: 'rest' }, ({ path }) => {
        const name = path.replace('rest:module:', '')
        const contents =
          { 'rest:load': LOADER, 'rest:entry': restSource(lib, names) }[path] ??
          standInModule(name, found[nameOf(name)])
        return { contents, resolveDir: lib }
      })
    },
  }
}

module.exports = { readLater }
