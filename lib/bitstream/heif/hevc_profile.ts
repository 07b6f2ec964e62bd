import type { HevcSps } from '../nal/hevc_sps'
import { escape, unescape } from '../nal/units'

/** general_profile_idc values, H.265 annex A. */
const MAIN = 1
const MAIN_10 = 2
const RANGE_EXTENSIONS = 4
/** Byte offsets of profile_tier_level() in the RBSPs, the NAL unit header included. */
const VPS_PROFILE = 6
const SPS_PROFILE = 3

/**
 * The profile to claim for a stream. x265 marks every intra-only stream as "Main Intra" of the range
 * extensions, which common HEIC readers refuse; a 4:2:0 one of 8 or 10 bits without tools of the range
 * extensions conforms to Main or Main 10 as well (H.265 A.3.2, A.3.3). Others keep their own.
 */
export function plainProfile(sps: HevcSps): number {
  const own = sps.profileTierLevel[0]! & 31
  const plain = sps.chromaFormatIdc === 1 && sps.tools.rangeFlags === undefined
  const depth = Math.max(sps.bitDepthLuma, sps.bitDepthChroma)
  if (own !== RANGE_EXTENSIONS || !plain || depth > 10) return own
  return depth === 8 ? MAIN : MAIN_10
}

/** A VPS or SPS NAL unit that claims profile 1 (Main) or 2 (Main 10); tier and level stay. */
export function withProfile(unit: Uint8Array, profile: number, isVps: boolean): Uint8Array {
  const at = isVps ? VPS_PROFILE : SPS_PROFILE
  const rbsp = unescape(unit, 0, unit.length).slice()
  // general_profile_compatibility_flag: a Main stream is one of Main 10 too.
  const compatible = profile === MAIN ? 0x60 : 0x20
  const PROGRESSIVE_FRAMES = 0x90
  const tier = rbsp[at]! & 0x20
  rbsp.set([tier | profile, compatible, 0, 0, 0, PROGRESSIVE_FRAMES, 0, 0, 0, 0, 0], at)
  return Uint8Array.from(escape(rbsp))
}
