import type { PlainSamples } from '../bitstream/plain'

/** What a file says of its samples where its decoder does not (native/codec/coded_samples.h). */
export interface CodedSamples extends PlainSamples {
  /** Which the decoder has to use, of those that can hold the samples. */
  pixelFormat?: string
  /** Where scaled samples lie in formats of 8 and of 16 bits; default: at the high end. */
  lowBytes?: boolean
  lowWords?: boolean
  model?: 'cmyk' | 'ycck' | 'cmy' | 'ycc' | 'lab'
  /** L*, a*, b* = (code - offset) * range / 255, of 8-bit codes. */
  labRange?: number[]
  labOffset?: number[]
  /** CIE x and y of the white that they are relative to; default: D50. */
  labWhite?: number[]
  /** Columns and rows that the picture lacks in front of the first whole sample of chroma. */
  before?: [number, number]
  /** Alpha is multiplied into the colour. */
  premultiplied?: boolean
}
