import { be, damaged, fourcc } from './bytes'
import { checkParts } from './parts'
import type { Walk, Walker } from './walk'

/** A box of an ISO base media file, a JP2 or a JPEG XL container: payload `bodyStart..end`. */
export interface Box {
  type: string
  start: number
  /** 8, or 16 with a 64-bit size. */
  headerSize: number
  bodyStart: number
  end: number
}

/**
 * The boxes that fill `bytes[start..end)` (ISO/IEC 14496-12 4.2): 32- and 64-bit sizes, and size 0
 * for a last box that ends with the file. Not recursive: call it again for a box of boxes.
 * ERR_DECODE, naming `format`, where a box passes the end.
 */
export function* boxes(
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
  format = 'ISO file',
): Generator<Box, void> {
  let count = 0
  for (let at = start; at < end;) {
    checkParts(++count, format, bytes.length)
    if (at + 8 > end) throw damaged(format, `box header cut off at ${at}`)
    const size = be(bytes, at, 4)
    const type = fourcc(bytes, at + 4)
    const headerSize = size === 1 ? 16 : 8
    if (at + headerSize > end) throw damaged(format, `box header cut off at ${at}`)
    const length = size === 1 ? be(bytes, at + 8, 8) : size === 0 ? end - at : size
    const boxEnd = at + length
    if (length < headerSize || boxEnd > end) {
      const name = JSON.stringify(type)
      throw damaged(format, `box ${name} at ${at} of ${length} bytes, ${end - at} are left`)
    }
    yield { type, start: at, headerSize, bodyStart: at + headerSize, end: boxEnd }
    at = boxEnd
  }
}

/** Boxes between two rests of a walk: a millisecond or two. */
const BOXES_AT_ONCE = 2 ** 12

/** A list of boxes, made with rests. */
export function* listed(found: Iterable<Box>): Walk<readonly Box[]> {
  const list: Box[] = []
  for (const box of found) {
    list.push(box)
    if (list.length % BOXES_AT_ONCE === 0) yield
  }
  return list
}

/** The walk over the boxes at the top of a file, whose list all share who read the file. */
export const topWalker = (format: string): Walker<readonly Box[]> =>
  function* (bytes) {
    return yield* listed(boxes(bytes, 0, bytes.length, format))
  }
