import { damaged } from '../bytes'
import { hasFields } from './fields'
import {
  ALPHA_BIT_FIELDS,
  BIT_FIELDS,
  bmpHeader,
  isRle,
  RGB,
  RLE4,
  RLE8,
  rowsEnd,
  rowsMayBegin,
} from './header'
import { isWhole } from './rle'

export { plainBmp } from './plain'
export { bmpWalks } from './rle'

/** Headers of OS/2 and Windows. */
const isSize = (size: number): boolean =>
  size === 12 || (size >= 16 && size <= 64) || size === 108 || size === 124

/**
 * Alpha has a bit field: palettes have none, nor has the fourth byte of plain 32-bit pixels, though
 * decoders make some of both.
 */
export function bmpHasAlpha(bytes: Uint8Array): boolean {
  const header = bmpHeader(bytes)
  return hasFields(header) && header.masks[3] !== 0
}

/** Bits of a pixel, by compression. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  [RGB]: [1, 2, 4, 8, 16, 24, 32],
  [RLE8]: [8],
  [RLE4]: [4],
  [BIT_FIELDS]: [16, 24, 32],
  [ALPHA_BIT_FIELDS]: [16, 24, 32],
}

/** ERR_DECODE where rows are missing, or are none, which decoders let pass. */
export function verifyBmp(file: Uint8Array): void {
  const header = bmpHeader(file)
  const { size, offset, width, rows, planes, bits, compression } = header
  if (!isSize(size)) throw damaged('BMP', `a header of ${size} bytes is not supported`)
  if (planes !== 1) throw damaged('BMP', `${planes} planes are not supported`)
  if (!DEPTHS[compression]?.includes(bits)) {
    throw damaged('BMP', `${bits}-bit pixels in compression ${compression} are not supported`)
  }
  if (width <= 0 || rows === 0) throw damaged('BMP', `its size is ${width}x${rows}`)
  if (offset < rowsMayBegin(header)) {
    throw damaged(
      'BMP',
      `its rows begin at ${offset}, inside the ${rowsMayBegin(header)} bytes of its header`,
    )
  }
  if (isRle(header)) {
    if (!isWhole(file)) throw damaged('BMP', 'its run-length coded rows are cut off')
  } else if (rowsEnd(header) > file.length) {
    throw damaged('BMP', `ends at ${file.length}, its rows at ${rowsEnd(header)}`)
  }
}

/** Width and height, as the header says. */
export function bmpSize(bytes: Uint8Array): { width: number; height: number } {
  const { width, rows } = bmpHeader(bytes)
  return { width, height: rows }
}
