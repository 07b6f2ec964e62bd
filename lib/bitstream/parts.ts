import { CodecError } from '../errors'

/**
 * Parts (boxes, chunks, segments, OBUs) that one file may have: each costs memory and time of many
 * times its own bytes. Real files have tens, tiled JPEG 2000 up to 65,535 tile-parts.
 */
const MAX_PARTS = 2 ** 16
/** libavcodec allocates more than 4 KiB for each NAL unit; a picture has at most 600 slices. */
export const MAX_NAL_UNITS = 2 ** 14

/** @throws CodecError `ERR_LIMIT` where there are too many parts */
export function checkParts(count: number, format: string, most = MAX_PARTS, what = 'parts'): void {
  if (count > most) throw new CodecError('ERR_LIMIT', `${format}: has more than ${most} ${what}`)
}

/**
 * Adds a part to the list of them.
 * @throws CodecError `ERR_LIMIT` where there are too many
 */
export function addPart<T>(list: T[], part: T, format: string, most = MAX_PARTS): void {
  checkParts(list.length + 1, format, most)
  list.push(part)
}
