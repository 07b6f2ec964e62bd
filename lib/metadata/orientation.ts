import { be, holds, le } from '../bitstream/bytes'

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
