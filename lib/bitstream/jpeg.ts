import { be, concat, damaged, fourcc, holds, nonEmpty, type Size } from './bytes'
import { Cover } from './cover'
import { JUNK, type JpegSegment, jpegSegments } from './jpeg_segments'
import { checkCount } from './parts'
import type { Plain } from './plain'
import type { Section, SectionKind } from './section'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const DHT = 0xc4
const JPG = 0xc8
const DAC = 0xcc
const DQT = 0xdb
const DRI = 0xdd
const COM = 0xfe

/** Start of frame: C0..CF but DHT, JPG and DAC. */
const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== DHT && code !== JPG && code !== DAC

/** Each walks the whole picture, whatever its length; encoders write about ten. libtiff's limit. */
const MAX_SCANS = 100

const NAMES: Record<number, string> = {
  [SOI]: 'SOI',
  [EOI]: 'EOI',
  [SOS]: 'SOS',
  [DHT]: 'DHT',
  [DAC]: 'DAC',
  [DQT]: 'DQT',
  [DRI]: 'DRI',
  [COM]: 'COM',
  0xdc: 'DNL',
}

/** What application segments hold, by the text that they begin with. */
const APPLICATIONS: readonly (readonly [number, string, SectionKind, string])[] = [
  [0, 'JFIF', 'container', 'APP0 JFIF'],
  [0, 'JFXX', 'metadata', 'APP0 JFXX'],
  [1, 'Exif', 'metadata', 'APP1 Exif'],
  [1, 'http', 'metadata', 'APP1 XMP'],
  [2, 'ICC_', 'metadata', 'APP2 ICC'],
  [14, 'Adob', 'header', 'APP14 Adobe'],
]

function describe(bytes: Uint8Array, { code, end, start }: JpegSegment): [SectionKind, string] {
  if (code === JUNK) return ['container', 'bytes between segments']
  if (code === SOI || code === EOI) return ['container', NAMES[code]!]
  if (code === COM) return ['sei', 'COM']
  if (isFrame(code)) return ['header', `SOF${code - 0xc0}`]
  if (code < 0xe0 || code > 0xef) {
    return ['header', NAMES[code] ?? `marker ${code.toString(16).toUpperCase()}`]
  }
  const at = bytes.indexOf(code, start) + 3
  const text = at + 4 <= end ? fourcc(bytes, at) : ''
  const known = APPLICATIONS.find(([n, begin]) => n === code - 0xe0 && begin === text)
  return known ? [known[2], known[3]] : ['metadata', `APP${code - 0xe0}`]
}

/** The sections of a JPEG file: every marker segment, every scan. */
export function inspectJpeg(bytes: Uint8Array): Section[] {
  const cover = new Cover('JPEG', bytes.length)
  for (const segment of jpegSegments(bytes)) {
    cover.to(...describe(bytes, segment), segment.end)
    cover.to('picture', 'scan', segment.scanEnd ?? segment.end)
  }
  cover.to('container', 'data after EOI', bytes.length)
  return cover.done()
}

/** The number of component ids, and the size, in a frame header; T.81 B.2.2. */
function frameHeader(bytes: Uint8Array, segments: readonly JpegSegment[]) {
  const frame = segments.find(({ code }) => isFrame(code))
  if (!frame) throw damaged('JPEG', 'has no SOF')
  const at = bytes.indexOf(frame.code, frame.start) + 1
  const components = at + 8 <= frame.end ? bytes[at + 7]! : 0
  if (components === 0 || at + 8 + 3 * components !== frame.end) {
    throw damaged('JPEG', `SOF${frame.code - 0xc0} of the wrong length`)
  }
  const size = { width: be(bytes, at + 5, 2), height: be(bytes, at + 3, 2) }
  // Some files give two components one id, which decoders tell apart by their order.
  const ids = new Set(Array.from({ length: components }, (_, i) => bytes[at + 8 + 3 * i]!))
  return { components: ids.size, ...nonEmpty('JPEG', size) }
}

/** Arithmetic coding: a block may take less than a bit. */
const isArithmetic = (code: number): boolean => code >= 0xc9

/**
 * Pixels that its scans can code: a block of 64 samples takes a bit for its DC difference, and,
 * where it is all of its scans (SOF0, SOF1), one for the end of its block (T.81 F.1.2, G.1.2): no
 * Huffman code has less.
 */
export function jpegMost(bytes: Uint8Array): number {
  const segments = jpegSegments(bytes)
  const coded = segments.reduce((sum, { end, scanEnd: scan = end }) => sum + scan - end, 0)
  const frame = segments.find(({ code }) => isFrame(code))
  if (!frame || isArithmetic(frame.code)) return Infinity
  const at = bytes.indexOf(frame.code, frame.start) + 1
  const factors = Array.from({ length: bytes[at + 7] ?? 0 }, (_, i) => bytes[at + 9 + 3 * i] ?? 0)
  const [across, down] = [factors.map((f) => f >> 4), factors.map((f) => f & 15)]
  const samples = across.reduce((sum, h, i) => sum + h * down[i]!, 0)
  const perPixel = samples / (Math.max(...across) * Math.max(...down))
  const bits = (frame.code & 3) === 2 ? 1 : 2
  return perPixel > 0 ? (coded * 8 * 64) / (bits * perPixel) : Infinity
}

/** Bytes before markers, and segments, that are looked through for a guess. */
const MAX_FILL = 2 ** 16
const MAX_SEGMENTS = 2 ** 17

