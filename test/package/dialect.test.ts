import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { allDescriptors } from '../../lib/registry'

// One way to say each thing; names, privacy and messages of mistakes are eslint's.

const root = resolve(__dirname, '..', '..')
const sources = ['lib', 'lab']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.split(sep).join('/')}`),
  )
  .sort()
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const isIn = (file: string, rooms: readonly string[]): boolean =>
  rooms.some((room) => file.startsWith(room))

const COMMENT = /\/\*[^]*?\*\/|(?<![:'])\/\/.*/g
const LITERAL = /'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g
const literals = (file: string): string[] =>
  Array.from(read(file).replace(COMMENT, '').matchAll(LITERAL), ([, a, b, c]) => a ?? b ?? c ?? '')

const found = (files: readonly string[], wrong: (literal: string) => boolean): string[] => [
  ...new Set(
    files.flatMap((file) =>
      literals(file)
        .filter(wrong)
        .map((text) => `${file}: ${text}`),
    ),
  ),
]

test('a codec has its name in codecs/, a format in formats/ and bitstream/, nowhere else', () => {
  const names = new Set(allDescriptors().map(({ name }) => name))
  expect(names.size).toBeGreaterThan(10)
  const rooms = ['lib/codecs/', 'lib/formats/', 'lib/bitstream/']
  expect(found(['lib/codecs/qoi.ts'], (text) => names.has(text))).not.toEqual([])
  const generated = ['lib/classes.ts', 'lib/options/types.ts']
  const rest = sources.filter((file) => file.startsWith('lib/') && !isIn(file, rooms))
  const others = rest.filter((file) => !generated.includes(file))
  expect(found(others, (text) => names.has(text)).sort()).toEqual([
    'lib/backends/backend.ts: jpeg', // the engine: libjpeg-turbo's API, which no libav coder has
    'lib/backends/cli/carriers.ts: png', // what a program is handed, as in the last two
    'lib/backends/native/index.ts: jpeg',
    'lib/cli/decode.ts: png', // what goes to a pipe
    'lib/metrics/program.ts: png',
    'lib/registry/define.ts: png',
  ])
})

// Who reads a message of the library may not use its program: it names options, which both have.
test('no message of the library speaks of a flag of the program', () => {
  const flag = /(^|[\s'"(])--[a-z]+/
  const withFlags = sources.filter((file) => literals(file).some((text) => flag.test(text)))
  expect(withFlags.length).toBeGreaterThan(10)
  const ours = withFlags.filter((file) => file.startsWith('lib/') && !isIn(file, ['lib/cli/']))
  expect(ours).toEqual([
    'lib/backends/native/no_addon.ts', // bundlers'
    'lib/backends/native/package_manager.ts',
    'lib/codecs/vvc.ts', // vvencapp's
    'lib/metrics/vmaf.ts', // vmaf's
    'lib/process/orphans.ts', // prlimit's and setpriv's
  ])
})

// Positively: what was wrong is told by what was expected, before what was given.
test('who says what it got says what it expected, in that order', () => {
  const told = sources.flatMap((file) =>
    literals(file).flatMap((text) => (/\bgot \S/.test(text) ? [{ file, text }] : [])),
  )
  expect(told.length).toBeGreaterThan(50)
  // The second half of a message in two literals begins with ", got".
  const whole = /\bexpected [^]*\bgot \S|^, got /
  expect(told.filter(({ text }) => !whole.test(text))).toEqual([])
})

test('what a function throws stands behind @throws: classes, then codes', () => {
  const blocks = sources.flatMap((file) =>
    Array.from(read(file).matchAll(/\/\*\*[^]*?\*\//g), ([block]) => ({ file, block })),
  )
  const prose = /(^|[.;:)*]\s+)[Tt]hrows\s+(`?ERR_|\w*Error\b)/
  expect(blocks.filter(({ block }) => prose.test(block))).toEqual([])
  const tags = blocks.flatMap(({ file, block }) =>
    Array.from(block.matchAll(/@throws[^@]*/g), ([tag]) => ({ file, tag })),
  )
  expect(tags.length).toBeGreaterThan(30)
  const right = /^@throws (CodecError|TypeError|RangeError|TargetError)\b/
  expect(tags.filter(({ tag }) => !right.test(tag) || /(?<!`)\bERR_[A-Z]+(?!`)/.test(tag))).toEqual(
    [],
  )
})
