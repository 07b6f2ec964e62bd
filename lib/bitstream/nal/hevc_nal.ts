import { hevcSyntax, PPS } from './hevc'
import type { Nal } from './units'

/** SEI for the picture before it (H.265 table 7-1). */
export const SUFFIX_SEI = 40

/** A NAL unit of an HEVC stream with what its two header bytes say. */
export interface HevcUnit {
  type: number
  /** nuh_layer_id. */
  layer: number
  /** The unit with its header and emulation prevention, without start code. */
  bytes: Uint8Array
  /** Byte offset of `bytes` in the stream that it is from. */
  offset: number
}

/** Units shorter than a header and one payload byte have type -1. */
export function hevcUnit(stream: Uint8Array, { start, end }: Nal): HevcUnit {
  const bytes = stream.subarray(start, end)
  const [first = 0, second = 0] = bytes
  const forbidden = first >= 0x80 || bytes.length < 3
  return {
    type: forbidden ? -1 : first >> 1,
    layer: ((first & 1) << 5) | (second >> 3),
    bytes,
    offset: start,
  }
}

export const isSlice = ({ type }: HevcUnit): boolean => type >= 0 && hevcSyntax.isSlice(type)
const isSei = ({ type }: HevcUnit): boolean => hevcSyntax.isSei(type)

/** Whether BPG and HEIC keep the unit beside its picture: slices, PPS, SEI. */
export const isPictureData = (unit: HevcUnit): boolean =>
  isSlice(unit) || unit.type === PPS || isSei(unit)

/** Whether the slice begins a picture: first_slice_segment_in_pic_flag (H.265 section 7.3.6.1). */
export const startsPicture = (unit: HevcUnit): boolean =>
  isSlice(unit) && (unit.bytes[2]! & 0x80) !== 0

/** The unit's bytes with another nuh_layer_id, 0 to 63. */
export function withLayer({ bytes }: HevcUnit, layer: number): Uint8Array {
  const changed = bytes.slice()
  changed[0] = (bytes[0]! & 0xfe) | (layer >> 5)
  changed[1] = (bytes[1]! & 7) | ((layer & 31) << 3)
  return changed
}
