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

const OP_RGB = 0xfe

/** Bytes of the chunk that begins with `tag` (QOI specification 1.0). */
function chunkLength(tag: number): number {
  if (tag >= OP_RGB) return tag === OP_RGB ? 4 : 5
  return tag >> 6 === 2 ? 2 : 1
}

/** Pixels of the chunk: one, but for a run. */
const chunkPixels = (tag: number): number => (tag >> 6 === 3 && tag < OP_RGB ? (tag & 63) + 1 : 1)

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
    const tag = bytes[at]!
    at += chunkLength(tag)
    pixels += chunkPixels(tag)
  }
  if (at !== end) throw damaged('QOI', 'last chunk is cut off')
  if (pixels !== width * height) {
    throw damaged('QOI', `has ${pixels} pixels, expected ${width}x${height}`)
  }
}

/** Where the end marker behind the last pixel ends; all of the bytes where it is not there. */
export function qoiEnd(bytes: Uint8Array): number {
  const { width, height } = qoiSize(bytes)
  const wanted = width * height
  let at = HEADER
  for (let pixels = 0; pixels < wanted && at < bytes.length;) {
    const tag = bytes[at]!
    at += chunkLength(tag)
    pixels += chunkPixels(tag)
  }
  return holds(bytes, END_MARKER, at) ? at + END_MARKER.length : bytes.length
}
