import type { Av1Sequence } from '../av1_sequence'
import { concat, damaged, type Size } from '../bytes'
import { hevcSyntax, PPS, SPS, VPS } from '../nal/hevc'
import { parseSps, type HevcSps } from '../nal/hevc_sps'
import { nals } from '../nal/units'
import { av1Sequence, obus } from '../obu'
import { box, u16, u32 } from './box_writer'
import { plainProfile, withProfile } from './hevc_profile'
import type { HeifChroma, HeifCodec, Nclx } from './types'

/** A coded still picture, ready to be an item: what its stream says and its two parts. */
export interface CodedItem extends Size {
  bitDepth: number
  chroma: HeifChroma
  /** What the stream itself says of its colours. */
  nclx: Nclx
  /** 'av01' or 'hvc1'. */
  itemType: string
  /** The av1C or hvcC box. */
  configuration: Uint8Array
  payload: Uint8Array
  /** Brands that only pictures of this profile may claim, the most telling first. */
  brands: readonly string[]
}

const TEMPORAL_DELIMITER = 2
const CHROMA_FORMATS: readonly HeifChroma[] = ['400', '420', '422', '444']

/** An item of a low-overhead OBU stream (AV1) or an Annex B stream (HEVC) of one picture. */
export const codedItem = (codec: HeifCodec, stream: Uint8Array): CodedItem =>
  codec === 'av1' ? av1Item(stream) : hevcItem(stream)

function av1Item(stream: Uint8Array): CodedItem {
  const sequence = av1Sequence(stream)
  const kept = obus(stream).filter(({ type }) => type !== TEMPORAL_DELIMITER)
  return {
    width: sequence.width,
    height: sequence.height,
    bitDepth: sequence.bitDepth,
    chroma: sequence.subsampling.replaceAll(':', '') as HeifChroma,
    nclx: sequence.colour,
    itemType: 'av01',
    configuration: av1C(sequence),
    payload: concat(kept.map(({ start, end }) => stream.subarray(start, end))),
    brands: av1Brands(sequence),
  }
}

/** AV1CodecConfigurationBox without configOBUs (AV1-ISOBMFF 2.3): the item has the sequence header. */
function av1C(sequence: Av1Sequence): Uint8Array {
  const { subsampling, bitDepth, monochrome } = sequence
  const subsampledX = subsampling !== '4:4:4'
  const subsampledY = subsampling === '4:2:0' || subsampling === '4:0:0'
  const flags = [
    sequence.tier === 1,
    bitDepth > 8,
    bitDepth === 12,
    monochrome,
    subsampledX,
    subsampledY,
  ].reduce((bits, flag) => 2 * bits + Number(flag), 0)
  const MARKER_AND_VERSION = 0x81
  return box('av1C', [
    MARKER_AND_VERSION,
    (sequence.profile << 5) | sequence.level,
    (flags << 2) | sequence.chromaSamplePosition,
    0,
  ])
}

/** The AVIF profiles: Baseline up to level 5.1, Advanced up to level 6.0, both Main tier (AVIF 8). */
function av1Brands({ profile, level, tier }: Av1Sequence): string[] {
  const [LEVEL_5_1, LEVEL_6_0] = [13, 16]
  if (tier === 0 && profile === 0 && level <= LEVEL_5_1) return ['avif', 'MA1B']
  if (tier === 0 && profile <= 1 && level <= LEVEL_6_0) return ['avif', 'MA1A']
  return ['avif']
}

function hevcItem(stream: Uint8Array): CodedItem {
  const units = nals(stream, 'HEVC').map(({ start, end }) => stream.subarray(start, end))
  const type = (unit: Uint8Array): number => hevcSyntax.type(unit, 0)
  const sets = [VPS, SPS, PPS].map((kind) => units.filter((unit) => type(unit) === kind))
  if (sets.some(({ length }) => length === 0)) throw damaged('HEVC', 'lacks a VPS, SPS or PPS')
  const original = parseSps(sets[1]![0]!)
  const profile = plainProfile(original)
  if (profile !== (original.profileTierLevel[0]! & 31)) {
    sets[0] = sets[0]!.map((vps) => withProfile(vps, profile, true))
    sets[1] = sets[1]!.map((unit) => withProfile(unit, profile, false))
  }
  const sps = parseSps(sets[1]![0]!)
  const pictureUnits = units.filter(
    (unit) => hevcSyntax.isSlice(type(unit)) || hevcSyntax.isSei(type(unit)),
  )
  const { fullRange, primaries, transfer, matrix } = sps.vui ?? UNSPECIFIED
  const MAIN_PROFILES = [1, 3]
  return {
    width: sps.width,
    height: sps.height,
    bitDepth: sps.bitDepthLuma,
    chroma: CHROMA_FORMATS[sps.chromaFormatIdc]!,
    nclx: { primaries, transfer, matrix, fullRange },
    itemType: 'hvc1',
    configuration: hvcC(sps, sets),
    payload: concat(pictureUnits.flatMap((unit) => [Uint8Array.from(u32(unit.length)), unit])),
    // ISO/IEC 23008-12 annex B: heic is for Main and Main Still Picture, heix for the extensions.
    brands: MAIN_PROFILES.includes(profile) ? ['heic'] : ['heix'],
  }
}

const UNSPECIFIED: Nclx = { primaries: 2, transfer: 2, matrix: 2, fullRange: false }

/** HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 8.3.3.1); reserved bits are ones. */
function hvcC(sps: HevcSps, parameterSets: Uint8Array[][]): Uint8Array {
  const FOUR_BYTE_LENGTHS = 3
  const COMPLETE = 0x80
  const layers = ((sps.maxSubLayersMinus1 + 1) << 3) | (Number(sps.temporalIdNesting) << 2)
  const arrays = parameterSets.flatMap((units) => [
    Uint8Array.from([COMPLETE | hevcSyntax.type(units[0]!, 0), ...u16(units.length)]),
    ...units.flatMap((unit) => [Uint8Array.from(u16(unit.length)), unit]),
  ])
  return box(
    'hvcC',
    [1],
    sps.profileTierLevel,
    [0xf0, 0, 0xfc, 0xfc | sps.chromaFormatIdc],
    [0xf8 | (sps.bitDepthLuma - 8), 0xf8 | (sps.bitDepthChroma - 8)],
    [0, 0, layers | FOUR_BYTE_LENGTHS, parameterSets.length],
    ...arrays,
  )
}
