import { deflateSync } from 'node:zlib'
import { PNG } from '../../lib'
import { crc32 } from '../../lib/bitstream/crc32'

// PNG files whose data lack rows, or whose rows have a filter that there is not: libavcodec's decoder
// says nothing of either.

function chunk(type: string, data: Uint8Array): Buffer {
  const out = Buffer.concat([Buffer.alloc(4), Buffer.from(type), data, Buffer.alloc(4)])
  out.writeUInt32BE(data.length, 0)
  out.writeUInt32BE(crc32(out, 4, out.length - 4), out.length - 4)
  return out
}

const [width, height] = [20, 10]
const kinds = [
  ['gray', 0, 8, 1],
  ['16-bit gray', 0, 16, 2],
  ['RGB', 2, 8, 3],
  ['16-bit RGB', 2, 16, 6],
  ['gray with alpha', 4, 8, 2],
  ['RGBA', 6, 8, 4],
] as const

/** Rows of samples, each behind the number of its filter. */
function file(type: number, depth: number, rows: readonly Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, type], 8)
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', new Uint8Array(0)),
  ])
}

describe.each(kinds)('%s', (_name, type, depth, size) => {
  const rowOf = (filter: number) =>
    Uint8Array.from([filter, ...Array.from({ length: width * size }, (_, i) => (i * 7) & 255)])
  const whole = Array.from({ length: height }, (_, y) => rowOf(y % 5))
  const codec = new PNG()

  it('filters 0 to 4 are read', () => {
    expect(codec.decodeSync(file(type, depth, whole)).shape.slice(0, 2)).toEqual([height, width])
  })

  it.each([5, 7, 255])('filter %i is ERR_DECODE', (filter) => {
    for (const y of [0, 4, height - 1]) {
      const rows = whole.map((row, i) => (i === y ? rowOf(filter) : row))
      expect(() => codec.decodeSync(file(type, depth, rows))).toThrow(/incomplete|filter/i)
    }
  })

  it.each([0, 1, 5, 9])('%i rows of 10 are ERR_DECODE', (count) => {
    expect(() => codec.decodeSync(file(type, depth, whole.slice(0, count)))).toThrow(
      expect.objectContaining({ code: 'ERR_DECODE' }),
    )
  })
})
