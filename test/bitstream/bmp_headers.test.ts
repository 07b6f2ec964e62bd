import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImageSync } from '../../lib'
import { probeSync } from '../../lib/probe'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-bmp-headers-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Parts {
  size: number
  bits: number
  compression?: number
  masks?: number[]
  palette?: number[][]
  rows: number[][]
  width: number
  down?: boolean
  /** The length that the file says it has, where it is wrong. */
  said?: number
}

/** A BMP file with a header of `size` bytes; the masks stand where it has room, or behind it. */
function bmp({ size, bits, compression = 0, masks = [], palette = [], ...rest }: Parts): Buffer {
  const { rows, width, down, said } = rest
  const padded = rows.map((row) => [...row, ...Array<number>((4 - (row.length % 4)) % 4).fill(0)])
  const data = (down ? padded : padded.toReversed()).flat()
  const info = Buffer.alloc(Math.max(size, 40 + 4 * masks.length, 40))
  info.writeUInt32LE(size, 0)
  info.writeInt32LE(width, 4)
  info.writeInt32LE(down ? -rows.length : rows.length, 8)
  info.writeUInt16LE(1, 12)
  info.writeUInt16LE(bits, 14)
  info.writeUInt32LE(compression, 16)
  masks.forEach((mask, i) => info.writeUInt32LE(mask >>> 0, 40 + 4 * i))
  const used = info.subarray(0, size < 40 ? size : undefined)
  const colours = Buffer.from(palette.flatMap(([r, g, b]) => [b!, g!, r!, 0]))
  const head = Buffer.alloc(14)
  head.write('BM')
  const offset = 14 + used.length + colours.length
  head.writeUInt32LE(said ?? offset + data.length, 2)
  head.writeUInt32LE(offset, 10)
  return Buffer.concat([head, used, colours, Buffer.from(data)])
}

function read(parts: Parts): number[] {
  const path = join(folder, 'picture.bmp')
  writeFileSync(path, bmp(parts))
  const image = readImageSync(path)
  const { width, height, channels } = probeSync(path)
  expect(image.shape).toEqual([height, width, channels])
  return Array.from(image.data)
}

const sizes = [16, 20, 36, 40, 42, 48, 52, 56, 60, 64, 108, 124]

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
