import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { allDescriptors } from '../../lib/registry'

// What CONTRIBUTING.md says of the house, of every file that is in it.

const root = join(__dirname, '../..')
const { partOf } = jest.requireActual<{ partOf: (module: string) => string }>(
  '../../util/bundle_parts.js',
)
const read = (path: string) => readFileSync(join(root, path), 'utf8')

function filesIn(folder: string, extension: RegExp): string[] {
  const names = readdirSync(join(root, folder), { recursive: true }).map(String)
  return names
    .filter((name) => extension.test(name))
    .map((name) => `${folder}/${name}`)
    .sort()
}

const library = [...filesIn('lab', /\.m?ts$/), ...filesIn('lib', /\.m?ts$/)]
const native = filesIn('native', /\.(cc|h)$/)

/** What a file imports as it is written there, types too: they tie two files together as well. */
const specifiers = (file: string): string[] =>
  ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => fileName)

function resolved(from: string, specifier: string): string {
  const path = join(dirname(from), specifier.replace(/\.js$/, ''))
  const candidates = [path, `${path}.ts`, `${path}/index.ts`]
  const found = candidates.find((file) => library.includes(file) || file.endsWith('.json'))
  if (found === undefined) throw new Error(`${from}: no file ${specifier}`)
  return found
}

const imports = new Map(
  library.map((file) => {
    const own = specifiers(file).filter((specifier) => specifier.startsWith('.'))
    return [file, own.map((specifier) => resolved(file, specifier))]
  }),
)

/** What a file imports of others: their names, and where they are. */
function namesOf(file: string): { name: string; from: string }[] {
  const clauses = read(file).matchAll(/^import (?!type )\{([^}]*)\} from '(\.[^']*)'/gm)
  return [...clauses].flatMap(([, names, specifier]) =>
    names!
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => ({ name, from: resolved(file, specifier!) })),
  )
}

/** The house's rooms from the roof down: the folders and files that a line of it names. */
const houseText = () => /## The house[^]*?```\n([^]*?)```/.exec(read('CONTRIBUTING.md'))?.[1] ?? ''

function rooms(): string[][] {
  const lines = houseText()
    .split('\n')
    .filter((line) => /^(lib|lab)\//.test(line))
  return lines.map((line) => {
    const [first] = line.split(' ')
    const others = line.slice(first!.length).match(/[\w/]+\.ts\b/g) ?? []
    return [first!, ...others.map((name) => `lib/${name}`)]
  })
}

const house = rooms()

/** A file's room: the line that names it, else the one of the nearest folder. */
function roomOf(file: string): number {
  const source = file.replace(/\.mts$/, '.ts')
  const named = house.flat().filter((name) => name.endsWith('/') && source.startsWith(name))
  const nearest = named.sort((a, b) => b.length - a.length)[0]
  const exact = house.findIndex((room) => room.includes(source))
  return exact >= 0 ? exact : house.findIndex((room) => room.includes(nearest ?? ''))
}

describe('lib/ and lab/', () => {
  test('every file has one room, every name in the house is a file or a folder', () => {
    expect(library.filter((file) => roomOf(file) < 0)).toEqual([])
    const names = house.flat()
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    const exists = (name: string) => library.some((file) => file === name || file.startsWith(name))
    expect(names.filter((name) => !exists(name))).toEqual([])
  })

  test('a walk, whose finding is kept by its function, stays in its part of dist/', () => {
    const part = (file: string) => partOf(file.replace(/^lib\/|\.m?ts$/g, ''))
    const walker = /export (?:function\*|const) (walk[A-Z]\w*)/g
    const found = library.flatMap((file) =>
      [...read(file).matchAll(walker)].map(([, name]) => ({ name: name!, file })),
    )
    const walkers = found.filter(({ name }) => name !== 'walkAhead') // steps of a call
    expect(walkers.length).toBeGreaterThan(2)
    const elsewhere = library.flatMap((file) =>
      namesOf(file)
        .filter(({ name, from }) => walkers.some((one) => one.name === name && one.file === from))
        .filter(({ from }) => part(from) !== part(file))
        .map(({ name }) => `${file}: ${name}`),
    )
    expect(elsewhere).toEqual([])
  })

  test('imports go downward only', () => {
    const upward = [...imports].flatMap(([from, targets]) =>
      targets.filter((to) => roomOf(to) < roomOf(from)).map((to) => `${from} -> ${to}`),
    )
    expect(upward).toEqual([])
  })

  test('no file imports itself by way of others', () => {
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      if (done.has(file) || path.includes(file)) return
      for (const next of imports.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of library) visit(file, [])
    expect(cycles).toEqual([])
  })

  test('the laboratory imports public names of the library, nothing else of it', () => {
    const inner = [...imports].flatMap(([from, targets]) =>
      from.startsWith('lab/') ? targets.filter((to) => /^lib\/(?!index\.ts)/.test(to)) : [],
    )
    expect(inner).toEqual([])
  })

  test('its commands import its public names, and are what the program knows of it', () => {
    const commands = [...imports].filter(([from]) => from.startsWith('lab/cli/'))
    const inner = commands.flatMap(([, targets]) =>
      targets.filter((to) => !/^lab\/(cli\/|index\.ts)/.test(to)),
    )
    expect(inner).toEqual([])
    const entries = [...imports].filter(([from, targets]) =>
      from.startsWith('lib/') ? targets.some((to) => to.startsWith('lab/')) : false,
    )
    expect(entries).toEqual([
      ['lib/cli/laboratory.ts', expect.arrayContaining(['lab/cli/index.ts'])],
    ])
  })

  test('programs are started by process/index.ts; orphans.ts tries setpriv once', () => {
    const starts = library.filter((file) => specifiers(file).some((s) => /child_process$/.test(s)))
    expect(starts).toEqual([
      'lab/report/figures/convert.ts', // SVG to PDF
      'lab/work/child.ts', // the sweep's own processes
      'lib/process/index.ts',
      'lib/process/isolated.ts', // decodes in a process of our own
      'lib/process/orphans.ts',
    ])
  })

  test('the addon is loaded by backends/native/addon.ts, or as a package beside it', () => {
    const loads = library.filter((file) =>
      /\.node['"`]|\bdlopen\b|\brequire\((?!'node:)/.test(read(file)),
    )
    expect(loads).toEqual([
      'lib/backends/native/addon.ts',
      'lib/backends/native/platform_packages.ts',
    ])
  })
})

const withoutComments = (text: string) => text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '')

