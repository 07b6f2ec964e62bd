import { be, damaged, holds } from './bytes'
import { addPart } from './parts'
import { stretches, type Walk, walked } from './walk'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const COM = 0xfe
/** The frame header of JPEG-LS (T.87 C.1.1). */
const SOF55 = 0xf7

const isRestart = (code: number): boolean => code >= 0xd0 && code <= 0xd7

/** What no pixel depends on, whatever length it says: APPn and COM. */
const isIgnored = (code: number): boolean => (code >= 0xe0 && code <= 0xef) || code === COM

/** Bytes between two segments that belong to none: not a marker's code. */
export const JUNK = 0

/** A marker and its segment; for SOS also its entropy-coded data, `end..scanEnd`. */
export interface JpegSegment {
  code: number
  start: number
  end: number
  scanEnd?: number
}

/** Where the entropy-coded data from `at` end: the next marker that is not RSTn. Checks RSTn's order. */
function* scanEnd(bytes: Uint8Array, start: number): Walk<number> {
  let restarts = 0
  let at = start
  const found = yield* stretches(start, bytes.length - 1, (_, to) => {
    while (at < to) {
      if (bytes[at] !== 0xff) {
        at++
        continue
      }
      const code = bytes[at + 1]!
      if (isRestart(code)) {
        if ((code & 7) !== restarts++ % 8) {
          throw damaged('JPEG', `restart marker out of order at ${at}`)
        }
      } else if (code !== 0 && code !== 0xff) return at
      at += code === 0xff ? 1 : 2
    }
    return -1
  })
  if (found < 0) throw damaged('JPEG', 'ends inside a scan')
  return found
}

/** The next marker that can begin a segment behind `at`. */
function* nextMarker(bytes: Uint8Array, at: number): Walk<number> {
  const found = yield* stretches(at + 1, bytes.length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (bytes[i] !== 0xff) continue
      const code = bytes[i + 1] ?? 0
      if (code >= 0xc0 && code !== 0xff && code !== SOI && !isRestart(code)) return i
    }
    return -1
  })
  if (found < 0) throw damaged('JPEG', `no marker at ${at}`)
  return found
}

/** The last of the FF at `start`: any marker may have fill bytes before it. */
function* behindFill(bytes: Uint8Array, start: number): Walk<number> {
  if (bytes[start] !== 0xff || bytes[start + 1] !== 0xff) return start
  const other = yield* stretches(start, bytes.length, (from, to) => {
    for (let i = from; i < to; i++) if (bytes[i] !== 0xff) return i
    return -1
  })
  return (other < 0 ? bytes.length : other) - 1
}

/** The segment whose marker is at `at`, with the fill bytes from `start`. */
function* segmentAt(bytes: Uint8Array, start: number, at: number): Walk<JpegSegment> {
  const code = bytes[at + 1]!
  if (bytes[at] !== 0xff || code === 0 || code === SOI || isRestart(code)) {
    return { code: JUNK, start, end: yield* nextMarker(bytes, at) }
  }
  const length = be(bytes, at + 2, 2)
  if (length < 2 && isIgnored(code)) return { code: JUNK, start, end: at + 4 }
  const end = at + 2 + length
  if (length < 2 || end > bytes.length) throw damaged('JPEG', `segment at ${at} passes the end`)
  if (code === SOF55) throw damaged('JPEG', 'it is JPEG-LS, which is not read')
  if (code !== SOS) return { code, start, end }
  return { code, start, end, scanEnd: yield* scanEnd(bytes, end) }
}

function* walkSegments(bytes: Uint8Array): Walk<readonly JpegSegment[]> {
  if (!holds(bytes, [0xff, SOI])) throw damaged('JPEG', 'does not begin with SOI')
  const segments: JpegSegment[] = [{ code: SOI, start: 0, end: 2 }]
  for (let start = 2; ;) {
    const at = yield* behindFill(bytes, start)
    if (at + 1 >= bytes.length) throw damaged('JPEG', 'has no EOI')
    if (bytes[at] === 0xff && bytes[at + 1] === EOI) {
      segments.push({ code: EOI, start, end: at + 2 })
      return segments
    }
    const segment = yield* segmentAt(bytes, start, at)
    addPart(segments, segment, 'JPEG', bytes)
    start = segment.scanEnd ?? segment.end
  }
}

/** What reading a JPEG file walks through. */
export const jpegWalks = () => [walkSegments]

/**
 * The marker segments of a JPEG picture, SOI to EOI (T.81 annex B). ERR_DECODE if it does not begin
 * with SOI, has no EOI, or a segment passes the end. What follows EOI (cameras append previews) is
 * not part of the list.
 */
export const jpegSegments = (bytes: Uint8Array): readonly JpegSegment[] =>
  walked(bytes, walkSegments)
