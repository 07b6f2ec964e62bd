import { be, concat, damaged, holds, le } from '../bitstream/bytes'

const ORIENTATION = 0x0112
const ENTRY_LENGTH = 12

type Read = typeof be

/** Where the orientation's value is, and how its bytes are ordered. */
function find(exif: Uint8Array): { at: number; read: Read } | undefined {
  const little = holds(exif, 'II*\0')
  if (!little && !holds(exif, 'MM\0*')) return undefined
  const read = little ? le : be
  const fits = (at: number, length: number): boolean => at + length <= exif.length
  if (!fits(4, 4)) return undefined
  const ifd = read(exif, 4, 4)
  if (!fits(ifd, 2)) return undefined
  const count = read(exif, ifd, 2)
  for (let i = 0; i < count; i++) {
    const at = ifd + 2 + i * ENTRY_LENGTH
    if (!fits(at, ENTRY_LENGTH)) return undefined
    if (read(exif, at, 2) === ORIENTATION) return { at: at + 8, read }
  }
  return undefined
}

/**
 * Exif's orientation (tag 0x0112 of the first IFD, Exif 2.32 section 4.6.4): 1 to 8, undefined where
 * there is none or the data is damaged, which no reader of pictures should fail for.
 */
export function exifOrientation(exif: Uint8Array): number | undefined {
  const found = find(exif)
  const value = found?.read(exif, found.at, 2)
  return value !== undefined && value >= 1 && value <= 8 ? value : undefined
}

/** The same Exif for pixels that are upright: its orientation, where it has one, is 1. */
export function uprightExif(exif: Uint8Array): Uint8Array {
  const found = find(exif)
  if (!found) return exif
  const copy = Uint8Array.from(exif)
  copy.set(found.read === le ? [1, 0] : [0, 1], found.at)
  return copy
}

/**
 * The same Exif with another orientation; of nothing, one that says nothing else. An entry is put in
 * where there is none: the first IFD is then written again behind the others, as offsets count from
 * the beginning.
 * @throws CodecError `ERR_DECODE` where the first IFD is damaged
 */
export function orientedExif(exif: Uint8Array | undefined, orientation: number): Uint8Array {
  if (!exif) return orientedExif(EMPTY, orientation)
  const found = find(exif)
  if (!found) return withEntry(exif, orientation)
  const copy = Uint8Array.from(exif)
  copy.set(found.read === le ? [orientation, 0] : [0, orientation], found.at)
  return copy
}

/** A header, and an IFD without entries. */
const EMPTY = Uint8Array.of(0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
const SHORT = 3

function withEntry(exif: Uint8Array, orientation: number): Uint8Array {
  const little = holds(exif, 'II*\0')
  if (!little && !holds(exif, 'MM\0*')) throw damaged('Exif', 'does not begin with a TIFF header')
  const read = little ? le : be
  const ifd = read(exif, 4, 4)
  const count = read(exif, ifd, 2)
  const end = ifd + 2 + count * ENTRY_LENGTH
  const next = read(exif, end, 4)
  let before = ifd + 2 // entries are sorted by their tags
  while (before < end && read(exif, before, 2) < ORIENTATION) before += ENTRY_LENGTH
  const number = (value: number, size: number) => {
    const bytes = Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256)
    return Uint8Array.from(little ? bytes : bytes.reverse())
  }
  const fields = [number(ORIENTATION, 2), number(SHORT, 2), number(1, 4), number(orientation, 2)]
  const body = exif === EMPTY ? exif.subarray(0, 8) : exif
  const start = body.length + (body.length % 2) // TIFF 6.0: an IFD begins on a word
  const parts = [body, new Uint8Array(start - body.length), number(count + 1, 2)]
  parts.push(exif.subarray(ifd + 2, before), ...fields, number(0, 2))
  parts.push(exif.subarray(before, end), number(next, 4))
  const whole = concat(parts)
  whole.set(number(start, 4), 4)
  return whole
}
