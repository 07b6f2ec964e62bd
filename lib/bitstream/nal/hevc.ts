import type { BitReader } from '../bits'
import { damaged } from '../bytes'
import { parseSps, type HevcSps } from './hevc_sps'
import { nals, type NalSyntax, type Slice } from './units'
import type { SectionKind } from '../section'

export const VPS = 32
export const SPS = 33
export const PPS = 34

/** H.265 table 7-1, the types that a still picture's stream may hold. */
const KINDS: Record<number, readonly [SectionKind, string]> = {
  [VPS]: ['header', 'VPS'],
  [SPS]: ['header', 'SPS'],
  [PPS]: ['header', 'PPS'],
  35: ['container', 'access unit delimiter'],
  36: ['container', 'end of sequence'],
  37: ['container', 'end of bitstream'],
  38: ['container', 'filler data'],
  39: ['sei', 'SEI'],
  40: ['sei', 'SEI'],
}

export const hevcSyntax: NalSyntax = {
  format: 'HEVC',
  headerLength: 2,
  seiHeader: [39 << 1, 1],
  type: (bytes, start) => (bytes[start]! >> 1) & 63,
  kind: (type) => KINDS[type] ?? (type < 32 ? ['picture', 'slice'] : ['container', `NAL ${type}`]),
  isSlice: (type) => type < 32,
  isSei: (type) => type === 39 || type === 40,
  readSlice,
  pps: { type: PPS, id: (reader) => reader.ue() },
  spsSize: (bytes) => hevcSps(bytes),
}

/** H.265 7.3.6.1, as far as slice_pic_parameter_set_id. */
function readSlice(reader: BitReader, type: number): Slice {
  const first = reader.flag()
  if (type >= 16 && type <= 23) reader.skip(1)
  return { first, pps: reader.ue() }
}

/** The first SPS of an Annex B stream. ERR_DECODE if there is none or it cannot be. */
export function hevcSps(bytes: Uint8Array): HevcSps {
  const nal = nals(bytes, 'HEVC').find(({ start }) => hevcSyntax.type(bytes, start) === SPS)
  if (!nal) throw damaged('HEVC', 'has no SPS')
  return parseSps(bytes.subarray(nal.start, nal.end))
}
