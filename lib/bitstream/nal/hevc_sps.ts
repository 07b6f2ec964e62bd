import { BitReader } from '../bits'
import { damaged } from '../bytes'
import { readVui, type HevcVui } from './hevc_vui'
import { unescape } from './units'

/** pcm_*: sizes and depths of losslessly coded blocks (H.265 section 7.3.2.2.1). */
export interface HevcPcm {
  bitDepthLuma: number
  bitDepthChroma: number
  log2MinSize: number
  log2DiffMaxMinSize: number
  loopFilterDisabled: boolean
}

/** sps_range_extension(): its nine flags in the order of the syntax (H.265 section 7.3.2.2.2). */
type HevcRangeFlags = readonly boolean[]

/** The block structure and the tools: what BPG keeps of an SPS. */
export interface HevcCodingTools {
  /** log2 of the smallest coding block, 3 to 6. */
  log2MinCb: number
  log2DiffMaxMinCb: number
  /** log2 of the smallest transform block, 2 to 5. */
  log2MinTb: number
  log2DiffMaxMinTb: number
  maxTransformDepthIntra: number
  sao: boolean
  pcm?: HevcPcm
  strongIntraSmoothing: boolean
  /** Absent: no range extension in the SPS. */
  rangeFlags?: HevcRangeFlags
}

/** A sequence parameter set (H.265 section 7.3.2.2). Sizes in luma samples. */
export interface HevcSps {
  maxSubLayersMinus1: number
  temporalIdNesting: boolean
  /** The 12 bytes of general profile, tier, constraints and level, as they stand in the RBSP. */
  profileTierLevel: Uint8Array
  chromaFormatIdc: number
  separateColourPlanes: boolean
  /** Coded size: a multiple of the smallest coding block. */
  codedWidth: number
  codedHeight: number
  /** Size inside the conformance window. */
  width: number
  height: number
  bitDepthLuma: number
  bitDepthChroma: number
  scalingLists: boolean
  tools: HevcCodingTools
  vui?: HevcVui
}

/**
 * Parses an SPS NAL unit, its two header bytes and emulation prevention included.
 * @throws CodecError `ERR_DECODE` when it is truncated or a field is out of range
 */
export function parseSps(nal: Uint8Array): HevcSps {
  const rbsp = unescape(nal, 0, nal.length)
  const bits = new BitReader(rbsp, 'HEVC SPS')
  bits.skip(16 + 4)
  const maxSubLayersMinus1 = bits.u(3)
  const temporalIdNesting = bits.flag()
  const profileTierLevel = rbsp.slice(3, 15)
  skipProfileTierLevel(bits, maxSubLayersMinus1)
  ranged(bits, 15, 'sps_seq_parameter_set_id')
  const chromaFormatIdc = ranged(bits, 3, 'chroma_format_idc')
  const separateColourPlanes = chromaFormatIdc === 3 && bits.flag()
  const size = readSize(bits, chromaFormatIdc)
  const bitDepthLuma = 8 + ranged(bits, 8, 'bit_depth_luma_minus8')
  const bitDepthChroma = 8 + ranged(bits, 8, 'bit_depth_chroma_minus8')
  const log2MaxPoc = 4 + ranged(bits, 12, 'log2_max_pic_order_cnt_lsb_minus4')
  const orderingInfos = bits.flag() ? maxSubLayersMinus1 + 1 : 1
  for (let i = 0; i < 3 * orderingInfos; i++) bits.ue()
  const blocks = readBlockSizes(bits)
  const scalingLists = bits.flag()
  if (scalingLists && bits.flag()) skipScalingLists(bits)
  bits.skip(1)
  const sao = bits.flag()
  const pcm = bits.flag() ? readPcm(bits) : undefined
  skipReferencePictureSets(bits)
  if (bits.flag()) bits.skip(ranged(bits, 32, 'num_long_term_ref_pics_sps') * (log2MaxPoc + 1))
  bits.skip(1)
  const strongIntraSmoothing = bits.flag()
  const vui = bits.flag() ? readVui(bits, maxSubLayersMinus1) : undefined
  const rangeFlags = bits.flag() ? readRangeExtension(bits) : undefined
  return {
    maxSubLayersMinus1,
    temporalIdNesting,
    profileTierLevel,
    chromaFormatIdc,
    separateColourPlanes,
    ...size,
    bitDepthLuma,
    bitDepthChroma,
    scalingLists,
    tools: { ...blocks, sao, pcm, strongIntraSmoothing, rangeFlags },
    vui,
  }
}

/** pcm_sample_bit_depth_* to pcm_loop_filter_disabled_flag; BPG's header holds the same fields. */
export function readPcm(bits: BitReader): HevcPcm {
  return {
    bitDepthLuma: bits.u(4) + 1,
    bitDepthChroma: bits.u(4) + 1,
    log2MinSize: 3 + ranged(bits, 2, 'log2_min_pcm_luma_coding_block_size_minus3'),
    log2DiffMaxMinSize: ranged(bits, 2, 'log2_diff_max_min_pcm_luma_coding_block_size'),
    loopFilterDisabled: bits.flag(),
  }
}

