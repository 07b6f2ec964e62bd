import { be, damaged, holds, nonEmpty, type Size } from './bytes'
import { Cover } from './cover'
import type { Section } from './section'
import { stretches, type Walk, walked } from './walk'

const HEADER = 14
const END_MARKER = [0, 0, 0, 0, 0, 0, 0, 1]

/** The size in the header. ERR_DECODE for a header that QOI does not know. */
export function qoiSize(bytes: Uint8Array): Size {
  if (!holds(bytes, 'qoif')) throw damaged('QOI', 'does not begin with qoif')
  if (bytes.length < HEADER) throw damaged('QOI', `header of ${bytes.length} bytes, expected 14`)
  const [channels, colourSpace] = [bytes[12]!, bytes[13]!]
  if (channels !== 3 && channels !== 4) throw damaged('QOI', `has ${channels} channels`)
  if (colourSpace > 1) throw damaged('QOI', `colour space is ${colourSpace}`)
  return nonEmpty('QOI', { width: be(bytes, 4, 4), height: be(bytes, 8, 4) })
}

/** The sections of a QOI file. ERR_DECODE without its end marker. */
export function inspectQoi(bytes: Uint8Array): Section[] {
  qoiSize(bytes)
  const end = bytes.length - END_MARKER.length
  if (end < HEADER || !holds(bytes, END_MARKER, end)) throw damaged('QOI', 'has no end marker')
  const cover = new Cover('QOI', bytes.length)
  cover.to('header', 'header', HEADER)
  cover.to('picture', 'chunks', end)
  cover.to('container', 'end marker', bytes.length)
  return cover.done()
}

const OP_RGB = 0xfe

/** What the chunks before the last 8 bytes, the end marker's, make. */
interface Chunks {
  /** Where the one ends that brings the last pixel of width x height; undefined: none does. */
  last?: number
  /** Where the last one ends. */
  end: number
  pixels: number
}

function* walkChunks(bytes: Uint8Array): Walk<Chunks> {
  const { width, height } = qoiSize(bytes)
  const wanted = width * height
  let at = HEADER
  let pixels = 0
  let last: number | undefined
  yield* stretches(HEADER, bytes.length - END_MARKER.length, (_, to) => {
    while (at < to) {
      const tag = bytes[at]!
      // QOI specification 1.0: index, difference; luma; run; RGB, RGBA
      if (tag < 0x80) at += 1
      else if (tag < 0xc0) at += 2
      else if (tag < OP_RGB) {
        at += 1
        pixels += tag & 63
      } else at += tag === OP_RGB ? 4 : 5
      pixels += 1
      if (pixels >= wanted) last ??= at
    }
    return -1
  })
  return { last, end: at, pixels }
}

/** What reading a QOI file walks through. */
export const qoiWalks = () => [walkChunks]

/**
 * Walks all chunks: ERR_DECODE unless they make exactly width x height pixels and end at the end
 * marker. Every truncation shows, a changed bit where it changes a chunk's length or run.
 */
export function verifyQoi(bytes: Uint8Array): void {
  inspectQoi(bytes)
  const { width, height } = qoiSize(bytes)
  const { end, pixels } = walked(bytes, walkChunks)
  if (end !== bytes.length - END_MARKER.length) throw damaged('QOI', 'last chunk is cut off')
  if (pixels !== width * height) {
    throw damaged('QOI', `has ${pixels} pixels, expected ${width}x${height}`)
  }
}

/** Where the end marker behind the last pixel ends; all of the bytes where it is not there. */
export function qoiEnd(bytes: Uint8Array): number {
  const { last = bytes.length } = walked(bytes, walkChunks)
  return holds(bytes, END_MARKER, last) ? last + END_MARKER.length : bytes.length
}
