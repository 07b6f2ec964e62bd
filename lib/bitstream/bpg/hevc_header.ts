import { BitReader } from '../bits'
import { BitWriter } from '../bit_writer'
import { damaged } from '../bytes'
import { ranged, readPcm, type HevcCodingTools, type HevcPcm } from '../nal/hevc_sps'
import { ue7, type Ue7Reader } from './ue7'

/** Indices into sps_range_extension()'s flags that BPG's profile forbids (0.9.5 section 3.3). */
const EXTENDED_PRECISION = 4
const CABAC_BYPASS_ALIGNMENT = 8

/**
 * What a BPG decoder cannot do with these tools, or undefined. `log2` sizes have the bounds of H.265
 * section 7.4.3.2.1; the profile is Main 4:4:4 16 Still Picture, narrowed by BPG 0.9.5 section 3.3.
 */
export function unfitTools(tools: HevcCodingTools, bitDepth: number): string | undefined {
  const { log2MinCb, log2MinTb, pcm, rangeFlags } = tools
  const log2Ctb = log2MinCb + tools.log2DiffMaxMinCb
  const log2MaxTb = log2MinTb + tools.log2DiffMaxMinTb
  if (log2Ctb < 4 || log2Ctb > 6) return `coding tree blocks of ${2 ** log2Ctb} samples`
  if (log2MinTb >= log2MinCb || log2MaxTb > Math.min(log2Ctb, 5)) {
    return `transform blocks of ${2 ** log2MinTb} to ${2 ** log2MaxTb} samples`
  }
  if (tools.maxTransformDepthIntra > log2Ctb - log2MinTb) return 'a transform tree that is too deep'
  if (pcm && !pcmFits(pcm, log2MinCb, log2Ctb, bitDepth)) return 'PCM blocks of a forbidden kind'
  if (rangeFlags?.[EXTENDED_PRECISION]) return 'extended_precision_processing_flag'
  if (rangeFlags?.[CABAC_BYPASS_ALIGNMENT]) return 'cabac_bypass_alignment_enabled_flag'
  return undefined
}

function pcmFits(pcm: HevcPcm, log2MinCb: number, log2Ctb: number, bitDepth: number): boolean {
  return (
    Math.max(pcm.bitDepthLuma, pcm.bitDepthChroma) <= bitDepth &&
    pcm.log2MinSize >= Math.min(log2MinCb, 5) &&
    pcm.log2MinSize + pcm.log2DiffMaxMinSize <= Math.min(log2Ctb, 5)
  )
}

/** hevc_header(): its length as ue7, then the fields. */
export function hevcHeaderBytes(tools: HevcCodingTools): number[] {
  const bits = new BitWriter()
  writeBlockSizes(bits, tools)
  bits.ue(tools.maxTransformDepthIntra).flag(tools.sao)
  writePcm(bits, tools.pcm)
  bits.flag(tools.strongIntraSmoothing)
  writeRangeExtension(bits, tools)
  const bytes = bits.bytes()
  return [...ue7(bytes.length), ...bytes]
}

/** log2_min_luma_coding_block_size_minus3 and the three fields after it: the same in an SPS. */
export function writeBlockSizes(bits: BitWriter, tools: HevcCodingTools): void {
  bits.ue(tools.log2MinCb - 3).ue(tools.log2DiffMaxMinCb)
  bits.ue(tools.log2MinTb - 2).ue(tools.log2DiffMaxMinTb)
}

/** pcm_enabled_flag and what it announces: the same in an SPS. */
export function writePcm(bits: BitWriter, pcm: HevcPcm | undefined): void {
  bits.flag(pcm !== undefined)
  if (!pcm) return
  bits.u(4, pcm.bitDepthLuma - 1).u(4, pcm.bitDepthChroma - 1)
  bits.ue(pcm.log2MinSize - 3).ue(pcm.log2DiffMaxMinSize)
  bits.flag(pcm.loopFilterDisabled)
}

/** sps_extension_present_flag and the range extension: the same in an SPS. */
export function writeRangeExtension(bits: BitWriter, { rangeFlags }: HevcCodingTools): void {
  bits.flag(rangeFlags !== undefined)
  if (!rangeFlags) return
  bits.flag(true).u(7, 0)
  for (const flag of rangeFlags) bits.flag(flag)
}

/**
 * Reads hevc_header().
 * @throws CodecError `ERR_DECODE` for fields out of range or left-over bytes
 */
export function readHevcHeader(reader: Ue7Reader, bitDepth: number): HevcCodingTools {
  const length = reader.ue7('hevc_header_length')
  const bits = new BitReader(reader.take(length, 'hevc_header'), 'BPG hevc_header')
  const log2MinCb = 3 + ranged(bits, 3, 'log2_min_luma_coding_block_size_minus3')
  const tools: HevcCodingTools = {
    log2MinCb,
    log2DiffMaxMinCb: ranged(bits, 3, 'log2_diff_max_min_luma_coding_block_size'),
    log2MinTb: 2 + ranged(bits, 3, 'log2_min_transform_block_size_minus2'),
    log2DiffMaxMinTb: ranged(bits, 3, 'log2_diff_max_min_transform_block_size'),
    maxTransformDepthIntra: ranged(bits, 4, 'max_transform_hierarchy_depth_intra'),
    sao: bits.flag(),
    pcm: bits.flag() ? readPcm(bits) : undefined,
    strongIntraSmoothing: bits.flag(),
    rangeFlags: bits.flag() ? readRangeFlags(bits) : undefined,
  }
  const padding = 8 * length - bits.position
  if (padding > 7 || bits.u(padding) !== 0) {
    throw damaged('BPG', 'hevc_header has more bytes than its fields')
  }
  const unfit = unfitTools(tools, bitDepth)
  if (unfit) throw damaged('BPG', `hevc_header announces ${unfit}`)
  return tools
}

function readRangeFlags(bits: BitReader): boolean[] | undefined {
  const present = bits.flag()
  if (bits.u(7) !== 0) throw damaged('BPG', 'hevc_header has an unknown SPS extension')
  return present ? Array.from({ length: 9 }, () => bits.flag()) : undefined
}
