import { be, concat, damaged, holds, type Size } from './bytes'
import { boxes, type Box, listed, topWalker } from './bmff'
import { Cover } from './cover'
import { codestream, codingStyle, comments, type Component, inspectJ2k, j2kSiz, verifyCodestream } from './j2k' // prettier-ignore
import { jp2Colour, type Jp2Colour } from './jp2_colour'
import type { Section, SectionKind } from './section'
import { type Walk, walked } from './walk'

const SIGNATURE = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a]
const BARE = [0xff, 0x4f, 0xff, 0x51]
/** EnumCS of a colr box (T.800 table I.10). */
const SRGB = 16
const SYCC = 18

export const isBareCodestream = (bytes: Uint8Array): boolean => holds(bytes, BARE)

export const isJp2 = (bytes: Uint8Array): boolean => holds(bytes, SIGNATURE)

const walkTop = topWalker('JP2')

/** The boxes at the top of a JP2 file. */
export const topBoxes = (bytes: Uint8Array): readonly Box[] => walked(bytes, walkTop)

/** Where the codestream lies: all of it for a bare one, else the payload of the jp2c box. */
export function codestreamRange(bytes: Uint8Array): { start: number; end: number; box?: Box } {
  if (!isJp2(bytes)) return { start: 0, end: bytes.length }
  const box = topBoxes(bytes).find(({ type }) => type === 'jp2c')
  if (!box) throw damaged('JP2', 'has no jp2c box')
  return { start: box.bodyStart, end: box.end, box }
}

function* walkHeader(bytes: Uint8Array): Walk<readonly Box[]> {
  const header = topBoxes(bytes).find(({ type }) => type === 'jp2h')
  if (!header) throw damaged('JP2', 'has no jp2h box')
  return yield* listed(boxes(bytes, header.bodyStart, header.end, 'JP2'))
}

/** The boxes in the JP2 header box. */
export const headerBoxes = (bytes: Uint8Array): readonly Box[] => walked(bytes, walkHeader)

/** What reading a JP2 file walks through. */
export const jp2Walks = () => [walkTop, walkHeader]

const METADATA = new Set(['xml ', 'uuid', 'uinf', 'jp2i'])

function coverBox(cover: Cover, bytes: Uint8Array, box: Box): void {
  const name = box.type.trim()
  if (box.type === 'jp2c') {
    cover.to('container', 'jp2c box header', box.bodyStart)
    cover.append(inspectJ2k(bytes.subarray(box.bodyStart, box.end)))
    return
  }
  if (box.type !== 'jp2h') {
    cover.to(METADATA.has(box.type) ? 'metadata' : 'container', `${name} box`, box.end)
    return
  }
  cover.to('container', 'jp2h box header', box.bodyStart)
  for (const inner of boxes(bytes, box.bodyStart, box.end, 'JP2')) {
    // METH 2 and 3 of a colr box: an ICC profile.
    const icc = inner.type === 'colr' && (bytes[inner.bodyStart] ?? 0) > 1
    const kind: SectionKind = icc ? 'metadata' : 'container'
    cover.to(kind, `${inner.type.trim()} box${icc ? ' (ICC)' : ''}`, inner.end)
  }
}

/** The sections of a JP2 file or of a bare codestream. */
export function inspectJp2(bytes: Uint8Array): Section[] {
  if (!isJp2(bytes)) return inspectJ2k(bytes)
  const cover = new Cover('JP2', bytes.length)
  for (const box of topBoxes(bytes)) coverBox(cover, bytes, box)
  return cover.done()
}

/** The size in SIZ. */
export function jp2Size(bytes: Uint8Array): Size {
  const { start, end } = codestreamRange(bytes)
  if (!holds(bytes.subarray(0, end), BARE, start)) {
    throw damaged('JPEG 2000', 'codestream does not begin with SOC and SIZ')
  }
  const { width, height } = j2kSiz(bytes, start)
  return { width, height }
}

