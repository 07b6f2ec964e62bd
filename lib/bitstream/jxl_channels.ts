import { damaged } from './bytes'
import { jxlHeader, type LowBitReader, sizeHeader } from './jxl'

/** U32 of ISO/IEC 18181-1 9.2.1: one of four distributions, each an offset and a number of bits. */
type Distribution = readonly (readonly [offset: number, bits: number])[]

function u32(reader: LowBitReader, distribution: Distribution): number {
  const [offset, bits] = distribution[reader.u(2)]!
  return offset + reader.u(bits)
}

export const bool = (reader: LowBitReader): boolean => reader.u(1) === 1
const ENUM: Distribution = [[0, 0], [1, 0], [2, 4], [18, 6]] // prettier-ignore

/** PreviewHeader and AnimationHeader say nothing of the channels. */
function skipPreview(reader: LowBitReader): void {
  const div8 = bool(reader)
  const side: Distribution = div8
    ? [[16, 0], [32, 0], [1, 5], [33, 9]] // prettier-ignore
    : [[1, 6], [65, 8], [321, 10], [1345, 12]] // prettier-ignore
  u32(reader, side)
  if (reader.u(3) === 0) u32(reader, side)
}

function skipAnimation(reader: LowBitReader): void {
  u32(reader, [[100, 0], [1000, 0], [1, 10], [1, 30]]) // prettier-ignore
  u32(reader, [[1, 0], [1001, 0], [1, 8], [1, 10]]) // prettier-ignore
  u32(reader, [[0, 0], [0, 3], [0, 16], [0, 32]]) // prettier-ignore
  reader.u(1)
}

function skipExtraFields(reader: LowBitReader): void {
  reader.u(3) // orientation
  if (bool(reader)) sizeHeader(reader)
  if (bool(reader)) skipPreview(reader)
  if (bool(reader)) skipAnimation(reader)
}

/** Bits of a sample, and where its 6 bits of the header are, where it is written that way. */
interface Depth {
  bits: number
  float: boolean
  at?: number
}

function readDepth(reader: LowBitReader): Depth {
  const float = bool(reader)
  const choice = reader.u(2)
  const at = choice === 3 ? reader.position : undefined
  const bits = choice === 3 ? 1 + reader.u(6) : (float ? [32, 16, 24] : [8, 10, 12])[choice]!
  if (float) reader.u(4)
  return { bits, float, at }
}

const GRAY = 1
const [ALPHA, SPOT, BLACK, CFA] = [0, 2, 4, 5]

interface Extra {
  alpha: boolean
  premultiplied: boolean
  depth?: Depth
}

/** One ExtraChannelInfo. ERR_DECODE, by name, for a black channel. */
function extraChannel(reader: LowBitReader): Extra {
  if (bool(reader)) return { alpha: true, premultiplied: false } // straight, of 8 bits
  const type = u32(reader, ENUM)
  const depth = readDepth(reader)
  u32(reader, [[0, 0], [3, 0], [4, 0], [1, 3]]) // prettier-ignore
  const length = u32(reader, [[0, 0], [0, 4], [16, 5], [48, 10]]) // prettier-ignore
  for (let i = 0; i < length; i++) reader.u(8)
  if (type === BLACK) throw damaged('JPEG XL', 'a black channel (CMYK) is not supported')
  if (type === SPOT) for (let i = 0; i < 4; i++) reader.u(16)
  if (type === CFA) u32(reader, [[1, 0], [0, 2], [3, 4], [19, 8]]) // prettier-ignore
  return { alpha: type === ALPHA, premultiplied: type === ALPHA && bool(reader), depth }
}

/** CustomXY: two signed numbers in millionths. */
function skipXy(reader: LowBitReader): void {
  for (let i = 0; i < 2; i++) u32(reader, [[0, 19], [524288, 19], [1048576, 20], [2097152, 21]]) // prettier-ignore
}

const CUSTOM = 2
/** White points and primaries by their names in ITU-T H.273 table 2, where it has the pair. */
const PRIMARIES: Readonly<Record<string, number>> = { '1 1': 1, '1 9': 9, '1 11': 12, '11 11': 11 }

