/** What a file says of its samples where its decoder does not (native/codec/coded_samples.h). */
export interface CodedSamples {
  /** Bits of a sample, where the decoder's pixel format has more. */
  depth?: number
  /** The code of white, where the decoder leaves the codes as they are (netpbm's MAXVAL). */
  max?: number
  /** Which the decoder has to use, of those that can hold the samples. */
  pixelFormat?: string
  /** Bits of a sample that the decoder has scaled to 16. */
  scaledFrom?: number
  /** Where those lie in formats of 8 and of 16 bits; default: at the high end. */
  lowBytes?: boolean
  lowWords?: boolean
  model?: 'cmyk' | 'ycck' | 'cmy' | 'ycc' | 'lab'
  /** L*, a*, b* = (code - offset) * range / 255, of 8-bit codes. */
  labRange?: number[]
  labOffset?: number[]
  /** Alpha is multiplied into the colour. */
  premultiplied?: boolean
}
