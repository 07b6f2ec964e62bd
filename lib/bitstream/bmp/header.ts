import { damaged, le } from '../bytes'
import type { Walk } from '../walk'

// BITMAPFILEHEADER, then a header of many lengths (12: OS/2 1.x, 40: BITMAPINFOHEADER, 52 and 56: with
// masks, 108 and 124: BITMAPV4HEADER and V5, the rest: OS/2 2.x cut short), masks, palette, rows.

export const [RGB, RLE8, RLE4, BIT_FIELDS, ALPHA_BIT_FIELDS] = [0, 1, 2, 3, 6]
/** A whole file in place of the rows. */
const [JPEG, PNG] = [4, 5]
/** OS/2's own. */
const [HUFFMAN, RLE24] = [3, 4]

/** Where the header behind BITMAPFILEHEADER begins. */
export const INFO = 14
const OS2 = 12
const WITH_MASKS = 40
/** The last header of OS/2: without masks, but for those of the same length as Windows' own. */
const LONGEST_OS2 = 64

/** What the headers of a BMP file say. */
export interface BmpHeader {
  /** Of the header. */
  size: number
  /** Of the first row in the file. */
  offset: number
  width: number
  rows: number
  /** The first row is the upmost. */
  down: boolean
  bits: number
  /** Always 1. */
  planes: number
  compression: number
  /** Of red, green, blue and alpha; 0: there is none. */
  masks: readonly number[]
  /** Where its palette begins, and how many colours of how many bytes are there, and are said to be. */
  palette: { start: number; count: number; said: number; bytes: 3 | 4 }
}

const wordAt = (bytes: Uint8Array, at: number): number => le(bytes, at, 4)

/** Masks that all are 0 stand for those that 32-bit pixels have anyhow, as most readers have it. */
const USUAL = [0xff0000, 0xff00, 0xff, 0xff000000]

/** How many masks there are, and where those end. */
function masksOf(size: number, compression: number): { count: number; end: number } {
  const fields = compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS
  if (!fields || size < WITH_MASKS) return { count: 0, end: INFO + size }
  const count = compression === ALPHA_BIT_FIELDS || size >= 56 ? 4 : 3
  return { count, end: Math.max(INFO + size, INFO + WITH_MASKS + 4 * count) }
}

function readMasks(bytes: Uint8Array, count: number, bits: number): readonly number[] {
  const masks = [0, 1, 2, 3].map((i) => (i < count ? wordAt(bytes, INFO + WITH_MASKS + 4 * i) : 0))
  const none = count > 0 && masks.every((mask) => mask === 0)
  return none && bits === 32 ? USUAL : masks
}

/** The name of a compression that is not read. */
function foreign(size: number, compression: number): string | undefined {
  if (size > WITH_MASKS && size <= LONGEST_OS2 && ![52, 56].includes(size)) {
    const name = { [HUFFMAN]: 'Huffman', [RLE24]: 'RLE24' }[compression]
    if (name) return `OS/2's compression ${compression} (${name})`
  }
  if (compression === JPEG || compression === PNG) {
    return `a ${compression === JPEG ? 'JPEG' : 'PNG'} picture inside`
  }
  return undefined
}

/** ERR_DECODE where it is cut off, or of what is not read, by name. */
export function bmpHeader(bytes: Uint8Array): BmpHeader {
  if (bytes.length < 26) throw damaged('BMP', 'ends inside its header')
  const [told, size] = [wordAt(bytes, 10), wordAt(bytes, INFO)]
  const old = size === OS2
  const signed = (at: number): number => (old ? le(bytes, at, 2) : wordAt(bytes, at) | 0)
  const [width, height] = [signed(INFO + 4), signed(old ? INFO + 6 : INFO + 8)]
  const bits = le(bytes, old ? INFO + 10 : INFO + 14, 2)
  const compression = size < 20 ? RGB : wordAt(bytes, INFO + 16)
  const what = foreign(size, compression)
  if (what) throw damaged('BMP', `${what} is not supported`)
  const { count, end } = masksOf(size, compression)
  const used = size < 36 ? 0 : wordAt(bytes, INFO + 32)
  const said = bits > 8 ? 0 : Math.min(used || 2 ** bits, 2 ** bits)
  const entry = old ? 3 : 4
  // Some writers forget the palette when they say where the rows begin.
  const offset = told === end ? end + entry * said : told
  const there = Math.floor((Math.min(offset, bytes.length) - end) / entry)
  return {
    ...{ size, offset, width, bits, compression, planes: le(bytes, INFO + (old ? 8 : 12), 2) },
    ...{ rows: Math.abs(height), down: height < 0 },
    masks: readMasks(bytes, count, bits),
    palette: { start: end, count: Math.max(0, Math.min(said, there)), said, bytes: entry },
  }
}

/** Where the rows may begin: behind the header and its masks. */
export const rowsMayBegin = ({ palette }: BmpHeader): number => palette.start

/** Bytes of one row, and of the padding to whole words behind it. */
export function rowOf({ width, bits }: Pick<BmpHeader, 'width' | 'bits'>) {
  const used = Math.ceil((width * bits) / 8)
  return { used, padding: Math.ceil((width * bits) / 32) * 4 - used }
}

/** Whether its rows are run-length coded. */
export const isRle = ({ compression }: BmpHeader): boolean =>
  compression === RLE8 || compression === RLE4

/** Where the last row of those that are not run-length coded ends, without its padding. */
export function rowsEnd(header: BmpHeader): number {
  const { used, padding } = rowOf(header)
  return header.offset + (used + padding) * header.rows - padding
}

/** Pixels between two rests, whole bytes of them: some milliseconds, whatever is done with them. */
const STRETCH = 2 ** 17

/** Where a row begins, which it is in the file, and the columns from `from` to before `to`. */
type Visit = (start: number, row: number, from: number, to: number) => void

/** Goes through all pixels, with a rest now and then. */
export function* eachStretch(header: BmpHeader, visit: Visit): Walk<void> {
  const { used, padding } = rowOf(header)
  let left = STRETCH
  for (let row = 0; row < header.rows; row++) {
    const start = header.offset + row * (used + padding)
    for (let from = 0; from < header.width; from += STRETCH) {
      const to = Math.min(from + STRETCH, header.width)
      visit(start, row, from, to)
      left -= to - from
      if (left > 0) continue
      left = STRETCH
      yield
    }
  }
}