/** The colours that a header names, or that it has a profile, entropy coded behind the header. */
export type JxlColour = 'icc' | { primaries: number; transfer: number; gamma?: number }

const SRGB = { primaries: 1, transfer: 13 } as const

interface Coloured {
  gray: boolean
  /** A profile is behind the headers. */
  profile: boolean
  colour: JxlColour
}

/** ColourEncoding (ISO/IEC 18181-1 annex E.2). */
function colourEncoding(reader: LowBitReader): Coloured {
  if (bool(reader)) return { gray: false, profile: false, colour: SRGB }
  const profile = bool(reader)
  const space = u32(reader, ENUM)
  const gray = space === GRAY
  if (profile || space > GRAY) return { gray, profile, colour: 'icc' }
  const white = u32(reader, ENUM)
  if (white === CUSTOM) skipXy(reader)
  const primaries = gray ? 1 : u32(reader, ENUM)
  if (primaries === CUSTOM) for (let i = 0; i < 3; i++) skipXy(reader)
  const named = PRIMARIES[`${white} ${primaries}`] ?? 2
  const colour = bool(reader)
    ? { primaries: named, transfer: 2, gamma: 1e7 / reader.u(24) }
    : { primaries: named, transfer: u32(reader, ENUM) }
  return { gray, profile, colour }
}

interface Channels extends Coloured {
  depth: Depth
  extra: Extra[]
  /** Colours are coded as XYB floats; otherwise as integers of `depth`. */
  xyb: boolean
  /** The header goes on with more than its defaults. */
  extraFields: boolean
}

/** ImageMetadata as far as the colour space (ISO/IEC 18181-1 annex D.3). */
export function readChannels(reader: LowBitReader): Channels {
  const eight = { bits: 8, float: false }
  const plain = { gray: false, profile: false, colour: SRGB }
  if (bool(reader)) return { depth: eight, extra: [], xyb: true, extraFields: false, ...plain }
  const extraFields = bool(reader)
  if (extraFields) skipExtraFields(reader)
  const depth = readDepth(reader)
  reader.u(1) // modular_16_bit_buffers
  const count = u32(reader, [[0, 0], [1, 0], [2, 4], [1, 12]]) // prettier-ignore
  const extra = Array.from({ length: count }, () => extraChannel(reader))
  const xyb = bool(reader)
  return { depth, extra, xyb, extraFields, ...colourEncoding(reader) }
}

/** What the header says of the samples: libavcodec's decoder does not hand all of it on. */
export interface JxlSamples {
  /** Of the colours. Decoders scale integers to 8 or 16. */
  bitDepth: number
  float: boolean
  /** 1, 3 or, with alpha, 4. */
  channels: number
  /** The alpha channel's values are multiplied into the colour. */
  premultiplied: boolean
  colour: JxlColour
}

/** ERR_DECODE, by name, for a black channel. */
export function jxlSamples(bytes: Uint8Array): JxlSamples {
  const { depth, extra, gray, colour } = readChannels(jxlHeader(bytes).reader)
  const premultiplied = extra.some((channel) => channel.premultiplied)
  const alpha = extra.some((channel) => channel.alpha)
  const channels = alpha ? 4 : gray ? 1 : 3
  return { bitDepth: depth.bits, float: depth.float, channels, premultiplied, colour }
}

/**
 * A stream that was coded as 16 bits, said to be of `depth`: the integers that it holds are then
 * codes of that depth, and so are alpha's, unless the colours are XYB floats, which mean the same at
 * any depth.
 */
export function setJxlDepth(bytes: Uint8Array, depth: number): Uint8Array {
  const { depth: colour, extra, xyb } = readChannels(jxlHeader(bytes).reader)
  const changed = Uint8Array.from(bytes)
  for (const { at, bits } of [colour, ...(xyb ? [] : extra.map((one) => one.depth ?? colour))]) {
    if (at === undefined || bits !== 16) throw damaged('JPEG XL', 'its depth is not 16 bits')
    for (let i = 0; i < 6; i++) {
      const mask = 1 << ((at + i) & 7)
      changed[(at + i) >> 3]! &= ~mask
      if (((depth - 1) >> i) & 1) changed[(at + i) >> 3]! |= mask
    }
  }
  return changed
}
