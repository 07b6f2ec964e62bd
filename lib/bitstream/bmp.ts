import { fourBits, hasTwoBits, plainHeaderOf } from './bmp_header'
import { concat, damaged, le } from './bytes'
import type { Plain } from './plain'
import { stretches, type Walk, walked } from './walk'

const [RLE8, RLE4, BIT_FIELDS, ALPHA_BIT_FIELDS] = [1, 2, 3, 6]

/** What BITMAPFILEHEADER and BITMAPINFOHEADER or a longer one say. */
interface BmpHeader {
  offset: number
  width: number
  /** Negative: the rows go downward. */
  height: number
  bits: number
  compression: number
  /** Of red, green, blue and alpha; 0: there is none. */
  masks: number[]
}

const signed = (bytes: Uint8Array, at: number): number => le(bytes, at, 4) | 0

/** Undefined for OS/2's short header, which has neither masks nor compression. */
function readHeader(bytes: Uint8Array): BmpHeader | undefined {
  const [offset, size] = [le(bytes, 10, 4), le(bytes, 14, 4)]
  if (size < 40) return undefined
  const compression = le(bytes, 30, 4)
  const count =
    size >= 56 || compression === ALPHA_BIT_FIELDS ? 4 : compression === BIT_FIELDS ? 3 : 0
  const masks = [0, 1, 2, 3].map((i) => (i < count ? le(bytes, 54 + 4 * i, 4) : 0))
  return {
    ...{ offset, compression, masks, bits: le(bytes, 28, 2) },
    ...{ width: signed(bytes, 18), height: signed(bytes, 22) },
  }
}

/** Bytes that hold the longest header that is known. */
const HEAD = 256

/**
 * The header as decoders know it, with the offset of the rows in the file as it is: a copy of all of a
 * long file takes its time, and what was found in the file would not be kept for it.
 */
function knownHeader(file: Uint8Array): BmpHeader | undefined {
  const header = readHeader(plainHeaderOf(file.subarray(0, HEAD)))
  return header && { ...header, offset: le(file, 10, 4) }
}

const hasFields = ({ compression }: BmpHeader): boolean =>
  compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS

/**
 * Alpha has a mask: palettes have none, nor has the fourth byte of plain 32-bit pixels, though
 * decoders make some of both.
 */
export function bmpHasAlpha(bytes: Uint8Array): boolean {
  const header = readHeader(bytes)
  return header !== undefined && header.masks[3] !== 0 && (hasFields(header) || header.bits === 32)
}

/** Fields that libavcodec reads, as masks of red, green and blue. */
const KNOWN: Readonly<Record<number, readonly string[]>> = {
  16: ['f800,7e0,1f', '7c00,3e0,1f', 'f00,f0,f'],
  32: ['ff000000,ff0000,ff00', 'ff0000,ff00,ff', 'ff,ff00,ff0000'],
}

function isKnown({ bits, masks }: BmpHeader): boolean {
  const [alpha, colours] = [masks[3]!, masks.slice(0, 3).map((mask) => mask.toString(16))]
  const whole = bits === 32 && [0, 0xff000000, 0xff].includes(alpha)
  return (whole || alpha === 0) && (KNOWN[bits]?.includes(colours.join()) ?? true)
}

/** The code of one field, scaled to 8 bits; one field without bits is black, or opaque. */
function fieldReader(mask: number, empty: number): (pixel: number) => number {
  if (mask === 0) return () => empty
  const shift = 31 - Math.clz32(mask & -mask)
  const max = mask >>> shift
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / max)
}

