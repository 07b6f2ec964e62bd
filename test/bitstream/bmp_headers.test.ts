import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImageSync } from '../../lib'
import { probeSync } from '../../lib/probe'
import { bmp, type BmpFile } from '../helpers/bmp_files'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-bmp-headers-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(parts: BmpFile): number[] {
  const path = join(folder, 'picture.bmp')
  writeFileSync(path, bmp(parts))
  const image = readImageSync(path)
  const { width, height, channels } = probeSync(path)
  expect(image.shape).toEqual([height, width, channels])
  return Array.from(image.data)
}

const sizes = [12, 16, 20, 36, 40, 42, 48, 52, 56, 60, 64, 108, 124]

describe.each(sizes)('a header of %i bytes', (size) => {
  const colours = [[10, 20, 30], [255, 0, 7], [1, 2, 3], [200, 100, 50]] // prettier-ignore

  it.each([1, 2, 4, 8])('palette, %i bits', (bits) => {
    const indices = bits === 1 ? [0, 1, 1, 0, 1] : [3, 0, 1, 2, 1]
    const perByte = 8 / bits
    const pack = (row: number[]): number[] =>
      Array.from({ length: Math.ceil(row.length / perByte) }, (_, i) =>
        Array.from({ length: perByte }, (_, k) => row[i * perByte + k] ?? 0).reduce(
          (sum, v) => (sum << bits) | v,
          0,
        ),
      )
    const palette = Array.from({ length: 2 ** bits }, (_, i) => colours[i % 4]!)
    const rows = [indices, indices.toReversed()]
    for (const down of size < 36 ? [false] : [false, true]) {
      const parts = { size, bits, palette, rows: rows.map(pack), width: 5, down }
      expect(read(parts)).toEqual(rows.flat().flatMap((i) => colours[i]!))
    }
  })

  it('24 and 32 bits', () => {
    const rows = [[3, 2, 1, 30, 20, 10], [9, 8, 7, 90, 80, 70]] // prettier-ignore
    const rgb = [1, 2, 3, 10, 20, 30, 7, 8, 9, 70, 80, 90]
    expect(read({ size, bits: 24, rows, width: 2 })).toEqual(rgb)
    const wide = rows.map((row) => [...row.slice(0, 3), 77, ...row.slice(3), 0])
    expect(read({ size, bits: 32, rows: wide, width: 2 })).toEqual(rgb)
  })

  // Shorter headers, and OS/2's of 64 bytes, have no bit fields.
  if (![40, 52, 56].includes(size) && size <= 64) return
  it('bit fields', () => {
    const masks = [0xf800, 0x7e0, 0x1f]
    const rows = [[0x00, 0xf8, 0xe0, 0x07, 0x1f, 0x00]]
    expect(read({ size, bits: 16, compression: 3, masks, rows, width: 3 })).toEqual([
      255, 0, 0, 0, 255, 0, 0, 0, 255,
    ])
  })
})

describe.each([12, 40, 124])('the palette under a header of %i bytes', (size) => {
  const colours = Array.from({ length: 256 }, (_, i) => [i, 255 - i, (i * 7) % 256])
  const codes = [0, 1, 2, 1, 0, 2, 2]
  const file = { size, bits: 8, rows: [codes], width: 7 }
  const seen = codes.flatMap((code) => colours[code]!)

  it.each([3, 4, 192, 200, 255, 256])('of %i colours, then rows', (count) => {
    const palette = colours.slice(0, count)
    expect(read({ ...file, palette })).toEqual(seen)
    expect(read({ ...file, palette, gap: 2 })).toEqual(seen)
    if (size === 12) return
    for (const used of [count, 256, 257, 2 ** 31, 2 ** 32 - 1]) {
      expect([used, read({ ...file, palette, used })]).toEqual([used, seen])
    }
  })

  it('of 16 colours for 4 bits', () => {
    const rows = [[0x01, 0x21, 0x02, 0x20]]
    for (const used of size === 12 ? [0] : [0, 3, 16, 17, 1000]) {
      const palette = colours.slice(0, 16)
      expect([used, read({ ...file, bits: 4, rows, palette, used })]).toEqual([used, seen])
    }
  })

  it('that has not all colours of the pixels is refused', () => {
    const palette = colours.slice(0, 2)
    expect(() => read({ ...file, palette })).toThrow(/no colour 2: its palette has 2/)
    const byte = { ...file, palette: [], gap: 1 }
    expect(() => read(byte)).toThrow(/has no palette/)
    expect(() => read({ ...file, palette: [] })).toThrow(/ends at/)
  })

  it('that was forgotten where the file says that its rows begin', () => {
    const palette = colours.slice(0, size === 12 ? 256 : 3)
    expect(read({ ...file, palette, used: palette.length, offset: 14 + size })).toEqual(seen)
  })

  if (size > 12) {
    it('that says itself that it has fewer: they are black', () => {
      const black = codes.flatMap((code) => (code < 2 ? colours[code]! : [0, 0, 0]))
      expect(read({ ...file, palette: colours, used: 2 })).toEqual(black)
    })
  }
})

