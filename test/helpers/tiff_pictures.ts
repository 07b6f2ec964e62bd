import { type TiffPicture } from './tiff_builder'

export const [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR, LAB, ICC_LAB] = [
  0, 1, 2, 3, 5, 6, 8, 9,
]

export const [SIGNED, FLOAT] = [2, 3]
export const EXTRA = 338
export const [ASSOCIATED, UNASSOCIATED] = [1, 2]

/** Codes that reach from the lowest to the highest of `bits`. */
const codes = (count: number, bits: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.round(((2 ** bits - 1) * i) / (count - 1)))

export const gray = (bits: number, more: Partial<TiffPicture> = {}): TiffPicture => ({
  width: 17,
  height: 5,
  bits,
  samples: 1,
  codes: codes(85, bits),
  photometric: BLACK_IS_ZERO,
  ...more,
})

export const layouts: [string, Partial<TiffPicture>][] = [
  ['one strip', {}],
  ['strips', { rowsPerStrip: 2 }],
  ['tiles', { tile: 16 }],
  ['big-endian', { little: false }],
  ['BigTIFF', { big: true }],
  ['BigTIFF, big-endian, tiles', { big: true, little: false, tile: 16 }],
]

export const colour = (
  samples: number,
  photometric: number,
  given: number[],
  more: Partial<TiffPicture> = {},
): TiffPicture => ({
  width: given.length / samples,
  height: 1,
  bits: 8,
  samples,
  photometric,
  codes: given,
  ...more,
})