/** B, G, R, A as 32-bit pixels under a header of 108 bytes, whose masks every reader knows. */
function plainHeader({ width, height }: BmpHeader, hasAlpha: boolean): Uint8Array {
  const header = Buffer.alloc(14 + 108)
  header.write('BM')
  header.writeUInt32LE(header.length + 4 * width * Math.abs(height), 2)
  header.writeUInt32LE(header.length, 10)
  header.writeUInt32LE(108, 14)
  header.writeInt32LE(width, 18)
  header.writeInt32LE(height, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(32, 28)
  header.writeUInt32LE(BIT_FIELDS, 30)
  const masks = [0xff0000, 0xff00, 0xff, hasAlpha ? 0xff000000 : 0]
  masks.forEach((mask, i) => header.writeUInt32LE(mask, 54 + 4 * i))
  return header
}

/** Bytes of one row, and of the padding to whole words behind it. */
function rowOf({ width, bits }: BmpHeader): { used: number; padding: number } {
  const used = Math.ceil((width * bits) / 8)
  return { used, padding: Math.ceil((width * bits) / 32) * 4 - used }
}

const isPlainRows = (header: BmpHeader): boolean => header.compression === 0 || hasFields(header)

/** Where the last row ends, without its padding. */
function rowsEnd(header: BmpHeader): number {
  const { used, padding } = rowOf(header)
  return header.offset + (used + padding) * Math.abs(header.height) - padding
}

/**
 * With the padding of the last row, which some writers leave out: libavcodec then takes every row for
 * one without.
 */
function padded(bytes: Uint8Array): Uint8Array {
  const header = readHeader(bytes)
  if (!header || !isPlainRows(header)) return bytes
  const missing = rowsEnd(header) + rowOf(header).padding - bytes.length
  return missing > 0 ? concat([bytes, new Uint8Array(missing)]) : bytes
}

/** The same picture as decoders know it: a header of a usual length, 4 bits for 2, known bit fields. */
export function plainBmp(file: Uint8Array): Plain | undefined {
  const bytes = padded(plainHeaderOf(file))
  const header = readHeader(bytes)
  if (!header || !hasFields(header) || ![16, 32].includes(header.bits) || isKnown(header)) {
    const plain = hasTwoBits(bytes) ? fourBits(bytes) : bytes
    return plain === file ? undefined : { bytes: plain, warnings: [] }
  }
  const { offset, width, bits, masks } = header
  const size = bits / 8
  const stride = Math.ceil((width * size) / 4) * 4
  const pixels = Buffer.alloc(4 * width * Math.abs(header.height))
  const [red, green, blue, alpha] = masks.map((mask, i) => fieldReader(mask, i === 3 ? 255 : 0))
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let y = 0, at = 0; y < Math.abs(header.height); y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const from = offset + y * stride + x * size
      const pixel = size === 2 ? source.readUInt16LE(from) : source.readUInt32LE(from)
      pixels[at] = blue!(pixel)
      pixels[at + 1] = green!(pixel)
      pixels[at + 2] = red!(pixel)
      pixels[at + 3] = alpha!(pixel)
    }
  }
  return { bytes: concat([plainHeader(header, masks[3] !== 0), pixels]), warnings: [] }
}

/** Whether run-length coded rows reach the picture's end, or say that they end before. */
function* walkRle(bytes: Uint8Array): Walk<boolean> {
  const header = knownHeader(bytes)
  if (!header || ![RLE8, RLE4].includes(header.compression)) return true
  const { offset, width, height, compression } = header
  const rows = Math.abs(height)
  const wordOf = (count: number): number =>
    2 * Math.ceil((compression === RLE4 ? Math.ceil(count / 2) : count) / 2)
  let [x, y] = [0, 0]
  let at = offset
  const [WHOLE, CUT] = [1, 0]
  const found = yield* stretches(offset, bytes.length - 1, (_, to) => {
    for (; at < to; at += 2) {
      const [count, value] = [bytes[at]!, bytes[at + 1]!]
      if (count > 0) x += count
      else if (value === 0) {
        x = 0
        y += 1
      } else if (value === 1) return WHOLE
      else if (value === 2) {
        if (at + 3 >= bytes.length) return CUT
        x += bytes[at + 2]!
        y += bytes[at + 3]!
        at += 2
      } else {
        at += wordOf(value)
        if (at + 1 >= bytes.length) return CUT
        x += value
      }
    }
    return -1
  })
  if (found >= 0) return found === WHOLE
  return y >= rows || (y === rows - 1 && x >= width)
}

/** What reading a BMP file walks through. */
export const bmpWalks = () => [walkRle]

/** ERR_DECODE where rows are missing, which decoders let pass. */
export function verifyBmp(file: Uint8Array): void {
  if (file.length < 26) throw damaged('BMP', 'ends inside its header')
  const header = knownHeader(file)
  if (!header) return
  const { width, height, compression } = header
  if (width <= 0 || height === 0) throw damaged('BMP', `its size is ${width}x${height}`)
  if (compression === RLE8 || compression === RLE4) {
    if (!walked(file, walkRle)) throw damaged('BMP', 'its run-length coded rows are cut off')
  } else if (isPlainRows(header)) {
    const needed = rowsEnd(header)
    if (needed > file.length) throw damaged('BMP', `ends at ${file.length}, its rows at ${needed}`)
  }
}
