import { probeSync, readImageSync } from '../../lib'
import { bmp, type BmpFile } from '../helpers/bmp_files'
import { codecFailureSync } from '../helpers/failures'

function read(file: BmpFile): number[][] {
  const bytes = bmp(file)
  const image = readImageSync(bytes)
  const { width, height, channels } = probeSync(bytes)
  expect(image.shape).toEqual([height, width, channels])
  const pixels = Array.from(image.data)
  return Array.from({ length: width * height }, (_, i) =>
    pixels.slice(i * channels, (i + 1) * channels),
  )
}

const words = (values: readonly number[], bits: number): number[] =>
  values.flatMap((value) =>
    Array.from({ length: bits / 8 }, (_, i) => Math.floor(value / 256 ** i) % 256),
  )

/** The code of a field, as it should come out. */
function codeOf(pixel: number, mask: number, empty: number): number {
  if (mask === 0) return empty
  const bits = (value: number): string => value.toString(2).padStart(32, '0')
  const field = [...bits(mask)].map((bit, i) => (bit === '1' ? bits(pixel)[i]! : '')).join('')
  return Math.round((parseInt(field, 2) * 255) / (2 ** field.length - 1))
}

const headers = [
  [40, 3], [40, 6], [52, 3], [52, 6], [56, 3], [56, 6], [108, 3], [124, 3], [124, 6],
] as const // prettier-ignore

const masksOf: Record<number, number[][]> = {
  16: [
    [0xf800, 0x7e0, 0x1f, 0], [0x7c00, 0x3e0, 0x1f, 0x8000], [0xf00, 0xf0, 0xf, 0xf000],
    [0x1f, 0x7e0, 0xf800, 0], [1, 0x1e, 0x7fe0, 0x8000], [0xffff, 0, 0, 0], [0xfe00, 0x1ff, 0, 0],
    [0xff00, 0xff00, 0xff00, 0], [0xf800, 0xfe0, 0x3f, 0x1f],
  ],
  32: [
    [0xff0000, 0xff00, 0xff, 0], [0xff0000, 0xff00, 0xff, 0xff000000],
    [0xff, 0xff00, 0xff0000, 0xff000000], [0xff000000, 0xff0000, 0xff00, 0xff],
    [0xff000000, 0xff00, 0xff, 0xff0000], [0xff0000, 0xff00, 0xff, 0xff],
    [0xff000000, 0xff0000, 0xff00, 0xff000000], [0x3ff00000, 0xffc00, 0x3ff, 0xc0000000],
    [0x80000000, 0x7fffffff, 0, 0], [0xffffffff, 0xffffffff, 0xffffffff, 0], [7, 8, 0xf0, 0xff00],
  ],
} // prettier-ignore

describe.each(headers)(
  'bit fields under a header of %i bytes, compression %i',
  (size, compression) => {
    const count = compression === 6 || size >= 56 ? 4 : 3

    test.each([16, 32])('of %i bits, wherever they lie', (bits) => {
      const pixels = [0, 1, 0.3, 0.71, 0.123456789, 0.99999].map((part) =>
        Math.round(part * (2 ** bits - 1)),
      )
      for (const all of masksOf[bits]!) {
        const masks = all.slice(0, count)
        const alpha = masks[3] ?? 0
        const wanted = pixels.map((pixel) => [
          ...masks.slice(0, 3).map((mask) => codeOf(pixel, mask, 0)),
          ...(alpha ? [codeOf(pixel, alpha, 255)] : []),
        ])
        const file = { size, bits, compression, masks, width: 6, rows: [words(pixels, bits)] }
        expect([masks, read(file)]).toEqual([masks, wanted])
        expect(read({ ...file, gap: 6 })).toEqual(wanted)
      }
    })

    test('all 0 of 32 bits are the usual ones', () => {
      const masks = new Array<number>(count).fill(0)
      const rows = [words([0x80102030, 0x01020304], 32)]
      expect(read({ size, bits: 32, compression, masks, width: 2, rows })).toEqual([
        [16, 32, 48, 128],
        [2, 3, 4, 1],
      ])
    })

    const row = words([1, 2, 3, 4, 5, 6, 7, 8], 16)
    test.each<[string, Partial<BmpFile>, RegExp]>([
      ['gaps', { masks: [0xa800, 0x540, 0x15] }, /field a800 has gaps/],
      ['nothing in 16 bits', { masks: [0, 0, 0] }, /none of its bit fields/],
      ['rows inside of the header', { offset: 50 }, /rows begin at 50, inside the/],
      ['rows inside of the masks', { offset: 62 }, /rows begin at 62, inside the/],
      ['rows at 0', { offset: 0 }, /rows begin at 0/],
      ['8 bits', { bits: 8 }, /8-bit pixels in compression/],
      ['64 bits', { bits: 64 }, /64-bit pixels in compression/],
    ])('%s: refused', (_, change, words_) => {
      const masks = [0xf800, 0x7e0, 0x1f, 0].slice(0, count)
      const file = { size, bits: 16, compression, masks, width: 2, rows: [row], ...change }
      const given = [...file.masks, 0].slice(0, count)
      expect(codecFailureSync(() => readImageSync(bmp({ ...file, masks: given })))).toMatchObject({
        code: 'ERR_DECODE',
        message: expect.stringMatching(words_) as string,
      })
    })
  },
)

test('masks in a header of plain pixels say nothing', () => {
  const masks = [0xff, 0xff00, 0xff0000, 0xff000000]
  const rows = [words([0x80102030], 32)]
  for (const size of [56, 108, 124]) {
    expect(read({ size, bits: 32, compression: 0, masks, width: 1, rows })).toEqual([[16, 32, 48]])
  }
})

test('alpha that is 0 in all of the picture is opaque', () => {
  const masks = [0x7c00, 0x3e0, 0x1f, 0x8000]
  const rows = [words([0x7c00, 0x1f], 16)]
  expect(read({ size: 124, bits: 16, compression: 3, masks, width: 2, rows })).toEqual([
    [255, 0, 0, 255],
    [0, 0, 255, 255],
  ])
})
