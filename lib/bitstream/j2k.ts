import { be, damaged, nonEmpty, type Size } from './bytes'
import { Cover } from './cover'
import { checkPackets } from './j2k_packets'
import type { Codestream, J2kSegment, TilePart } from './j2k_parts'
import { addOf, MAX_TILE_PARTS } from './parts'
import type { Section, SectionKind } from './section'

const SOC = 0xff4f
const SIZ = 0xff51
const COD = 0xff52
const QCD = 0xff5c
const COM = 0xff64
const SOT = 0xff90
const SOD = 0xff93
const EOC = 0xffd9
/** Of T.801 table A.2, Part 2's extensions: no decoder here undoes what they say. */
const EXTENSIONS: Readonly<Record<number, string>> = {
  0xff70: 'variable DC offset (DCO)',
  0xff72: 'downsampling factor styles (DFS)',
  0xff73: 'decomposition styles (ADS)',
  0xff74: 'multiple component transform (MCT)',
  0xff75: 'multiple component collection (MCC)',
  0xff76: 'non-linearity (NLT)',
  0xff77: 'multiple component transform ordering (MCO)',
  0xff79: 'transformation kernels (ATK)',
}

/** T.800 table A.2, the markers that have a segment. */
const KINDS: Record<number, readonly [SectionKind, string]> = {
  [SIZ]: ['header', 'SIZ'],
  [COD]: ['header', 'COD'],
  0xff53: ['header', 'COC'],
  0xff55: ['header', 'TLM'],
  0xff57: ['header', 'PLM'],
  0xff58: ['header', 'PLT'],
  [QCD]: ['header', 'QCD'],
  0xff5d: ['header', 'QCC'],
  0xff5e: ['header', 'RGN'],
  0xff5f: ['header', 'POC'],
  0xff60: ['header', 'PPM'],
  0xff61: ['header', 'PPT'],
  0xff63: ['header', 'CRG'],
  [COM]: ['sei', 'COM'],
}

/** FF30 to FF3F have no segment (T.800 A.1): readers pass over them. */
const isBare = (code: number): boolean => code >= 0xff30 && code <= 0xff3f

function segmentAt(bytes: Uint8Array, start: number, end: number): J2kSegment {
  const inside = () => damaged('JPEG 2000', `ends at ${end}, inside a header`)
  if (start + 2 > end) throw inside()
  const code = be(bytes, start, 2)
  // A flat picture's tile-part may hold no data: SOD is then its last two bytes.
  if (code === SOD || isBare(code)) return { code, start, end: start + 2 }
  if (start + 4 > end) throw inside()
  if (code < 0xff01 || code === SOC || code === EOC) {
    throw damaged('JPEG 2000', `no marker segment at ${start}`)
  }
  const length = be(bytes, start + 2, 2)
  const segmentEnd = start + 2 + length
  if (length < 2 || segmentEnd > end) {
    throw damaged('JPEG 2000', `segment ${code.toString(16)} at ${start} passes the end`)
  }
  return { code, start, end: segmentEnd }
}

/** The segments from `start` up to, not with, the marker `last`. */
function segmentsUntil(bytes: Uint8Array, start: number, end: number, last: number): J2kSegment[] {
  const list: J2kSegment[] = []
  for (let at = start; ;) {
    const segment = segmentAt(bytes, at, end)
    if (segment.code === last) return list
    if (segment.code === SOD) throw damaged('JPEG 2000', `SOD outside a tile-part at ${at}`)
    addOf(list, segment, 'JPEG 2000', MAX_TILE_PARTS)
    at = segment.end
  }
}

function tilePartAt(bytes: Uint8Array, start: number, end: number): TilePart {
  const sot = segmentAt(bytes, start, end)
  if (sot.code !== SOT || sot.end !== start + 12) {
    throw damaged('JPEG 2000', `no tile-part at ${start}`)
  }
  const length = be(bytes, start + 6, 4)
  // Psot 0: the last tile-part, which ends before EOC.
  const partEnd = length === 0 ? end - 2 : start + length
  if (partEnd > end - 2) throw damaged('JPEG 2000', `tile-part at ${start} passes the end`)
  const segments = segmentsUntil(bytes, sot.end, partEnd, SOD)
  const data = (segments.at(-1)?.end ?? sot.end) + 2
  return { tile: be(bytes, start + 4, 2), start, segments, data, end: partEnd }
}

/**
 * The parts of the codestream `bytes[start..end)` (T.800 annex A). ERR_DECODE unless SOC, SIZ, the
 * main header, tile-parts of the lengths they state and EOC fill it exactly.
 */
