import { readMetadata, writeMetadata } from '../../lib/files/metadata'
import { files, given } from '../helpers/metadata_files'

const written = (bytes: Uint8Array, change: unknown) =>
  readMetadata(writeMetadata(bytes, change as Parameters<typeof writeMetadata>[1]))

const holding = (kind: 'exif' | 'xmp') =>
  files
    .filter(([, , , kinds]) => kinds.includes(kind))
    .map(([name, , bytes]) => [name, bytes] as const)

test.each(holding('xmp'))('%s: XMP as a text is UTF-8', (_name, bytes) => {
  const { xmp } = written(bytes, { xmp: '<x:xmpmeta xmlns:x="é"/>' })
  expect(Buffer.from(xmp!).toString()).toBe('<x:xmpmeta xmlns:x="é"/>')
})

const strangers: [what: string, value: unknown][] = [
  ['a list', [60, 120, 62]],
  ['a number', 3],
  ['true', true],
  ['an object', {}],
  ['an object with a length', { length: 2 ** 40 }],
  ['floats', new Float32Array(4)],
  ['16-bit samples', new Uint16Array(4)],
  ['an ArrayBuffer', new ArrayBuffer(4)],
  ['a DataView', new DataView(new ArrayBuffer(4))],
]

describe.each(holding('exif'))('%s', (_name, bytes) => {
  test.each([...strangers, ['a text', 'II*'] as const])('Exif that is %s', (_what, exif) => {
    expect(() => written(bytes, { exif })).toThrow(TypeError)
    expect(() => written(bytes, { exif })).toThrow('writeMetadata.exif: expected a Uint8Array, got')
  })
})

test.each(strangers)('XMP and a profile that are %s', (_what, value) => {
  const [, , bytes] = files[0]!
  expect(() => written(bytes, { xmp: value })).toThrow('writeMetadata.xmp: expected a Uint8Array')
  expect(() => written(bytes, { icc: value })).toThrow('writeMetadata.icc: expected a Uint8Array')
})

test.each(['ICC', 'Exif', 'iptc'])('a kind that is not known: %s', (kind) => {
  expect(() => written(files[0]![2], { [kind]: given.xmp })).toThrow(
    `writeMetadata.${kind} is not known; known: icc, exif, xmp`,
  )
})

test('what readMetadata gives is a change', () => {
  const [, , bytes] = files[0]!
  const full = writeMetadata(bytes, given)
  expect(written(bytes, readMetadata(full))).toEqual(readMetadata(full))
})

test('a getter that takes the memory of another kind away: nothing is read of it', () => {
  const xmp = Uint8Array.from(given.xmp)
  const change = {
    xmp,
    get icc() {
      structuredClone(xmp, { transfer: [xmp.buffer] })
      return undefined
    },
  }
  const { xmp: found } = written(files[0]![2], change)
  expect(found ?? new Uint8Array(0)).toHaveLength(0)
})
