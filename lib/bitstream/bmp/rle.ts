import { type Walk, stretches, walked } from '../walk'
import { type BmpHeader, bmpHeader, isRle, RLE4 } from './header'

// Run-length coded rows: pairs of bytes (a count and a colour, or 0 and what follows).

interface Rows {
  /** They reach the picture's end, or say that they end before. */
  whole: boolean
  /** Where runs begin that pass the end of their row. */
  long: readonly { at: number; left: number }[]
}

/** More runs that are too long are no slip of a writer's, and are not mended. */
const MOST_LONG = 4096

/** Bytes of so many colours that are not repeated, padded to words. */
const literalBytes = (count: number, compression: number): number =>
  2 * Math.ceil((compression === RLE4 ? Math.ceil(count / 2) : count) / 2)

function* walkRle(bytes: Uint8Array): Walk<Rows> {
  const header = bmpHeader(bytes)
  const long: { at: number; left: number }[] = []
  if (!isRle(header)) return { whole: true, long }
  const { offset, width, rows, compression } = header
  let [x, y] = [0, 0]
  let at = offset
  const [WHOLE, CUT] = [1, 0]
  const pass = (count: number): void => {
    if (y < rows && x + count > width) long.push({ at, left: Math.max(0, width - x) })
    x += count
  }
  const found = yield* stretches(offset, bytes.length - 1, (_, to) => {
    for (; at < to; at += 2) {
      if (long.length > MOST_LONG) return CUT
      const [count, value] = [bytes[at]!, bytes[at + 1]!]
      if (count > 0) pass(count)
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
        const length = literalBytes(value, compression)
        if (at + length + 1 >= bytes.length) return CUT
        pass(value)
        at += length
      }
    }
    return -1
  })
  if (found >= 0) return { whole: found === WHOLE, long }
  return { whole: y >= rows || (y === rows - 1 && x >= width), long }
}

/** What reading a BMP file walks through. */
export const bmpWalks = () => [walkRle]

/** Whether no row is missing. */
export const isWhole = (bytes: Uint8Array): boolean => walked(bytes, walkRle).whole

/** The first colours of a run that is too long, as runs. */
function cutRun(bytes: Uint8Array, at: number, left: number, compression: number): number[] {
  const [count, value] = [bytes[at]!, bytes[at + 1]!]
  if (left === 0) return []
  if (count > 0) return [left, value]
  const pixels = Array.from({ length: left }, (_, i) => {
    if (compression !== RLE4) return bytes[at + 2 + i]!
    const two = bytes[at + 2 + (i >> 1)]!
    return i % 2 === 0 ? (two >> 4) * 0x11 : (two & 15) * 0x11
  })
  return pixels.flatMap((pixel) => [1, pixel])
}

/**
 * The rows, each cut off at its end: libavcodec goes on in the next one, other readers do not.
 * Undefined: there is nothing to cut.
 */
export function cutRows(bytes: Uint8Array, { offset, compression }: BmpHeader) {
  const { long } = walked(bytes, walkRle)
  if (long.length === 0) return undefined
  const parts: Uint8Array[] = []
  let from = offset
  for (const { at, left } of long) {
    const literal = bytes[at] === 0
    parts.push(bytes.subarray(from, at), Uint8Array.from(cutRun(bytes, at, left, compression)))
    from = at + 2 + (literal ? literalBytes(bytes[at + 1]!, compression) : 0)
  }
  return [...parts, bytes.subarray(from)]
}
