import type { BitReader } from '../bits'

/** Colour description of an SPS: code points of H.273, 2 = unspecified. */
export interface HevcVui {
  fullRange: boolean
  primaries: number
  transfer: number
  matrix: number
}

/** vui_parameters() (H.265 section E.2.1): keeps the colour description, passes over the rest. */
export function readVui(bits: BitReader, maxSubLayersMinus1: number): HevcVui {
  const EXTENDED_SAR = 255
  if (bits.flag() && bits.u(8) === EXTENDED_SAR) bits.skip(32)
  if (bits.flag()) bits.skip(1)
  const vui = readVideoSignalType(bits)
  if (bits.flag()) skipUe(bits, 2)
  bits.skip(3)
  if (bits.flag()) skipUe(bits, 4)
  if (bits.flag()) skipTiming(bits, maxSubLayersMinus1)
  if (bits.flag()) {
    bits.skip(3)
    skipUe(bits, 5)
  }
  return vui
}

function readVideoSignalType(bits: BitReader): HevcVui {
  const unspecified = { primaries: 2, transfer: 2, matrix: 2 }
  if (!bits.flag()) return { fullRange: false, ...unspecified }
  bits.skip(3)
  const fullRange = bits.flag()
  if (!bits.flag()) return { fullRange, ...unspecified }
  return { fullRange, primaries: bits.u(8), transfer: bits.u(8), matrix: bits.u(8) }
}

function skipTiming(bits: BitReader, maxSubLayersMinus1: number): void {
  bits.skip(64)
  if (bits.flag()) bits.ue()
  if (bits.flag()) skipHrd(bits, maxSubLayersMinus1)
}

/** hrd_parameters(1, maxSubLayersMinus1), H.265 section E.2.2. */
function skipHrd(bits: BitReader, maxSubLayersMinus1: number): void {
  const nal = bits.flag()
  const vcl = bits.flag()
  let subPicture = false
  if (nal || vcl) {
    subPicture = bits.flag()
    bits.skip((subPicture ? 19 : 0) + 8 + (subPicture ? 4 : 0) + 15)
  }
  for (let layer = 0; layer <= maxSubLayersMinus1; layer++) {
    const fixedGeneral = bits.flag()
    const fixed = fixedGeneral || bits.flag()
    if (fixed) bits.ue()
    const lowDelay = !fixed && bits.flag()
    const buffers = lowDelay ? 1 : bits.ue() + 1
    for (let i = 0; i < buffers * (Number(nal) + Number(vcl)); i++) {
      skipUe(bits, subPicture ? 4 : 2)
      bits.skip(1)
    }
  }
}

function skipUe(bits: BitReader, count: number): void {
  for (let i = 0; i < count; i++) bits.ue()
}
