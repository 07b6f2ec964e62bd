import { be, fourcc, holds, le } from './bytes'
import { jpegSegments } from './jpeg_segments'
import { checkCount, checkParts, MAX_TILE_PARTS } from './parts'
import { pngChunks } from './png'

// Where a picture ends in its file: phones, DICOM and careless writers put bytes behind it. All of
// the bytes where nothing is behind, or where it does not show: the checks of each format then speak.

/** WebP: by the RIFF size. */
export const webpEnd = (bytes: Uint8Array): number =>
  bytes.length < 8 ? bytes.length : Math.min(bytes.length, le(bytes, 4, 4) + 8)

const EOC = [0xff, 0xd9]

/** A bare JPEG 2000 codestream: behind EOC, by the lengths of its segments and tile-parts. */
function codestreamEnd(bytes: Uint8Array, start = 0): number {
  const { length } = bytes
  let count = 0
  for (let at = start + 2; at + 2 <= length;) {
    checkCount(++count, 'JPEG 2000', 2 * MAX_TILE_PARTS)
    if (holds(bytes, EOC, at)) return at + 2
    if (at + 4 > length) return length
    if (bytes[at] === 0xff && bytes[at + 1]! >> 4 === 3) {
      at += 2 // FF30 to FF3F have no segment
      continue
    }
    const isTilePart = holds(bytes, [0xff, 0x90], at)
    const size = isTilePart && at + 10 <= length ? be(bytes, at + 6, 4) : 2 + be(bytes, at + 2, 2)
    if (size === 0) return length // a last tile-part that reaches to the end
    if (isTilePart && size < 12) return length
    at += size
  }
  return length
}

const NAME = /^[\x20-\x7e]{4}$/

/** Boxes of printable names, one behind the other, once what the picture needs is there. */
function boxesEnd(bytes: Uint8Array, format: string, needed: readonly string[]): number {
  const { length } = bytes
  const seen = new Set<string>()
  let at = 0
  let count = 0
  while (at + 8 <= length) {
    const size = be(bytes, at, 4)
    const type = fourcc(bytes, at + 4)
    const whole = size === 1 && at + 16 <= length ? be(bytes, at + 8, 8) : size
    if (size === 0 && NAME.test(type)) return length
    if (whole < 8 || at + whole > length || !NAME.test(type)) break
    checkParts(++count, format, length)
    seen.add(type)
    at += whole
  }
  return needed.every((type) => seen.has(type)) ? at : length
}

/** A JP2 file, or a bare codestream. */
export const jp2End = (bytes: Uint8Array): number =>
  holds(bytes, [0xff, 0x4f]) ? codestreamEnd(bytes) : boxesEnd(bytes, 'JP2', ['jp2h', 'jp2c'])

/** An AVIF or HEIC file. */
export const heifEnd = (bytes: Uint8Array): number => boxesEnd(bytes, 'HEIF', ['ftyp', 'meta'])

/** A JPEG picture, behind its EOI. ERR_DECODE where its segments do not lead there. */
export const jpegEnd = (bytes: Uint8Array): number => jpegSegments(bytes).at(-1)!.end

/** A PNG file, behind the CRC of IEND. ERR_DECODE where its chunks do not lead there. */
export const pngEnd = (bytes: Uint8Array): number => pngChunks(bytes).at(-1)!.end + 4

/** A JPEG XL file of boxes. Of a bare codestream only a decoder sees the end. */
export const jxlEnd = (bytes: Uint8Array): number =>
  holds(bytes, [0xff, 0x0a]) ? bytes.length : boxesEnd(bytes, 'JPEG XL', ['JXL ', 'ftyp'])
