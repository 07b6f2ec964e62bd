/** How a decoder that is given the codes as they are has to read them (native/codec/coded_samples.h). */
export interface PlainSamples {
  /** Bits of a sample, where the decoder's pixel format has more. */
  depth?: number
  /** Of each component, where they differ; `depth` is the largest then. */
  depths?: number[]
  /** The code of white, where the decoder leaves the codes as they are (netpbm's MAXVAL). */
  max?: number
  /** Bits of a sample that the decoder has scaled to 16. */
  scaledFrom?: number
  /** Which of the decoder's channels each of the result is. */
  order?: number[] | undefined
  /** What the samples of its one channel stand for: rows of channels, of 8 or 16 bits. */
  palette?: { colours: number[]; channels: number; depth: number } | undefined
}

/** The same picture without what its decoder would fail for or read wrong. */
export interface Plain {
  bytes: Uint8Array
  /** What of that was damaged. */
  warnings: string[]
  /** What its decoder's samples are, where only the file as it was says it. */
  coded?: PlainSamples | undefined
}
