'use strict'
// dist/'s JavaScript of lib/: the parts of bundle_parts.js, each bundled on its own, with stand-ins
// for what lies in another. Node reads and compiles what a call uses: for the first picture of a
// process that is a fifth of the library.
const { existsSync, readdirSync, readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname, join, relative, resolve, sep } = require('node:path')
const { build, buildSync } = require('esbuild')
const { partOf } = require('./bundle_parts')
const {
  ROW_MODULE,
  flat,
  isCalled,
  lateModule,
  rowText,
  standIn,
  standInModule,
} = require('./bundle_stand_ins')

/** Parts that have a place of their own in dist/. */
const FILES = {
  index: 'index.js',
  core: 'core.js',
  cli: 'cli/program.js',
  isolate: 'isolate/child.js',
}
const ENTRIES = { index: 'index.ts', cli: 'cli/program.ts', isolate: 'isolate/child.ts' }

const fileOf = (part) => FILES[part] ?? `part-${part}.js`

const slashes = (path) => path.replaceAll(sep, '/')

/** lib/'s modules without extension, 'bitstream/heif/index'. */
function modulesOf(lib) {
  const files = readdirSync(lib, { recursive: true }).map(slashes)
  return files.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length))
}

/** The module that an import means, or undefined outside lib/. */
function moduleOf(lib, { path, importer }) {
  if (path.startsWith('lib:')) return path.slice('lib:'.length)
  if (!path.startsWith('.')) return undefined
  const file = resolve(dirname(importer), path.replace(/\.js$/, ''))
  const found = [file, join(file, 'index')].find((one) => existsSync(`${one}.ts`))
  const module = found && slashes(relative(lib, found))
  return module?.startsWith('../') ? undefined : module
}

