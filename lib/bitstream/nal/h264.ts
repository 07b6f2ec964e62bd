import { BitReader } from '../bits'
import { damaged, nonEmpty, type Size } from '../bytes'
import { nals, unescape, type NalSyntax, type Slice } from './units'
import type { SectionKind } from '../section'

export const SPS = 7
export const PPS = 8

/** H.264 table 7-1. */
const KINDS: Record<number, readonly [SectionKind, string]> = {
  6: ['sei', 'SEI'],
  [SPS]: ['header', 'SPS'],
  [PPS]: ['header', 'PPS'],
  9: ['container', 'access unit delimiter'],
  10: ['container', 'end of sequence'],
  11: ['container', 'end of stream'],
  12: ['container', 'filler data'],
  13: ['header', 'SPS extension'],
}

const isSlice = (type: number): boolean => type >= 1 && type <= 5

export const h264Syntax: NalSyntax = {
  format: 'H.264',
  headerLength: 1,
  seiHeader: [6],
  type: (bytes, start) => bytes[start]! & 31,
  kind: (type) =>
    KINDS[type] ?? (isSlice(type) ? ['picture', 'slice'] : ['container', `NAL ${type}`]),
  isSlice,
  isSei: (type) => type === 6,
  readSlice,
  pps: { type: PPS, id: (reader) => reader.ue() },
  spsSize: (bytes) => h264Sps(bytes),
}

/** H.264 7.3.3, as far as pic_parameter_set_id. */
function readSlice(reader: BitReader): Slice {
  const first = reader.ue() === 0
  const sliceType = reader.ue()
  if (sliceType > 9) throw damaged('H.264', `slice_type is ${sliceType}`)
  return { first, pps: reader.ue() }
}

/** What a sequence parameter set says about the picture (H.264 7.3.2.1.1). */
export interface H264Sps extends Size {
  /** chroma_format_idc: 0 4:0:0, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  chromaFormat: number
  /** Luma, 8..14. */
  bitDepth: number
  bitDepthChroma: number
}

/** Profiles whose SPS carries the chroma format, bit depths and scaling matrices. */
const HIGH_PROFILES = new Set([44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244])

/** H.264 7.3.2.1.1.1: only to get past it. */
function skipScalingList(reader: BitReader, size: number): void {
  let last = 8
  for (let i = 0, next = 8; i < size && next !== 0; i++) {
    next = (last + reader.se() + 256) % 256
    last = next || last
  }
}

function chroma(reader: BitReader): Pick<H264Sps, 'chromaFormat' | 'bitDepth' | 'bitDepthChroma'> {
  const chromaFormat = reader.ue()
  if (chromaFormat > 3) throw damaged('H.264 SPS', `chroma_format_idc is ${chromaFormat}`)
  if (chromaFormat === 3) reader.skip(1)
  const bitDepth = reader.ue() + 8
  const bitDepthChroma = reader.ue() + 8
  if (Math.max(bitDepth, bitDepthChroma) > 14) {
    throw damaged('H.264 SPS', `bit depth is ${bitDepth}, chroma ${bitDepthChroma}`)
  }
  reader.skip(1)
  const lists = reader.flag() ? (chromaFormat === 3 ? 12 : 8) : 0
  for (let i = 0; i < lists; i++) if (reader.flag()) skipScalingList(reader, i < 6 ? 16 : 64)
  return { chromaFormat, bitDepth, bitDepthChroma }
}

function skipPictureOrderCount(reader: BitReader): void {
  const type = reader.ue()
  if (type === 0) reader.ue()
  if (type !== 1) return
  reader.skip(1)
  reader.se()
  reader.se()
  const frames = reader.ue()
  for (let i = 0; i < frames; i++) reader.se()
}

/** Reads one SPS NAL unit, its header byte included and without start code. */
function parseH264Sps(nal: Uint8Array): H264Sps {
  const reader = new BitReader(unescape(nal, 1, nal.length), 'H.264 SPS')
  const profileIdc = reader.u(8)
  reader.skip(16)
  reader.ue()
  const depths = HIGH_PROFILES.has(profileIdc)
    ? chroma(reader)
    : { chromaFormat: 1, bitDepth: 8, bitDepthChroma: 8 }
  reader.ue()
  skipPictureOrderCount(reader)
  reader.ue()
  reader.skip(1)
  const codedWidth = (reader.ue() + 1) * 16
  const mapUnits = reader.ue() + 1
  const fields = reader.flag() ? 1 : 2
  const codedHeight = mapUnits * 16 * fields
  if (fields === 2) reader.skip(1)
  reader.skip(1)
  const [left, right, top, bottom] = reader.flag()
    ? [reader.ue(), reader.ue(), reader.ue(), reader.ue()]
    : [0, 0, 0, 0]
  const unitX = depths.chromaFormat === 1 || depths.chromaFormat === 2 ? 2 : 1
  const unitY = (depths.chromaFormat === 1 ? 2 : 1) * fields
  const width = codedWidth - unitX * (left + right)
  const height = codedHeight - unitY * (top + bottom)
  return nonEmpty('H.264 SPS', { width, height, ...depths })
}

/** The first SPS of an Annex B stream. ERR_DECODE if there is none or it cannot be. */
export function h264Sps(bytes: Uint8Array): H264Sps {
  const nal = nals(bytes, 'H.264').find(({ start }) => h264Syntax.type(bytes, start) === SPS)
  if (!nal) throw damaged('H.264', 'has no SPS')
  return parseH264Sps(bytes.subarray(nal.start, nal.end))
}
