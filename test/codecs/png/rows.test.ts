import { PNG } from '../../../lib'
import { channelsOf, pngOf } from '../../helpers/png_builder'

// PNG files whose data lack rows, or whose rows have a filter that there is not: libavcodec's decoder
// says nothing of either.

const [width, height] = [20, 10]
const kinds = [
  ['gray', 0, 8],
  ['16-bit gray', 0, 16],
  ['RGB', 2, 8],
  ['16-bit RGB', 2, 16],
  ['gray with alpha', 4, 8],
  ['RGBA', 6, 8],
] as const

describe.each(kinds)('%s', (_name, type, depth) => {
  const size = (channelsOf(type) * depth) / 8
  const rowOf = (filter: number) =>
    Uint8Array.from([filter, ...Array.from({ length: width * size }, (_, i) => (i * 7) & 255)])
  const whole = Array.from({ length: height }, (_, y) => rowOf(y % 5))
  const file = (rows: readonly Uint8Array[]): Uint8Array =>
    pngOf({ width, height, type, depth }, Buffer.concat(rows))
  const codec = new PNG()

  it('filters 0 to 4 are read', () => {
    expect(codec.decodeSync(file(whole)).shape.slice(0, 2)).toEqual([height, width])
  })

  it.each([5, 7, 255])('filter %i is ERR_DECODE', (filter) => {
    for (const y of [0, 4, height - 1]) {
      const rows = whole.map((row, i) => (i === y ? rowOf(filter) : row))
      expect(() => codec.decodeSync(file(rows))).toThrow(/incomplete|filter/i)
    }
  })

  it.each([0, 1, 5, 9])('%i rows of 10 are ERR_DECODE', (count) => {
    expect(() => codec.decodeSync(file(whole.slice(0, count)))).toThrow(
      expect.objectContaining({ code: 'ERR_DECODE' }),
    )
  })
})