export function codestream(bytes: Uint8Array, start = 0, end = bytes.length): Codestream {
  if (end - start < 4 || be(bytes, start, 4) !== SOC * 65536 + SIZ) {
    throw damaged('JPEG 2000', 'codestream does not begin with SOC and SIZ')
  }
  const segments = segmentsUntil(bytes, start + 2, end, SOT)
  const tileParts: TilePart[] = []
  let at = segments.at(-1)!.end
  while (at < end - 2) {
    const part = tilePartAt(bytes, at, end)
    addOf(tileParts, part, 'JPEG 2000', MAX_TILE_PARTS)
    at = part.end
  }
  if (at !== end - 2 || be(bytes, at, 2) !== EOC) throw damaged('JPEG 2000', 'does not end in EOC')
  return { start, end, segments, tileParts }
}

function coverSegments(cover: Cover, segments: readonly J2kSegment[]): void {
  for (const { code, end } of segments) {
    const [kind, name] = KINDS[code] ?? (['header', `marker ${code.toString(16)}`] as const)
    cover.to(kind, name, end)
  }
}

/** The sections of a bare codestream. */
export function inspectJ2k(bytes: Uint8Array): Section[] {
  const cover = new Cover('JPEG 2000', bytes.length)
  const { segments, tileParts, end } = codestream(bytes)
  cover.to('header', 'SOC', 2)
  coverSegments(cover, segments)
  for (const part of tileParts) {
    cover.to('header', 'SOT', part.start + 12)
    coverSegments(cover, part.segments)
    cover.to('header', 'SOD', part.data)
    cover.to('picture', 'tile-part', part.end)
  }
  cover.to('header', 'EOC', end)
  return cover.done()
}

/** A component of SIZ: its samples are `dx` and `dy` apart on the reference grid. */
export interface Component {
  bitDepth: number
  signed: boolean
  dx: number
  dy: number
}

/** What SIZ says (T.800 A.5.1), for the codestream whose SOC is at `start`. */
export interface J2kSiz extends Size {
  tiles: number
  components: Component[]
}

export function j2kSiz(bytes: Uint8Array, start = 0): J2kSiz {
  const at = start + 6
  const [right, bottom, left, top] = [2, 6, 10, 14].map((field) => be(bytes, at + field, 4))
  const [tileWidth, tileHeight, tileLeft, tileTop] = [18, 22, 26, 30].map((field) =>
    be(bytes, at + field, 4),
  )
  const count = be(bytes, at + 34, 2)
  if (be(bytes, start + 4, 2) !== 38 + 3 * count || count === 0) {
    throw damaged('JPEG 2000', `SIZ of the wrong length for ${count} components`)
  }
  const components = Array.from({ length: count }, (_, i) => {
    const [depth, dx, dy] = [0, 1, 2].map((field) => be(bytes, at + 36 + 3 * i + field, 1))
    return { bitDepth: (depth! & 127) + 1, signed: depth! > 127, dx: dx!, dy: dy! }
  })
  if (tileWidth === 0 || tileHeight === 0) throw damaged('JPEG 2000', 'tiles without size')
  const size = { width: right! - left!, height: bottom! - top! }
  const tiles =
    Math.ceil((right! - tileLeft!) / tileWidth!) * Math.ceil((bottom! - tileTop!) / tileHeight!)
  return { ...nonEmpty('JPEG 2000', size), tiles, components }
}

/** ERR_DECODE unless COD and QCD are there, no extension, SIZ is sound, and every tile has a part and all packets. */
export function verifyCodestream(bytes: Uint8Array, start = 0, end = bytes.length): void {
  const parts = codestream(bytes, start, end)
  const { segments, tileParts } = parts
  for (const [code, name] of [
    [COD, 'COD'],
    [QCD, 'QCD'],
  ] as const) {
    if (!segments.some((segment) => segment.code === code)) {
      throw damaged('JPEG 2000', `has no ${name}`)
    }
  }
  const extension = segments.find(({ code }) => code in EXTENSIONS)
  if (extension) {
    throw damaged('JPEG 2000', `${EXTENSIONS[extension.code]} is not supported`)
  }
  const { tiles, components } = j2kSiz(bytes, start)
  const coded = new Set(tileParts.map(({ tile }) => tile))
  if (coded.size !== tiles || tileParts.some(({ tile }) => tile >= tiles)) {
    throw damaged('JPEG 2000', `has ${coded.size} of ${tiles} tiles`)
  }
  checkPackets(bytes, parts, components.length)
}

/** The main header's COM segments, which no decoder needs. */
export const comments = ({ segments }: Codestream): J2kSegment[] =>
  segments.filter(({ code }) => code === COM)

/** The main header's COD segment. ERR_DECODE if there is none, or it is too short. */
export function codingStyle({ segments }: Codestream): J2kSegment {
  const cod = segments.find(({ code }) => code === COD)
  if (!cod || cod.end - cod.start < 14) throw damaged('JPEG 2000', 'has no COD')
  return cod
}