// libavcodec goes on in the next row, other readers do not.
describe('runs that pass the end of their row are cut off', () => {
  const gray = Array.from({ length: 256 }, (_, i) => [i, i, i])
  const rle8 = { size: 40, bits: 8, compression: 1, palette: gray, width: 4, height: 2 }
  const [END, DONE] = [[0, 0], [0, 1]] // prettier-ignore
  it.each([
    ['a run', [2, 9, 5, 8, ...END, 4, 7, ...DONE]],
    ['runs behind the end', [4, 8, 3, 1, 2, 5, ...END, 4, 7, ...DONE], [8, 8, 8, 8]],
    ['literals', [1, 9, 0, 5, 9, 8, 8, 1, 2, 0, ...END, 4, 7, ...DONE]],
    ['literals behind the end', [2, 9, 2, 8, 0, 4, 1, 2, 3, 4, ...END, 4, 7, ...DONE]],
    ['the last row', [2, 9, 2, 8, ...END, 7, 7, ...DONE]],
  ])('%s', (_, codes, low = [9, 9, 8, 8]) => {
    const bytes = bmp({ ...rle8, rows: [codes] })
    const image = readImageSync(bytes)
    expect(image.warnings).toEqual([expect.stringContaining('pass the end of their row')])
    const wanted = [7, 7, 7, 7, ...low].flatMap((v) => [v, v, v])
    expect(Array.from(image.data)).toEqual(wanted)
    expect(() => readImageSync(bytes, { strict: true })).toThrow(/end of their row/)
  })

  it('of 4 bits', () => {
    const codes = [3, 0x12, 0, 5, 0x34, 0x56, 0x70, 0, ...END, 9, 0xaa, ...DONE]
    const palette = gray.slice(0, 16)
    const rows = [codes]
    const file = bmp({ ...rle8, bits: 4, compression: 2, palette, width: 5, rows })
    const wanted = [...Array<number>(5).fill(10), 1, 2, 1, 3, 4].flatMap((v) => [v, v, v])
    expect(Array.from(readImageSync(file).data)).toEqual(wanted)
  })
})

it('four masks behind a header of 40 bytes (compression 6)', () => {
  const masks = [0xff0000, 0xff00, 0xff, 0xff000000]
  const rows = [[30, 20, 10, 128, 3, 2, 1, 0]]
  const parts = { size: 40, bits: 32, compression: 6, masks, rows, width: 2 }
  expect(read(parts)).toEqual([10, 20, 30, 128, 1, 2, 3, 0])
})

it.each([0, 20, 60, 1000])('a file that says it has %i bytes', (said) => {
  const rows = [[30, 20, 10, 0, 3, 2, 1, 0]]
  expect(read({ size: 40, bits: 32, rows, width: 2, said })).toEqual([10, 20, 30, 1, 2, 3])
})

it.each([
  [3, 1, /Huffman/],
  [4, 24, /RLE24/],
])("OS/2's compression %i is refused by name", (compression, bits, why) => {
  const parts = { size: 64, bits, compression, rows: [[1, 2, 3, 4]], width: 1, palette: [] }
  expect(() => read(parts)).toThrow(why)
})
