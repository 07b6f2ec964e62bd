import { be, damaged, fourcc, holds, le, type Size } from './bytes'
import { Cover } from './cover'
import { addPart } from './parts'
import type { Section, SectionKind } from './section'
import { vp8Size } from './vp8'

const KINDS: Record<string, SectionKind> = {
  'VP8 ': 'picture',
  VP8L: 'picture',
  ALPH: 'picture',
  ANMF: 'picture',
  VP8X: 'header',
  ANIM: 'header',
  ICCP: 'metadata',
  EXIF: 'metadata',
  'XMP ': 'metadata',
}

/** A chunk of a RIFF file: its payload is `body..end`, a padding byte follows odd lengths. */
export interface Chunk {
  type: string
  start: number
  body: number
  end: number
}

/** Whether `bytes` begin as a WebP file. */
export const isWebp = (bytes: Uint8Array): boolean =>
  holds(bytes, 'RIFF') && holds(bytes, 'WEBP', 8)

/** The chunks of a WebP file. ERR_DECODE unless they and the RIFF size fill it exactly. */
export function webpChunks(bytes: Uint8Array): Chunk[] {
  if (!isWebp(bytes)) throw damaged('WebP', 'does not begin with RIFF....WEBP')
  const riffEnd = le(bytes, 4, 4) + 8
  if (riffEnd !== bytes.length) {
    throw damaged('WebP', `RIFF size says ${riffEnd} bytes, there are ${bytes.length}`)
  }
  const chunks: Chunk[] = []
  for (let start = 12; start < bytes.length;) {
    if (start + 8 > bytes.length) throw damaged('WebP', `chunk header cut off at ${start}`)
    const end = start + 8 + le(bytes, start + 4, 4)
    const next = end + (end & 1)
    const type = fourcc(bytes, start)
    if (next > bytes.length) throw damaged('WebP', `chunk ${JSON.stringify(type)} passes the end`)
    addPart(chunks, { type, start, body: start + 8, end }, 'WebP', bytes)
    start = next
  }
  return chunks
}

/** The sections of a WebP file: chunk headers, and each chunk's payload. */
export function inspectWebp(bytes: Uint8Array): Section[] {
  const cover = new Cover('WebP', bytes.length)
  const chunks = webpChunks(bytes)
  cover.to('container', 'RIFF header', 12)
  for (const { type, body, end } of chunks) {
    cover.to('container', `${type.trim()} chunk header`, body)
    cover.to(KINDS[type] ?? 'metadata', `${type.trim()} chunk`, end)
    cover.to('container', 'chunk padding', end + (end & 1))
  }
  return cover.done()
}

/** VP8L's header: signature, 14 bits each of width and height less 1, alpha, version 0. */
function vp8lSize(bytes: Uint8Array, { body, end }: Chunk): Size {
  if (end - body < 5 || bytes[body] !== 0x2f) throw damaged('WebP', 'VP8L has no signature')
  const bits = le(bytes, body + 1, 4)
  if (bits >= 2 ** 29) throw damaged('WebP', 'VP8L is of an unknown version')
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
}

function canvasSize(bytes: Uint8Array, { body, end }: Chunk): Size {
  if (end - body < 10) throw damaged('WebP', `VP8X of ${end - body} bytes`)
  return { width: le(bytes, body + 4, 3) + 1, height: le(bytes, body + 7, 3) + 1 }
}

const pictureSize = (bytes: Uint8Array, chunk: Chunk): Size =>
  chunk.type === 'VP8L' ? vp8lSize(bytes, chunk) : vp8Size(bytes.subarray(chunk.body, chunk.end))

const isPicture = ({ type }: Chunk): boolean => type === 'VP8 ' || type === 'VP8L'

/** The size of the canvas (VP8X) or of the only picture. */
export function webpSize(bytes: Uint8Array): Size {
  const chunks = webpChunks(bytes)
  const canvas = chunks.find(({ type }) => type === 'VP8X')
  const picture = canvas ?? chunks.find(isPicture)
  if (!picture) throw damaged('WebP', 'has no picture')
  return canvas ? canvasSize(bytes, canvas) : pictureSize(bytes, picture)
}

/**
 * Pixels that so many bytes of VP8 can code: the modes of a macroblock, of 256 pixels, have fixed
 * probabilities in key frames, by which they take more than two bits (RFC 6386 sections 11.2, 11.3).
 * VP8L may take no bit at all, and a frame of an animation may be smaller than its canvas.
 */
export function webpMost(bytes: Uint8Array): number {
  const pictures = webpChunks(bytes).filter(({ type }) => /^(VP8 |VP8L|ANMF)$/.test(type))
  const [only] = pictures
  if (pictures.length !== 1 || only!.type !== 'VP8 ') return Infinity
  return (only!.end - only!.body) * 4 * 256
}

/** Whether the headers announce an alpha channel: VP8L's alpha_is_used, else VP8X's flag. */
export function webpHasAlpha(bytes: Uint8Array): boolean {
  const chunks = webpChunks(bytes)
  const lossless = chunks.find(({ type }) => type === 'VP8L')
  if (lossless) return (be(bytes, lossless.body + 4, 1) & 0x10) !== 0
  const canvas = chunks.find(({ type }) => type === 'VP8X')
  return canvas !== undefined && canvas.end > canvas.body && (bytes[canvas.body]! & 0x10) !== 0
}

/**
 * Checks what can be seen without decoding; ERR_DECODE if the RIFF size is not the file's, a chunk
 * or a VP8 partition passes its end, there is no picture, or the canvas is of another size than a
 * still picture on it. Every truncation shows; a changed bit in the coded samples does not.
 */
export function verifyWebp(bytes: Uint8Array): void {
  const chunks = webpChunks(bytes)
  const size = webpSize(bytes)
  const pictures = chunks.filter(isPicture)
  if (pictures.length === 0 && !chunks.some(({ type }) => type === 'ANMF')) {
    throw damaged('WebP', 'has no picture')
  }
  for (const chunk of pictures) {
    const { width, height } = pictureSize(bytes, chunk)
    if (width !== size.width || height !== size.height) {
      const canvas = `${size.width}x${size.height}`
      throw damaged('WebP', `picture of ${width}x${height} on a canvas of ${canvas}`)
    }
  }
}

/** Frames of an animation; 1 of a still picture. */
export const webpFrames = (bytes: Uint8Array): number =>
  webpChunks(bytes).filter(({ type }) => type === 'ANMF').length || 1