/** What the first frame header says before anything else of the file is read. */
export interface JpegFrameKind {
  components: number
  /** Bits of a sample. */
  precision: number
  /** T.81 table B.1: libraries keep the coefficients of the whole picture. */
  progressive: boolean
  /** Samples are predicted and coded as they are, without a transform (T.81 annex H). */
  lossless: boolean
}

/** Undefined: there is none. */
export function jpegFrameKind(bytes: Uint8Array): JpegFrameKind | undefined {
  let fill = 0
  let count = 0
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at + 1] === 0xff && ++fill > MAX_FILL) return undefined
    const code = bytes[at + 1]!
    if (bytes[at] !== 0xff || code === SOS || ++count > MAX_SEGMENTS) return undefined
    if (isFrame(code)) {
      const [precision, components] = [bytes[at + 4]!, bytes[at + 9]!]
      const process = code & 3
      return { components, precision, progressive: process === 2, lossless: process === 3 }
    }
    at += code === 0xff ? 1 : 2 + be(bytes, at + 2, 2)
  }
  return undefined
}

/** The size in the frame header. ERR_DECODE if it is 0 (a height given by DNL included). */
export function jpegSize(bytes: Uint8Array): Size {
  const { width, height } = frameHeader(bytes, jpegSegments(bytes))
  return { width, height }
}

/** How many components, of how many bits (SOF's P, T.81 B.2.2). */
export function jpegFrame(bytes: Uint8Array): { components: number; bitDepth: number } {
  const segments = jpegSegments(bytes)
  const { components } = frameHeader(bytes, segments)
  const { code, start } = segments.find((segment) => isFrame(segment.code))!
  return { components, bitDepth: bytes[bytes.indexOf(code, start) + 3]! }
}

const APP0 = 0xe0
const APP14 = 0xee
const RGB_IDS = [0x52, 0x47, 0x42]

/**
 * What three components are, as libjpeg guesses it: RGB by Adobe's transform 0 (T.872 6.5.3) or ids
 * 'R', 'G', 'B', and lossless ones where neither JFIF nor Adobe's segment says otherwise.
 */
export function jpegComponents(bytes: Uint8Array): { rgb: boolean; subsampled: boolean } {
  const segments = jpegSegments(bytes)
  const bodyOf = ({ code, start }: JpegSegment): number => bytes.indexOf(code, start) + 3
  const says = (code: number, name: string) =>
    segments.find((segment) => segment.code === code && holds(bytes, name, bodyOf(segment)))
  const frame = segments.find(({ code }) => isFrame(code))!
  const at = bodyOf(frame)
  const each = [0, 1, 2].map((i) => at + 6 + 3 * i)
  const subsampled = each.some((i) => bytes[i + 1] !== bytes[each[0]! + 1])
  const jfif = says(APP0, 'JFIF')
  const adobe = says(APP14, 'Adobe')
  const named = each.every((id, i) => bytes[id] === RGB_IDS[i])
  const lossless = (frame.code & 3) === 3
  if (adobe) return { rgb: bytes[bodyOf(adobe) + 11] === 0, subsampled }
  return { rgb: named || (lossless && !jfif), subsampled }
}

/**
 * Checks what can be seen without decoding; ERR_DECODE unless the markers lead from SOI to EOI with
 * one frame header before a scan that is not empty, restart markers in order, and scans for each
 * component. Any truncation shows (EOI is missing); a changed bit in the coded samples does not.
 */
export function verifyJpeg(bytes: Uint8Array): void {
  const segments = jpegSegments(bytes)
  const { components } = frameHeader(bytes, segments)
  const frames = segments.filter(({ code }) => isFrame(code))
  if (frames.length > 1) throw damaged('JPEG', `has ${frames.length} frame headers`)
  const scans = segments.filter(({ code }) => code === SOS)
  checkCount(scans.length, 'JPEG', MAX_SCANS, 'scans')
  if (scans.length === 0 || scans[0]!.start < frames[0]!.start) {
    throw damaged('JPEG', 'has no scan after its frame header')
  }
  const coded = new Set<number>()
  for (const scan of scans) {
    if (scan.scanEnd === scan.end) throw damaged('JPEG', `empty scan at ${scan.end}`)
    const at = bytes.indexOf(SOS, scan.start) + 3
    const count = bytes[at] ?? 0
    if (at + 4 + 2 * count !== scan.end) throw damaged('JPEG', `SOS at ${scan.start} is too short`)
    for (let i = 0; i < count; i++) coded.add(bytes[at + 1 + 2 * i]!)
  }
  if (coded.size !== components) {
    throw damaged('JPEG', `scans for ${coded.size} of ${components} components`)
  }
}

/** The picture without the bytes between its segments; undefined where there are none. */
export function plainJpeg(bytes: Uint8Array): Plain | undefined {
  const segments = jpegSegments(bytes)
  const junk = segments.filter(({ code }) => code === JUNK)
  if (junk.length === 0) return undefined
  const kept = segments.filter(({ code }) => code !== JUNK)
  const length = junk.reduce((sum, { start, end }) => sum + end - start, 0)
  return {
    bytes: concat(kept.map(({ start, end, scanEnd: scan }) => bytes.subarray(start, scan ?? end))),
    warnings: [`${length} bytes between the segments, from ${junk[0]!.start} on`],
  }
}
