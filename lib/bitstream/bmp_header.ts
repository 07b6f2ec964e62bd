import { concat, damaged, le } from './bytes'

// BMP files have headers of many lengths; libavcodec's decoder reads those of 12, 40, 56, 64, 108 and
// 124 bytes, and pixels of 1, 4, 8, 16, 24 and 32 bits.

const [BIT_FIELDS, RLE24, ALPHA_BIT_FIELDS] = [3, 4, 6]
/** Where BITMAPINFOHEADER begins. */
const INFO = 14

/** Zeros behind the header, which then says `size`. */
function lengthened(bytes: Uint8Array, size: number): Uint8Array {
  const old = le(bytes, INFO, 4)
  const added = size - old
  const header = Buffer.alloc(INFO + size)
  header.set(bytes.subarray(0, INFO + old))
  header.writeUInt32LE(size, INFO)
  header.writeUInt32LE(le(bytes, 10, 4) + added, 10)
  return concat([header, bytes.subarray(INFO + old)])
}

/** Whether its pixels have 2 bits (Windows CE). */
export const hasTwoBits = (bytes: Uint8Array): boolean =>
  le(bytes, INFO, 4) >= 40 && le(bytes, INFO + 14, 2) === 2 && le(bytes, INFO + 16, 4) === 0

/** Pixels of 2 bits as 4: two bytes of each. */
export function fourBits(bytes: Uint8Array): Uint8Array {
  const offset = le(bytes, 10, 4)
  const width = le(bytes, INFO + 4, 4)
  const rows = Math.abs(le(bytes, INFO + 8, 4) | 0)
  const [from, to] = [Math.ceil(width / 16) * 4, Math.ceil(width / 8) * 4]
  const header = Buffer.from(bytes.subarray(0, offset))
  header.writeUInt16LE(4, INFO + 14)
  if (le(bytes, INFO + 32, 4) === 0) header.writeUInt32LE(4, INFO + 32) // entries of the palette
  const pixels = new Uint8Array(to * rows)
  for (let y = 0; y < rows; y++) {
    for (let i = 0; 2 * i < to; i++) {
      const four = bytes[offset + y * from + i]!
      pixels[y * to + 2 * i] = ((four >> 2) & 0x30) | ((four >> 4) & 3)
      pixels[y * to + 2 * i + 1] = ((four << 2) & 0x30) | (four & 3)
    }
  }
  return concat([header, pixels])
}

/** The header says how long the file is, often wrong; decoders look at no more than that. */
function withLength(bytes: Uint8Array): Uint8Array {
  if (le(bytes, 2, 4) >= bytes.length) return bytes
  const changed = Buffer.from(bytes)
  changed.writeUInt32LE(bytes.length, 2)
  return changed
}

/**
 * The same file under a header that decoders read; the bytes themselves where they do already.
 * ERR_DECODE, by name, for OS/2's own compressions.
 */
export function plainHeaderOf(bytes: Uint8Array): Uint8Array {
  return withLength(knownHeaderOf(bytes))
}

function knownHeaderOf(bytes: Uint8Array): Uint8Array {
  const size = le(bytes, INFO, 4)
  if (size < 16 || size > 124 || bytes.length < INFO + Math.max(size, 20)) return bytes
  const compression = size < 20 ? 0 : le(bytes, INFO + 16, 4)
  if (size === 64 && (compression === BIT_FIELDS || compression === RLE24)) {
    const name = compression === RLE24 ? 'RLE24' : 'Huffman'
    throw damaged('BMP', `OS/2's compression ${compression} (${name}) is not supported`)
  }
  if (size === 40 && compression === ALPHA_BIT_FIELDS) {
    const changed = Buffer.from(bytes) // its four masks become part of the header
    changed.writeUInt32LE(56, INFO)
    changed.writeUInt32LE(BIT_FIELDS, INFO + 16)
    return changed
  }
  if (size < 40) return lengthened(bytes, 40)
  if (size === 52) return lengthened(bytes, 56)
  return size > 40 && size < 64 && size !== 56 ? lengthened(bytes, 64) : bytes
}