describe('native/', () => {
  const rooms = [...new Set(native.map((file) => dirname(file)))]
  const included = (file: string): string[] =>
    Array.from(read(file).matchAll(/^#include "(.*)"$/gm), ([, header]) => `native/${header}`)

  test('napi.h is included in binding/ alone', () => {
    const include = /#include [<"](napi|node_api)\.h[>"]/
    const knows = native.filter((file) => include.test(read(file)))
    expect(knows).not.toEqual([])
    expect(knows.filter((file) => dirname(file) !== 'native/binding')).toEqual([])
  })

  // What knows no Node includes no header that does: the fuzz targets are linked without binding/.
  test('includes go downward only, by the order of the house', () => {
    const order = /native\/\w+/g
    const houseOrder = houseText()
      .match(order)!
      .map((name) => name.replace(/error$/, ''))
    const floor = (file: string): number => {
      const room = dirname(file).split('/').slice(0, 2).join('/') // codec/tiff is in codec
      const at = houseOrder.indexOf(room === 'native' ? 'native/' : room)
      return at < 0 ? NaN : at
    }
    expect(rooms.filter((room) => Number.isNaN(floor(`${room}/x`)))).toEqual([])
    const upward = native.flatMap((from) =>
      included(from)
        .filter((to) => floor(to) < floor(from))
        .map((to) => `${from} -> ${to}`),
    )
    expect(upward).toEqual([])
  })

  // The linker takes either of two types of one name for both: a program that means neither.
  test('no two types of one namespace share a name', () => {
    const types = native.flatMap((file) => {
      const text = withoutComments(read(file)).replace(/^namespace \{\n[^]*?^\}\s*$/gm, '')
      const [, space] = /^namespace (nodecodecs[\w:]*) \{/m.exec(text) ?? []
      const found = text.matchAll(/^(?:struct|class|union|enum(?: class)?) (\w+)(?: :[^;{]*)? \{/gm)
      return Array.from(found, ([, name]) => `${space}::${name}`)
    })
    expect(types.length).toBeGreaterThan(50)
    expect(types.filter((name, i) => types.indexOf(name) !== i)).toEqual([])
  })

  test('no codec has a name there: each comes with the request', () => {
    const names = new Set(
      allDescriptors().flatMap((d) => [d.name, ...(d.encoders ?? []), ...(d.decoders ?? [])]),
    )
    expect(names.size).toBeGreaterThan(20)
    const found = native.flatMap((file) => {
      const text = withoutComments(read(file)).replace(/#include.*/g, '')
      const literals = Array.from(text.matchAll(/"([^"\n]*)"/g), ([, literal]) => literal!)
      const named = literals.filter((literal) => names.has(literal))
      const codes = text.match(/\bAV_CODEC_ID_\w+/g) ?? []
      return [...new Set([...named, ...codes])].map((name) => `${file}: ${name}`)
    })
    expect(found).toEqual([
      'native/codec/decode.cc: AV_CODEC_ID_HEVC', // whose slices may lose their end unnoticed
      'native/codec/decode.cc: AV_CODEC_ID_PNG', // whose rows may be missing unnoticed
      'native/codec/describe.cc: libjpeg-turbo', // a library's version
      'native/codec/encode.cc: jpeg', // the engine: libjpeg-turbo has its own API
      ...['x265', 'libwebp', 'libjxl'].map((name) => `native/codec/libraries.cc: ${name}`), // versions
      'native/codec/png/png.h: libdeflate', // an engine
    ])
  })
})

describe('each file', () => {
  test('has at most 250 lines of code', () => {
    const length = (file: string) =>
      withoutComments(read(file))
        .split('\n')
        .filter((line) => line.trim() !== '').length
    expect([...library, ...native].filter((file) => length(file) > 250)).toEqual([])
  })

  test('has a name that says what it holds', () => {
    const vague = /(^|\/)(utils?|common|helpers?|misc)(\.|\/|$)/
    expect([...library, ...native].filter((file) => vague.test(file))).toEqual([])
  })
})
