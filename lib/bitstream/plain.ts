/** How a decoder that is given the codes as they are has to read them (native/codec/coded_samples.h). */
export interface PlainSamples {
  depth?: number
  max?: number
  scaledFrom?: number
}

/** The same picture without what its decoder would fail for or read wrong. */
export interface Plain {
  bytes: Uint8Array
  /** What of that was damaged. */
  warnings: string[]
  /** What its decoder's samples are, where only the file as it was says it. */
  coded?: PlainSamples | undefined
}
