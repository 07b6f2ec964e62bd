/**
 * The libraries behind a backend and their versions ({ libaom: '3.14.1' }): what an encoder can do may
 * depend on them. Empty where they cannot be asked (the ffmpeg program).
 */
export type Libraries = Readonly<Record<string, string>>

/** Width, height and samples of the picture that is to be coded. */
export interface PictureInfo {
  width: number
  height: number
  /** 1 gray, 3 RGB, 4 RGBA. Planar input: that of its pixel format. */
  channels: number
  bitDepth: number
  /** The pixel format that the encoder gets (an AVPixelFormat name). */
  pixelFormat: string
  libraries?: Libraries
}

/** What an encoder is opened with: AVOption name -> value, for the native core and the ffmpeg program alike. */
export interface EncodeSettings {
  /** `undefined` leaves an option at the encoder's own default. */
  options: Record<string, string | number | undefined>
  /** libavcodec bitstream filters applied to the packet ("filter_units=remove_types=6"). */
  bitstreamFilter?: string
  codedAs?: CodedAs
}

/**
 * Samples that are not scaled to the pixel format's depth: they are taken as codes of `depth` bits
 * (the format's), with `addend` on every one. `finish` then says in the stream how deep they are.
 */
export interface CodedAs {
  depth: number
  addend: number
}

/** Sizes an encoder takes. Smaller or odd pictures are padded and cropped by the library. */
export interface Geometry {
  minWidth?: number
  minHeight?: number
  maxWidth: number
  maxHeight: number
  /** Coded width and height must be multiples of these. */
  multipleOfWidth?: number
  multipleOfHeight?: number
}

/** Every quality of a codec in its own scale. */
export interface QualityScale {
  /** Worst to best. */
  steps: readonly number[]
  /** Whether values between the steps are valid (JXL distance, WebP quality). */
  continuous?: boolean
  /** Whether whole numbers between the steps are valid (OpenJPEG's compression ratio). */
  whole?: boolean
  /** Qualities that code without any loss (`0` of AV1's CRF with libaom). */
  lossless?: readonly number[]
  /**
   * Ends of the part that curves are drawn of: SSIMULACRA2 of about 20 to 90 on
   * photographs. Default: all lossy steps.
   */
  useful?: { worst: number; best: number }
  /**
   * What is taken where nobody chose: SSIMULACRA2 of about 75 in the mean of five photographs, as
   * util/bench/default_quality.js measures it (docs/quality.md). Default: the middle step.
   */
  typical?: number
  /** Equal visual steps are equal factors, not differences (a compression ratio). */
  geometric?: boolean
  /** "QP", "CRF", "distance": the name of the scale. */
  name: string
}