/** What the modules export when they are run, in one file: a value is the same in all of them. */
function exportsOf(lib, modules, common, external) {
  const names = modules.filter((module) => !/^(cli|isolate)\//.test(module))
  const lines = names.map((name, i) => `export * as m${i} from ${JSON.stringify(join(lib, name))}`)
  const stdin = { contents: lines.join('\n'), resolveDir: lib }
  const options = { ...common, stdin, bundle: true, format: 'cjs', external, write: false }
  const [file] = buildSync(options).outputFiles
  const loaded = { exports: {} }
  const run = new Function('module', 'exports', 'require', '__dirname', file.text)
  run(loaded, loaded.exports, createRequire(join(lib, 'index.ts')), lib)
  return Object.fromEntries(names.map((name, i) => [name, { ...loaded.exports[`m${i}`] }]))
}

/** Knows the modules of lib/ and writes their parts. */
class Library {
  constructor({ root, common, external, plugins }) {
    this.lib = join(root, 'lib')
    this.options = {
      ...common,
      bundle: true,
      format: 'cjs',
      external,
      metafile: true,
      logOverride: { 'commonjs-variable-in-esm': 'silent' },
    }
    this.plugins = plugins
    const modules = modulesOf(this.lib)
    this.found = exportsOf(this.lib, modules, common, external)
    /** Those that are code: of some there are types alone. */
    this.modules = modules.filter(
      (one) => Object.keys(this.found[one] ?? { main: true }).length > 0,
    )
    this.rows = new Set([
      ...this.found['codecs/index'].codecTable,
      ...this.found['codecs/plain'].plainFormats,
    ])
    /** The flat names that other parts take from the core. */
    this.asked = new Set()
    /** Values of the core, by which stand-ins may name them. */
    this.known = new Map()
    for (const module of this.modules.filter((one) => partOf(one) === 'core')) {
      for (const [name, value] of Object.entries(this.found[module])) {
        if (value instanceof Object) this.known.set(value, { module, name })
      }
    }
  }

  isRows(value) {
    return this.rows.has(value) || (Array.isArray(value) && value.some((one) => this.rows.has(one)))
  }

  /** The rows of codecs are the core's, in whose table they are: everybody has the same. */
  ownerOf(module) {
    return Object.values(this.found[module] ?? {}).some((one) => this.isRows(one))
      ? 'core'
      : partOf(module)
  }

  /** In the core: functions and tables of them, rows of codecs. `imports`: lines that the texts need. */
  coreText(imports) {
    const known = (value) => {
      const place = this.known.get(value)
      if (place === undefined) return undefined
      const name = flat(place.module, place.name)
      imports.add(`import { ${place.name} as ${name} } from 'lib:${place.module}'`)
      return name
    }
    return (value, path) => {
      if (!this.isRows(value)) return standIn(value, path)
      imports.add(`import { row } from 'row:'`)
      if (this.rows.has(value)) return rowText(value, path, known)
      return `[${value.map((row, i) => rowText(row, `${path}[${i}]`, known)).join(',\n')}]`
    }
  }

  /** What `part` sees of a module that it does not hold. */
  contentsFor(part, module, isLate) {
    const found = this.found[module]
    const from = (file) => (/^(cli|isolate)$/.test(part) ? `../${file}` : `./${file}`)
    if (part !== 'core' && this.ownerOf(module) === 'core') {
      const names = Object.keys(found).map((name) => `${flat(module, name)} as ${name}`)
      return `export { ${names.join(', ')} } from '${from(FILES.core)}'`
    }
    const load = `require('${from(fileOf(partOf(module)))}')`
    const imports = new Set()
    const called = (value, path) => (isCalled(value) ? standIn(value, path) : undefined)
    const textOf = part === 'core' ? this.coreText(imports) : called
    const placeOf = (name) => `load().${flat(module, name)}`
    const what = { found, load, placeOf, late: `late:${module}`, textOf }
    if (isLate) return lateModule(what)
    const text = standInModule(what)
    return [...imports, text].join('\n')
  }

  /** Finds modules of other parts where `part` imports them. */
  plugin(part) {
    const elsewhere = (path) => ({ path, namespace: 'elsewhere', sideEffects: false })
    return {
      name: part,
      setup: ({ onResolve, onLoad }) => {
        onResolve({ filter: /^(late|row):/ }, ({ path }) => elsewhere(path))
        onResolve({ filter: /\.js$/ }, ({ path, namespace }) =>
          namespace === 'elsewhere' ? { path, external: true } : undefined,
        )
        onResolve({ filter: /^(\.|lib:)/ }, (args) => {
          const module = args.kind === 'entry-point' ? undefined : moduleOf(this.lib, args)
          if (module === undefined) return undefined
          return partOf(module) === part
            ? { path: join(this.lib, `${module}.ts`) }
            : elsewhere(module)
        })
        onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path }) => {
          const module = path.replace(/^late:/, '')
          const contents =
            path === 'row:' ? ROW_MODULE : this.contentsFor(part, module, path !== module)
          return { contents, resolveDir: this.lib }
        })
      },
    }
  }

  /** What a part exports: of its own modules everything, of the core's what other parts ask of it. */
  entryOf(part) {
    const modules = this.modules.filter((one) => this.found[one] && this.ownerOf(one) === part)
    const own = this.modules.filter((one) => partOf(one) === part)
    const all = []
    const lines = (part === 'core' ? modules : own).map((module) => {
      const names = Object.keys(this.found[module])
        .map((name) => [name, flat(module, name)])
        .filter(([, asked]) => part !== 'core' || this.asked.has(asked))
      for (const [, asked] of names) all.push(asked)
      const both = names.map(([name, asked]) => `${name} as ${asked}`)
      return names.length > 0 ? `import { ${both.join(', ')} } from 'lib:${module}'` : ''
    })
    // An object of the values: for `export` esbuild would make three functions of each.
    return [...lines, `module.exports = { ${all.join(', ')} }`].join('\n')
  }

  async bundle(part, out) {
    const input =
      part in ENTRIES
        ? { entryPoints: [join(this.lib, ENTRIES[part])] }
        : { stdin: { contents: this.entryOf(part), resolveDir: this.lib } }
    const plugins = [...this.plugins, this.plugin(part)]
    const outfile = join(out, fileOf(part))
    const { metafile } = await build({ ...this.options, ...input, outfile, plugins })
    for (const [, name] of readFileSync(outfile, 'utf8').matchAll(/\bimport_core\d*\.(\w+)/g)) {
      this.asked.add(name)
    }
    return metafile
  }

  /** Writes all parts; the core last: by then it is known what the others take from it. */
  async write(out) {
    const parts = [...new Set(this.modules.map(partOf))].filter((part) => part !== 'core')
    const outputs = {}
    for (const part of [...parts, 'core']) {
      Object.assign(outputs, (await this.bundle(part, out)).outputs)
    }
    return { outputs }
  }
}

module.exports = { Library }
