import { be, concat, damaged, fourcc, holds, nonEmpty, type Size } from './bytes'
import { Cover } from './cover'
import { addPart } from './parts'
import { crc32 } from './crc32'
import type { Section, SectionKind } from './section'
import { type Walk, walked } from './walk'

export const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

const KINDS: Record<string, SectionKind> = {
  IHDR: 'header',
  PLTE: 'header',
  tRNS: 'header',
  IDAT: 'picture',
  tEXt: 'sei',
  zTXt: 'sei',
  iTXt: 'sei',
}

/** A chunk of a PNG file: 8 bytes of length and type, the data `body..end`, 4 bytes of CRC. */
export interface PngChunk {
  type: string
  start: number
  body: number
  end: number
}

/** Whether `bytes` begin with PNG's signature. */
export const isPng = (bytes: Uint8Array): boolean => holds(bytes, SIGNATURE)

/** A chunk with its length and CRC. */
export function pngChunk(type: string, ...data: readonly Uint8Array[]): Uint8Array {
  const body = concat([Buffer.from(type, 'latin1'), ...data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(body.length - 4, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** Chunks between two rests of a walk: a millisecond or two. */
export const CHUNKS_AT_ONCE = 2 ** 11

export function* walkChunks(bytes: Uint8Array): Walk<readonly PngChunk[]> {
  if (!isPng(bytes)) throw damaged('PNG', 'does not begin with its signature')
  const chunks: PngChunk[] = []
  for (let start = 8; ;) {
    if (start + 12 > bytes.length) throw damaged('PNG', 'ends without IEND')
    const type = fourcc(bytes, start + 4)
    const end = start + 8 + be(bytes, start, 4)
    if (end + 4 > bytes.length) throw damaged('PNG', `chunk ${JSON.stringify(type)} passes the end`)
    if (chunks.length === 0 && (type !== 'IHDR' || end - start !== 21)) {
      throw damaged('PNG', 'does not begin with an IHDR of 13 bytes')
    }
    addPart(chunks, { type, start, body: start + 8, end }, 'PNG', bytes)
    if (type === 'IEND') return chunks
    if (chunks.length % CHUNKS_AT_ONCE === 0) yield
    start = end + 4
  }
}

/**
 * The chunks of a PNG file up to IEND. ERR_DECODE without the signature, an IHDR at the start and an
 * IEND, and where a chunk passes the end.
 */
export const pngChunks = (bytes: Uint8Array): readonly PngChunk[] => walked(bytes, walkChunks)

function kind(bytes: Uint8Array, { type, body, end }: PngChunk): SectionKind {
  const xmp = type === 'iTXt' && end - body > 17 && holds(bytes, 'XML:com.adobe.xmp', body)
  return xmp ? 'metadata' : (KINDS[type] ?? 'metadata')
}

/** The sections of a PNG file: of each chunk its framing (length and type, CRC) and its data. */
export function inspectPng(bytes: Uint8Array): Section[] {
  const cover = new Cover('PNG', bytes.length)
  const chunks = pngChunks(bytes)
  cover.to('container', 'signature', SIGNATURE.length)
  for (const chunk of chunks) {
    cover.to('container', `${chunk.type} length and type`, chunk.body)
    cover.to(kind(bytes, chunk), chunk.type, chunk.end)
    cover.to('container', `${chunk.type} CRC`, chunk.end + 4)
  }
  cover.to('container', 'data after IEND', bytes.length)
  return cover.done()
}

/** Channels of each colour type (PNG 11.2.1), with the alpha that tRNS may add. */
const CHANNELS: Record<number, number> = { 0: 2, 2: 4, 3: 4, 4: 2, 6: 4 }

/** Channels of each colour type as they are stored. */
const STORED: Record<number, number> = { 2: 3, 4: 2, 6: 4 }

/** What a byte of deflate's becomes at the most: a length of 258 and its distance take two bits. */
const DEFLATE = 1032

/** Pixels that its data can code. */
export function pngMost(bytes: Uint8Array): number {
  const data = pngChunks(bytes).filter(({ type }) => type === 'IDAT')
  const coded = data.reduce((sum, { body, end }) => sum + end - body, 0)
  return (coded * DEFLATE * 8) / ((STORED[bytes[25]!] ?? 1) * Math.max(bytes[24]!, 1))
}

/** Bytes per pixel of the decoded frame and of the result made of it, as IHDR says. */
export const pngDecodeMemory = (bytes: Uint8Array): number =>
  2 * (CHANNELS[bytes[25]!] ?? 4) * (bytes[24]! > 8 ? 2 : 1)

/** The size in IHDR. */
export function pngSize(bytes: Uint8Array): Size {
  const { body } = pngChunks(bytes)[0]!
  return nonEmpty('PNG', { width: be(bytes, body, 4), height: be(bytes, body + 4, 4) })
}

/** What a picture needs: the critical chunks (a capital first) and transparency. */
export const isNeeded = ({ type }: PngChunk): boolean => type === 'tRNS' || /^[A-Z]/.test(type)

/**
 * Checks a PNG file's chunks and the CRCs of those that the picture needs: ERR_DECODE for every
 * truncation and every changed bit in them up to IEND (a CRC misses one damage in 2^32).
 */
export function verifyPng(bytes: Uint8Array): void {
  const chunks = pngChunks(bytes)
  for (const { type, start, end } of chunks.filter(isNeeded)) {
    if (crc32(bytes, start + 4, end) !== be(bytes, end, 4)) {
      throw damaged('PNG', `chunk ${type} at ${start} has a wrong CRC`)
    }
  }
  pngSize(bytes)
  if (!chunks.some(({ type, body, end }) => type === 'IDAT' && end > body)) {
    throw damaged('PNG', 'has no picture data')
  }
}

/** Frames of an animation as its acTL says (PNG, third edition, 11.3.6.1); 1 of a still picture. */
export function pngFrames(bytes: Uint8Array): number {
  const control = pngChunks(bytes).find(({ type }) => type === 'acTL')
  return control ? be(bytes, control.body, 4) : 1
}
