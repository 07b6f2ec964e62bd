import { concat, damaged, le } from '../bytes'
import type { Plain } from '../plain'
import type { Walk } from '../walk'
import { checkFields, fourBytes, hasFields, isKnown } from './fields'
import {
  ALPHA_BIT_FIELDS,
  BIT_FIELDS,
  type BmpHeader,
  bmpHeader,
  eachStretch,
  INFO,
  isRle,
  RGB,
  rowOf,
} from './header'
import { cutRows } from './rle'

// The same picture as libavcodec's decoder knows it: under a header of 40 bytes, or of 56 with masks,
// with a colour for every code, of pixels of 1, 4, 8, 16, 24 or 32 bits.

/** Headers that are left as they are. */
const KNOWN_SIZES = [40, 56, 108, 124]

/** What a header is made of. */
type Made = Pick<BmpHeader, 'width' | 'rows' | 'down' | 'bits' | 'compression' | 'masks'>

function headerOf(
  { width, rows, down, bits, compression, masks }: Made,
  offset: number,
  length: number,
) {
  const header = Buffer.alloc(INFO + (compression === BIT_FIELDS ? 56 : 40))
  header.write('BM')
  header.writeUInt32LE(length, 2)
  header.writeUInt32LE(offset, 10)
  header.writeUInt32LE(header.length - INFO, INFO)
  header.writeInt32LE(width, INFO + 4)
  header.writeInt32LE(down ? -rows : rows, INFO + 8)
  header.writeUInt16LE(1, INFO + 12)
  header.writeUInt16LE(bits, INFO + 14)
  header.writeUInt32LE(compression, INFO + 16)
  if (compression === BIT_FIELDS) masks.forEach((mask, i) => header.writeUInt32LE(mask, 54 + 4 * i))
  return header
}

/** Blue, green, red and 0 of every code; those that the file does not have are black. */
function paletteOf(bytes: Uint8Array, palette: BmpHeader['palette'], bits: number): Uint8Array {
  const { start, count, bytes: size } = palette
  const colours = new Uint8Array(bits > 8 ? 0 : 4 * 2 ** bits)
  for (let i = 0; i < count; i++) {
    colours.set(bytes.subarray(start + i * size, start + i * size + 3), 4 * i)
  }
  return colours
}

/** Pixels of 2 bits (Windows CE) as 4: two bytes of each. */
function* fourBits(bytes: Uint8Array, header: BmpHeader): Walk<Uint8Array> {
  const wide = rowOf({ ...header, bits: 4 })
  const length = wide.used + wide.padding
  const pixels = new Uint8Array(length * header.rows)
  yield* eachStretch(header, (start, row, from, to) => {
    for (let i = from / 4; 4 * i < to; i++) {
      const four = bytes[start + i]!
      pixels[row * length + 2 * i] = ((four >> 2) & 0x30) | ((four >> 4) & 3)
      pixels[row * length + 2 * i + 1] = ((four << 2) & 0x30) | (four & 3)
    }
  })
  return pixels
}

/** Rows as they are, with the padding of the last one, without which libavcodec expects none at all. */
function samePixels(bytes: Uint8Array, header: BmpHeader): Uint8Array[] {
  const rows = bytes.subarray(header.offset)
  if (isRle(header)) return [rows]
  const { used, padding } = rowOf(header)
  const missing = (used + padding) * header.rows - rows.length
  return missing > 0 ? [rows, new Uint8Array(missing)] : [rows]
}

/** Whether libavcodec reads it as other readers do. */
function isPlain(bytes: Uint8Array, header: BmpHeader): boolean {
  const { size, offset, bits, compression, masks, palette } = header
  if (!KNOWN_SIZES.includes(size) || compression === ALPHA_BIT_FIELDS || bits === 2) return false
  if (hasFields(header) && !(isKnown(header) && le(bytes, 54, 4) === masks[0])) return false
  if (bits <= 8 && palette.count !== (le(bytes, INFO + 32, 4) || 2 ** bits)) return false
  if (le(bytes, 10, 4) !== offset) return false
  if (le(bytes, 2, 4) < bytes.length) return false // decoders look at no more than that
  const { used, padding } = rowOf(header)
  return isRle(header) || offset + (used + padding) * header.rows <= bytes.length
}

/** What the file holds, in a form that is known: fields as such, or as four bytes. */
function* known(bytes: Uint8Array, header: BmpHeader): Walk<{ made: Made; pixels: Uint8Array[] }> {
  const masks = header.masks
  if (hasFields(header) && !isKnown(header)) {
    const own = [0xff0000, 0xff00, 0xff, masks[3] === 0 ? 0 : 0xff000000]
    const made = { ...header, bits: 32, compression: BIT_FIELDS, masks: own }
    return { made, pixels: [yield* fourBytes(bytes, header)] }
  }
  if (header.bits === 2) {
    return { made: { ...header, bits: 4 }, pixels: [yield* fourBits(bytes, header)] }
  }
  const fields = hasFields(header) && header.bits !== 24
  const compression = fields ? BIT_FIELDS : isRle(header) ? header.compression : RGB
  return { made: { ...header, compression }, pixels: samePixels(bytes, header) }
}

/**
 * ERR_DECODE where pixels have colours of which the rows take the place: each reader shows something
 * else. Of a palette that is short by its own word they are black.
 */
function* checkPalette(bytes: Uint8Array, header: BmpHeader): Walk<void> {
  const { bits, palette } = header
  if (bits > 8) return
  if (palette.count === 0) throw damaged('BMP', 'has no palette')
  if (palette.count === palette.said || isRle(header)) return
  const perByte = 8 / bits
  yield* eachStretch(header, (start, _row, from, to) => {
    for (let x = from; x < to; x++) {
      const shift = bits * (perByte - 1 - (x % perByte))
      const code = (bytes[start + Math.floor(x / perByte)]! >> shift) & (2 ** bits - 1)
      if (code < palette.count) continue
      throw damaged('BMP', `has no colour ${code}: its palette has ${palette.count}`)
    }
  })
}

/** Undefined: it is that already. ERR_DECODE for bit fields that are not read. */
export function* plainBmp(file: Uint8Array): Walk<Plain | undefined> {
  const header = bmpHeader(file)
  checkFields(header)
  yield* checkPalette(file, header)
  const cut = isRle(header) ? cutRows(file, header) : undefined
  if (!cut && isPlain(file, header)) return undefined
  const { made, pixels } = yield* known(file, header)
  const palette = paletteOf(file, header.palette, made.bits)
  const rows = cut ?? pixels
  const start = headerOf(made, 0, 0).length + palette.length
  const length = rows.reduce((sum, part) => sum + part.length, start)
  const bytes = concat([headerOf(made, start, length), palette, ...rows])
  const warnings = cut ? ['runs that pass the end of their row'] : []
  return { bytes, warnings }
}