/**
 * Checks what can be seen without decoding; ERR_DECODE for boxes that pass the end, an ihdr that
 * disagrees with SIZ, a codestream whose tile-parts do not add up to its length and end in EOC, and
 * for missing tiles. Every truncation shows; a changed bit in the coded samples does not.
 */
export function verifyJp2(bytes: Uint8Array): void {
  const { start, end, box } = codestreamRange(bytes)
  verifyCodestream(bytes, start, end)
  if (!box) return
  const { width, height } = j2kSiz(bytes, start)
  const ihdr = headerBoxes(bytes)[0]
  if (ihdr?.type !== 'ihdr' || ihdr.end - ihdr.bodyStart !== 14) {
    throw damaged('JP2', 'jp2h does not begin with an ihdr of 14 bytes')
  }
  if (be(bytes, ihdr.bodyStart, 4) !== height || be(bytes, ihdr.bodyStart + 4, 4) !== width) {
    throw damaged('JP2', `ihdr disagrees with the codestream's ${width}x${height}`)
  }
}

/** The jp2c box header with its length changed by `change` bytes; a length of 0 (to the end) stays. */
function resized(bytes: Uint8Array, box: Box, change: number): Uint8Array {
  const header = Buffer.from(bytes.subarray(box.start, box.bodyStart))
  const length = box.end - box.start + change
  if (box.headerSize === 16) header.writeBigUInt64BE(BigInt(length), 8)
  else if (be(bytes, box.start, 4) !== 0) header.writeUInt32BE(length, 0)
  return header
}

/**
 * The same picture without the comments (COM segments) of the codestream's main header, JP2 or bare:
 * encoders write their name there (OpenJPEG 39 bytes, libavcodec 19).
 */
export function stripComments(bytes: Uint8Array): Uint8Array {
  const { start, end, box } = codestreamRange(bytes)
  const removed = comments(codestream(bytes, start, end))
  if (removed.length === 0) return bytes
  const kept: Uint8Array[] = []
  let at = start
  for (const comment of removed) {
    kept.push(bytes.subarray(at, comment.start))
    at = comment.end
  }
  kept.push(bytes.subarray(at))
  if (!box) return concat(kept)
  const change = -removed.reduce((sum, comment) => sum + comment.end - comment.start, 0)
  return concat([bytes.subarray(0, box.start), resized(bytes, box, change), ...kept])
}

/**
 * Declares the first three components of a 9/7 codestream to be transformed RGB: sets the multiple
 * component transform of COD, and in a JP2 changes colr from sYCC to sRGB. True for components that
 * are full-range BT.601 YCbCr: after the DC level shift (T.800 G.1) that is the irreversible
 * component transform's output (T.800 G.3), so any decoder then gives RGB.
 * RangeError unless there are three unsigned components, not subsampled, of one depth, coded by 9/7.
 */
export function setComponentTransform(bytes: Uint8Array): Uint8Array {
  const { start, end } = codestreamRange(bytes)
  const cod = codingStyle(codestream(bytes, start, end))
  const { components } = j2kSiz(bytes, start)
  const like = components.every(
    ({ bitDepth, signed, dx, dy }) =>
      bitDepth === components[0]!.bitDepth && !signed && dx === 1 && dy === 1,
  )
  if (components.length !== 3 || !like || bytes[cod.start + 13] !== 0) {
    throw new RangeError(
      'JPEG 2000 component transform: expected three like components in 4:4:4 and the 9/7 wavelet',
    )
  }
  return withTransform(bytes, true)
}

/** Whether the codestream uses the reversible 5/3 wavelet. */
export function isReversible(bytes: Uint8Array): boolean {
  const { start, end } = codestreamRange(bytes)
  return bytes[codingStyle(codestream(bytes, start, end)).start + 13] === 1
}

/**
 * The reverse of setComponentTransform: a decoder then gives the YCbCr samples as they are coded.
 * Undefined where the codestream does not have the irreversible component transform.
 */
export function clearComponentTransform(bytes: Uint8Array): Uint8Array | undefined {
  const { start, end } = codestreamRange(bytes)
  const cod = codingStyle(codestream(bytes, start, end))
  const irreversible = bytes[cod.start + 8] === 1 && bytes[cod.start + 13] === 0
  return irreversible ? withTransform(bytes, false) : undefined
}