/** ue(v) of at most `max`. */
export function ranged(bits: BitReader, max: number, name: string): number {
  const value = bits.ue()
  if (value > max) throw damaged('HEVC', `${name} is ${value}, expected 0 to ${max}`)
  return value
}

function skipProfileTierLevel(bits: BitReader, maxSubLayersMinus1: number): void {
  bits.skip(96)
  const present: boolean[] = []
  for (let i = 0; i < 2 * maxSubLayersMinus1; i++) present.push(bits.flag())
  if (maxSubLayersMinus1 > 0) bits.skip(2 * (8 - maxSubLayersMinus1))
  present.forEach((there, i) => bits.skip(there ? (i % 2 === 0 ? 88 : 8) : 0))
}

function readSize(bits: BitReader, chromaFormatIdc: number) {
  const codedWidth = bits.ue()
  const codedHeight = bits.ue()
  const [left, right, top, bottom] = bits.flag()
    ? [bits.ue(), bits.ue(), bits.ue(), bits.ue()]
    : [0, 0, 0, 0]
  // SubWidthC and SubHeightC, H.265 table 6-1.
  const unitX = chromaFormatIdc === 1 || chromaFormatIdc === 2 ? 2 : 1
  const unitY = chromaFormatIdc === 1 ? 2 : 1
  const width = codedWidth - unitX * (left + right)
  const height = codedHeight - unitY * (top + bottom)
  if (width < 1 || height < 1) throw damaged('HEVC', 'SPS crops the picture to nothing')
  return { codedWidth, codedHeight, width, height }
}

function readBlockSizes(bits: BitReader) {
  const log2MinCb = 3 + ranged(bits, 3, 'log2_min_luma_coding_block_size_minus3')
  const log2DiffMaxMinCb = ranged(bits, 3, 'log2_diff_max_min_luma_coding_block_size')
  const log2MinTb = 2 + ranged(bits, 3, 'log2_min_luma_transform_block_size_minus2')
  const log2DiffMaxMinTb = ranged(bits, 3, 'log2_diff_max_min_luma_transform_block_size')
  ranged(bits, 4, 'max_transform_hierarchy_depth_inter')
  const maxTransformDepthIntra = ranged(bits, 4, 'max_transform_hierarchy_depth_intra')
  return { log2MinCb, log2DiffMaxMinCb, log2MinTb, log2DiffMaxMinTb, maxTransformDepthIntra }
}

/** scaling_list_data(), H.265 section 7.3.4. */
function skipScalingLists(bits: BitReader): void {
  for (let size = 0; size < 4; size++) {
    for (let matrix = 0; matrix < 6; matrix += size === 3 ? 3 : 1) {
      if (!bits.flag()) {
        bits.ue()
        continue
      }
      const coefficients = Math.min(64, 1 << (4 + 2 * size))
      for (let i = size > 1 ? -1 : 0; i < coefficients; i++) bits.se()
    }
  }
}

/** st_ref_pic_set(), H.265 sections 7.3.7 and 7.4.8; a still picture uses none of them. */
function skipReferencePictureSets(bits: BitReader): void {
  const count = ranged(bits, 64, 'num_short_term_ref_pic_sets')
  let previous: number[] = []
  for (let index = 0; index < count; index++) {
    previous = index > 0 && bits.flag() ? predictedSet(bits, previous) : explicitSet(bits)
  }
}

/** The POC differences of one set: the negative ones, nearest first, then the positive ones. */
function explicitSet(bits: BitReader): number[] {
  const counts = [ranged(bits, 16, 'num_negative_pics'), ranged(bits, 16, 'num_positive_pics')]
  return counts.flatMap((count, positive) => {
    let poc = 0
    return Array.from({ length: count }, () => {
      poc += (bits.ue() + 1) * (positive === 1 ? 1 : -1)
      bits.skip(1)
      return poc
    })
  })
}

function predictedSet(bits: BitReader, reference: number[]): number[] {
  const sign = bits.flag() ? -1 : 1
  const delta = sign * (bits.ue() + 1)
  const kept = [...reference, 0].filter(() => bits.flag() || bits.flag()).map((poc) => poc + delta)
  const backward = kept.filter((poc) => poc < 0).sort((a, b) => b - a)
  return [...backward, ...kept.filter((poc) => poc > 0).sort((a, b) => a - b)]
}

function readRangeExtension(bits: BitReader): HevcRangeFlags | undefined {
  const present = bits.flag()
  bits.skip(7)
  return present ? Array.from({ length: 9 }, () => bits.flag()) : undefined
}
