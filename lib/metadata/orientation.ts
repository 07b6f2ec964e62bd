import { be, holds, le } from '../bitstream/bytes'

const ORIENTATION = 0x0112
const ENTRY_LENGTH = 12

/**
 * Exif's orientation (tag 0x0112 of the first IFD, Exif 2.32 section 4.6.4): 1 to 8, undefined where
 * there is none or the data is damaged, which no reader of pictures should fail for.
 */
export function exifOrientation(exif: Uint8Array): number | undefined {
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
    if (read(exif, at, 2) !== ORIENTATION) continue
    const value = read(exif, at + 8, 2)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}
