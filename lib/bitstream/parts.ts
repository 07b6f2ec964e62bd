import { CodecError } from '../errors'

/** Tile-parts of JPEG 2000, which its own fields bound. */
export const MAX_TILE_PARTS = 2 ** 16

/**
 * Parts (boxes, chunks, segments, OBUs) that a file of `length` bytes may have: each costs memory and
 * time of many times its own bytes. Real files have tens, or pieces of some KiB (IDAT).
 */
const mostParts = (length: number): number => 2 ** 13 + Math.floor(length / 2 ** 11)

/** libavcodec allocates more than 4 KiB for each NAL unit; a picture has at most 600 slices. */
export const MAX_NAL_UNITS = 2 ** 13

/** @throws CodecError `ERR_LIMIT` where there are too many parts */
export function checkCount(count: number, format: string, most: number, what = 'parts'): void {
  if (count > most) throw new CodecError('ERR_LIMIT', `${format}: has more than ${most} ${what}`)
}

/** @throws CodecError `ERR_LIMIT` where a file of `length` bytes has too many parts */
export function checkParts(count: number, format: string, length: number): void {
  if (count > 2 ** 13) checkCount(count, format, mostParts(length))
}

/**
 * Adds a part to the list of those of `bytes`.
 * @throws CodecError `ERR_LIMIT` where there are too many
 */
export function addPart<T>(list: T[], part: T, format: string, bytes: Uint8Array): void {
  checkParts(list.length + 1, format, bytes.length)
  list.push(part)
}

/** The same where something else than the length says how many there may be. */
export function addOf<T>(list: T[], part: T, format: string, most: number): void {
  checkCount(list.length + 1, format, most)
  list.push(part)
}
