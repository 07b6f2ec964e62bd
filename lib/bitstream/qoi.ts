import { be, damaged, holds, nonEmpty, type Size } from './bytes'
import { Cover } from './cover'
import type { Section } from './section'

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

/** Bytes of a chunk, and the pixels that it stands for, by its first byte (QOI specification 1.0). */
function chunk(tag: number): [length: number, pixels: number] {
  if (tag === 0xfe) return [4, 1]
  if (tag === 0xff) return [5, 1]
  if (tag >> 6 === 3) return [1, (tag & 63) + 1]
  return [tag >> 6 === 2 ? 2 : 1, 1]
}

/**
 * Walks all chunks: ERR_DECODE unless they make exactly width x height pixels and end at the end
 * marker. Every truncation shows, a changed bit where it changes a chunk's length or run.
 */
export function verifyQoi(bytes: Uint8Array): void {
  inspectQoi(bytes)
  const { width, height } = qoiSize(bytes)
  const end = bytes.length - END_MARKER.length
  let at = HEADER
  let pixels = 0
  while (at < end) {
    const [length, run] = chunk(bytes[at]!)
    at += length
    pixels += run
  }
  if (at !== end) throw damaged('QOI', 'last chunk is cut off')
  if (pixels !== width * height) {
    throw damaged('QOI', `has ${pixels} pixels, expected ${width}x${height}`)
  }
}