/** The bytes with COD's multiple component transform, and in a JP2 the colr box, set to match. */
function withTransform(bytes: Uint8Array, on: boolean): Uint8Array {
  const { start, end, box } = codestreamRange(bytes)
  const changed = Uint8Array.from(bytes)
  changed[codingStyle(codestream(bytes, start, end)).start + 8] = Number(on)
  if (!box) return changed
  const [from, to] = on ? [SYCC, SRGB] : [SRGB, SYCC]
  for (const { type, bodyStart, end: boxEnd } of headerBoxes(bytes)) {
    const enumerated = type === 'colr' && boxEnd - bodyStart >= 7 && bytes[bodyStart] === 1
    if (enumerated && be(bytes, bodyStart + 3, 4) === from) changed[bodyStart + 6] = to
  }
  return changed
}

/** Bytes per pixel of decoding: 32-bit coefficients, the frame and the result, as SIZ says. */
export function jp2DecodeMemory(bytes: Uint8Array): number {
  const { components } = j2kSiz(bytes, codestreamRange(bytes).start)
  const sampleBytes = components[0]!.bitDepth > 8 ? 2 : 1
  return components.length * (4 + 2 * sampleBytes)
}

/** How many components the codestream has: 1 gray, 2 with alpha, 3 colour, 4 with alpha. */
export const jp2Components = (bytes: Uint8Array): number =>
  j2kSiz(bytes, codestreamRange(bytes).start).components.length

/** Bits per sample of the first component. */
export function jp2BitDepth(bytes: Uint8Array): number {
  return j2kSiz(bytes, codestreamRange(bytes).start).components[0]!.bitDepth
}

/** What the file says of its samples (native/codec/coded_samples.h). */
export interface Jp2Samples extends Jp2Colour {
  depth: number
  /** Of each component, where they differ; `depth` is the largest then. */
  depths?: number[]
  components: number
  /** Coded by Part 15's block coder (HTJ2K). */
  highThroughput: boolean
  /** Columns and rows that are missing in front of the first whole sample of chroma. */
  before?: [number, number]
}

/** Bit 14 of Rsiz: capabilities in CAP, which Part 15 needs (T.814 A.2). */
const CAPABILITIES = 0x4000

/**
 * Columns and rows that the picture lacks in front, where its origin lies between two samples of
 * subsampled chroma (T.800 B.2): these are at multiples of their distance on the reference grid.
 */
function beforeChroma(
  components: readonly Component[],
  left: number,
  top: number,
): [number, number] | undefined {
  const before: [number, number] = [
    left % Math.max(...components.map(({ dx }) => dx)),
    top % Math.max(...components.map(({ dy }) => dy)),
  ]
  if (before[0] === 0 && before[1] === 0) return undefined
  const [first] = components
  if (first!.dx === 1 && first!.dy === 1) return before
  throw damaged('JPEG 2000', `all components subsampled, from ${left}, ${top}, are not supported`)
}

/** ERR_DECODE, by name, for what no decoder here gives rightly. */
export function jp2Samples(bytes: Uint8Array): Jp2Samples {
  const { start, box } = codestreamRange(bytes)
  const { components } = j2kSiz(bytes, start)
  const depths = components.map(({ bitDepth }) => bitDepth)
  const depth = depths.reduce((most, one) => Math.max(most, one))
  if (depth > 16) throw damaged('JPEG 2000', `samples of ${depth} bits are not supported`)
  const before = beforeChroma(components, be(bytes, start + 16, 4), be(bytes, start + 20, 4))
  const colour = box ? jp2Colour(bytes, headerBoxes(bytes), depth) : {}
  const highThroughput = (be(bytes, start + 6, 2) & CAPABILITIES) !== 0
  const differ = depths.some((one) => one !== depth)
  const own = { depth, components: components.length, highThroughput, ...(differ && { depths }) }
  return { ...colour, ...own, ...(before && { before }) }
}
