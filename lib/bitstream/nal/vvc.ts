import { BitReader } from '../bits'
import { damaged, type Size } from '../bytes'
import type { SectionKind } from '../section'
import { nals, type NalSyntax, type Slice, unescape } from './units'

export const SPS = 15
export const PPS = 16
const PICTURE_HEADER = 19

/** H.266 table 5, the types that a still picture's stream may hold. */
const KINDS: Record<number, readonly [SectionKind, string]> = {
  12: ['header', 'OPI'],
  13: ['header', 'DCI'],
  14: ['header', 'VPS'],
  [SPS]: ['header', 'SPS'],
  [PPS]: ['header', 'PPS'],
  17: ['header', 'APS'],
  18: ['header', 'APS'],
  [PICTURE_HEADER]: ['header', 'picture header'],
  20: ['container', 'access unit delimiter'],
  21: ['container', 'end of sequence'],
  22: ['container', 'end of bitstream'],
  23: ['sei', 'SEI'],
  24: ['sei', 'SEI'],
  25: ['container', 'filler data'],
}

export const vvcSyntax: NalSyntax = {
  format: 'VVC',
  headerLength: 2,
  seiHeader: [0, (23 << 3) | 1],
  type: (bytes, start) => bytes[start + 1]! >> 3,
  kind: (type) => KINDS[type] ?? (type < 12 ? ['picture', 'slice'] : ['container', `NAL ${type}`]),
  isSlice: (type) => type < 12,
  isSei: (type) => type === 23 || type === 24,
  pictureHeader: PICTURE_HEADER,
  readSlice,
  pps: { type: PPS, id: (reader) => reader.u(6) },
  spsSize: (bytes) => vvcSps(bytes),
}

/** picture_header_structure(), H.266 7.3.2.8, as far as ph_pic_parameter_set_id. */
function pictureHeader(reader: BitReader): Slice {
  const intra = reader.flag()
  reader.skip(1)
  if (intra) reader.skip(1)
  if (reader.flag()) reader.skip(1)
  return { first: true, pps: reader.ue() }
}

/** H.266 7.3.7: a slice holds the picture header where that is no unit of its own. */
function readSlice(reader: BitReader, type: number): Slice {
  const holds = type === PICTURE_HEADER || reader.flag()
  return holds ? pictureHeader(reader) : { first: false }
}

/** What a sequence parameter set says about the picture (H.266 7.3.2.4). */
export interface VvcSps extends Size {
  chromaFormatIdc: number
}

/** profile_tier_level(1, maxSublayersMinus1), H.266 7.3.3.1. */
function skipProfileTierLevel(bits: BitReader, maxSublayersMinus1: number): void {
  bits.skip(7 + 1 + 8 + 2)
  if (bits.flag()) {
    // general_constraints_info(): 71 flags and numbers, then what later editions add
    bits.skip(71)
    bits.skip(bits.u(8))
  }
  align(bits)
  let levels = 0
  for (let i = 0; i < maxSublayersMinus1; i++) levels += Number(bits.flag())
  align(bits)
  bits.skip(8 * levels)
  bits.skip(32 * bits.u(8))
}

const align = (bits: BitReader): void => bits.skip((8 - (bits.position % 8)) % 8)

function parseSps(nal: Uint8Array): VvcSps {
  const bits = new BitReader(unescape(nal, 0, nal.length), 'VVC SPS')
  bits.skip(16 + 8)
  const maxSublayersMinus1 = bits.u(3)
  const chromaFormatIdc = bits.u(2)
  bits.skip(2)
  if (bits.flag()) skipProfileTierLevel(bits, maxSublayersMinus1)
  bits.skip(1)
  if (bits.flag()) bits.skip(1)
  const [codedWidth, codedHeight] = [bits.ue(), bits.ue()]
  const crop = bits.flag() ? [bits.ue(), bits.ue(), bits.ue(), bits.ue()] : [0, 0, 0, 0]
  const [left = 0, right = 0, top = 0, bottom = 0] = crop
  // SubWidthC and SubHeightC, H.266 table 2.
  const width =
    codedWidth - (chromaFormatIdc === 1 || chromaFormatIdc === 2 ? 2 : 1) * (left + right)
  const height = codedHeight - (chromaFormatIdc === 1 ? 2 : 1) * (top + bottom)
  if (width < 1 || height < 1) throw damaged('VVC', 'SPS crops the picture to nothing')
  return { width, height, chromaFormatIdc }
}

/** The first SPS of an Annex B stream. ERR_DECODE if there is none or it cannot be. */
export function vvcSps(bytes: Uint8Array): VvcSps {
  const nal = nals(bytes, 'VVC').find(({ start }) => vvcSyntax.type(bytes, start) === SPS)
  if (!nal) throw damaged('VVC', 'has no SPS')
  return parseSps(bytes.subarray(nal.start, nal.end))
}
