/** A run of bytes of the file. */
export interface Range {
  start: number
  end: number
}

/** Code points of H.273 and the range flag, as a `colr` box of type `nclx` holds them. */
export interface Nclx {
  primaries: number
  transfer: number
  matrix: number
  fullRange: boolean
}

export type HeifCodec = 'av1' | 'hevc'
export type HeifChroma = '400' | '420' | '422' | '444'

/** What is done to the reconstructed picture before it is shown (ISO/IEC 23008-12 6.5). */
export type HeifTransform =
  /** Cut to this rectangle of pixels. */
  | { type: 'clap'; x: number; y: number; width: number; height: number }
  /** Turn anti-clockwise by this many degrees. */
  | { type: 'irot'; angle: 90 | 180 | 270 }
  /** 0: exchange top and bottom; 1: exchange left and right. */
  | { type: 'imir'; axis: 0 | 1 }

/** `urn`s that mark an auxiliary image as alpha: MIAF's and AVIF's, HEVC's, AVC's. */
export const ALPHA_URNS = [
  'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha',
  'urn:mpeg:hevc:2015:auxid:1',
  'urn:mpeg:avc:2015:auxid:1',
] as const
