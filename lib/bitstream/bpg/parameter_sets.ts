import { BitWriter } from '../bit_writer'
import type { HevcCodingTools } from '../nal/hevc_sps'
import { escape } from '../nal/units'
import { writeBlockSizes, writePcm, writeRangeExtension } from './hevc_header'
import type { BpgColorSpace, BpgHeader } from './header'

/** matrix_coeffs of H.273 for each colour space. */
const MATRICES: Readonly<Record<BpgColorSpace, number>> = {
  ycbcr: 5,
  rgb: 0,
  ycgco: 8,
  ycbcr709: 1,
  ycbcr2020: 9,
}
export const CHROMA_FORMAT_IDC = { '400': 0, '420': 1, '422': 2, '444': 3 } as const
const UNSPECIFIED = 2

/** What one HEVC stream of a BPG file (colour or alpha) codes. */
export type StreamHeader = Omit<BpgHeader, 'alpha' | 'animation'>

/** The alpha plane beside `header`: gray, full range, of the same size and depth. */
export function alphaHeader(header: BpgHeader): StreamHeader {
  return { ...header, chroma: '400', siting: 'centre', colorSpace: 'ycbcr', limitedRange: false }
}

/** Coded size: whole coding blocks (BPG 0.9.5 section 3.2, hevc_data). */
export function codedSize({ width, height }: StreamHeader, { log2MinCb }: HevcCodingTools) {
  const block = 2 ** log2MinCb
  return {
    codedWidth: Math.ceil(width / block) * block,
    codedHeight: Math.ceil(height / block) * block,
  }
}

/**
 * The VPS and SPS that BPG leaves out, as an Annex B stream: the fields that hevc_header holds, and
 * what the specification has a decoder assume for the others. The conformance window crops to the
 * true size, rounded up to whole chroma samples, and the VUI tells range, matrix and chroma siting.
 */
export function parameterSets(tools: HevcCodingTools, header: StreamHeader): Uint8Array {
  const START_CODE = [0, 0, 0, 1]
  return Uint8Array.from([
    ...START_CODE,
    ...escape(videoParameterSet()),
    ...START_CODE,
    ...escape(sequenceParameterSet(tools, header)),
  ])
}

/** VPS: H.265 section 7.3.2.1. */
function videoParameterSet(): number[] {
  const bits = new BitWriter().u(16, 0x4001)
  bits.u(4, 0).u(2, 3).u(6, 0).u(3, 0).u(1, 1).u(16, 0xffff)
  writeProfile(bits)
  writePictureBuffering(bits)
  bits.u(6, 0).ue(0).flag(false).flag(false)
  return bits.stop().bytes()
}

/** SPS: H.265 section 7.3.2.2. */
function sequenceParameterSet(tools: HevcCodingTools, header: StreamHeader): number[] {
  const LOG2_MAX_POC_LSB_MINUS4 = 4
  const bits = new BitWriter().u(16, 0x4201)
  bits.u(4, 0).u(3, 0).flag(true)
  writeProfile(bits)
  bits.ue(0).ue(CHROMA_FORMAT_IDC[header.chroma])
  if (header.chroma === '444') bits.flag(false)
  writeSize(bits, tools, header)
  bits.ue(header.bitDepth - 8).ue(header.bitDepth - 8)
  bits.ue(LOG2_MAX_POC_LSB_MINUS4)
  writePictureBuffering(bits)
  writeBlockSizes(bits, tools)
  bits.ue(tools.maxTransformDepthIntra).ue(tools.maxTransformDepthIntra)
  const scalingLists = false
  const asymmetricPartitions = true
  bits.flag(scalingLists).flag(asymmetricPartitions).flag(tools.sao)
  writePcm(bits, tools.pcm)
  const temporalMotionVectors = true
  bits.ue(0).flag(false).flag(temporalMotionVectors).flag(tools.strongIntraSmoothing)
  writeVui(bits.flag(true), header)
  writeRangeExtension(bits, tools)
  return bits.stop().bytes()
}

/** profile_tier_level(): format range extensions (4), progressive frames, level 6.2. */
function writeProfile(bits: BitWriter): void {
  const RANGE_EXTENSIONS = 4
  bits
    .u(3, 0)
    .u(5, RANGE_EXTENSIONS)
    .u(32, 2 ** (31 - RANGE_EXTENSIONS))
  bits.u(4, 0b1001).u(32, 0).u(12, 0).u(8, 186)
}

/** sub_layer_ordering_info_present_flag, then one picture buffered, none reordered, no latency limit. */
function writePictureBuffering(bits: BitWriter): void {
  bits.flag(true).ue(0).ue(0).ue(0)
}

function writeSize(bits: BitWriter, tools: HevcCodingTools, header: StreamHeader): void {
  const { codedWidth, codedHeight } = codedSize(header, tools)
  const unitX = header.chroma === '420' || header.chroma === '422' ? 2 : 1
  const unitY = header.chroma === '420' ? 2 : 1
  const right = Math.floor((codedWidth - header.width) / unitX)
  const bottom = Math.floor((codedHeight - header.height) / unitY)
  bits.ue(codedWidth).ue(codedHeight)
  bits.flag(right + bottom > 0)
  if (right + bottom > 0) bits.ue(0).ue(right).ue(0).ue(bottom)
}

/** vui_parameters(): H.265 section E.2.1. */
function writeVui(bits: BitWriter, header: StreamHeader): void {
  const UNSPECIFIED_FORMAT = 5
  const CENTRE = 1
  bits.flag(false).flag(false)
  bits.flag(true).u(3, UNSPECIFIED_FORMAT).flag(!header.limitedRange)
  bits.flag(true).u(8, UNSPECIFIED).u(8, UNSPECIFIED)
  bits.u(8, header.chroma === '400' ? UNSPECIFIED : MATRICES[header.colorSpace])
  const centred = header.chroma === '420' && header.siting === 'centre'
  bits.flag(centred)
  if (centred) bits.ue(CENTRE).ue(CENTRE)
  bits.u(3, 0).flag(false).flag(false).flag(false)
}
