import { damaged } from './bytes'
import { jxlHeader, type LowBitReader, sizeHeader } from './jxl'

/** U32 of ISO/IEC 18181-1 9.2.1: one of four distributions, each an offset and a number of bits. */
type Distribution = readonly (readonly [offset: number, bits: number])[]

function u32(reader: LowBitReader, distribution: Distribution): number {
  const [offset, bits] = distribution[reader.u(2)]!
  return offset + reader.u(bits)
}

const bool = (reader: LowBitReader): boolean => reader.u(1) === 1
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

/** BitDepth: bits per sample. */
function bitDepth(reader: LowBitReader): number {
  const float = bool(reader)
  const bits = u32(reader, float ? [[32, 0], [16, 0], [24, 0], [1, 6]] : [[8, 0], [10, 0], [12, 0], [1, 6]]) // prettier-ignore
  if (float) reader.u(4)
  return bits
}

const [ALPHA, SPOT, BLACK, CFA] = [0, 2, 4, 5]

/** One ExtraChannelInfo: whether it is alpha, and multiplied into the colour. */
function extraChannel(reader: LowBitReader): { alpha: boolean; premultiplied: boolean } {
  if (bool(reader)) return { alpha: true, premultiplied: false } // straight, of 8 bits
  const type = u32(reader, ENUM)
  bitDepth(reader)
  u32(reader, [[0, 0], [3, 0], [4, 0], [1, 3]]) // prettier-ignore
  const length = u32(reader, [[0, 0], [0, 4], [16, 5], [48, 10]]) // prettier-ignore
  for (let i = 0; i < length; i++) reader.u(8)
  if (type === BLACK) throw damaged('JPEG XL', 'a black channel (CMYK) is not supported')
  if (type === SPOT) for (let i = 0; i < 4; i++) reader.u(16)
  if (type === CFA) u32(reader, [[1, 0], [0, 2], [3, 4], [19, 8]]) // prettier-ignore
  const alpha = type === ALPHA
  return { alpha, premultiplied: alpha && bool(reader) }
}

/** ImageMetadata as far as the extra channels; undefined: all_default. */
function imageMetadata(reader: LowBitReader) {
  if (bool(reader)) return undefined // all_default
  if (bool(reader)) skipExtraFields(reader)
  const depth = bitDepth(reader)
  reader.u(1) // modular_16_bit_buffers
  const count = u32(reader, [[0, 0], [1, 0], [2, 4], [1, 12]]) // prettier-ignore
  return { depth, extra: Array.from({ length: count }, () => extraChannel(reader)) }
}

const GRAY = 1

/** Bits and channels (1, 3 or, with alpha, 4) as the codestream's header says. */
export function jxlSamples(bytes: Uint8Array): { bitDepth: number; channels: number } {
  const { reader } = jxlHeader(bytes)
  const found = imageMetadata(reader)
  if (!found) return { bitDepth: 8, channels: 3 }
  reader.u(1) // xyb_encoded
  // ColourEncoding: all_default is sRGB; want_icc comes before the colour space.
  const gray = !bool(reader) && (reader.u(1), u32(reader, ENUM) === GRAY)
  const alpha = found.extra.some((channel) => channel.alpha)
  return { bitDepth: found.depth, channels: alpha ? 4 : gray ? 1 : 3 }
}

/**
 * Whether the alpha channel's values are multiplied into the colour, which libjxl's own decoder tells
 * and libavcodec's does not. ERR_DECODE, by name, for a black channel (ISO/IEC 18181-1 annex D.3).
 */
export function jxlPremultiplied(bytes: Uint8Array): boolean {
  const found = imageMetadata(jxlHeader(bytes).reader)
  return found?.extra.some((channel) => channel.premultiplied) ?? false
}
