import type { Format } from '../formats/format'
import type { OptionRows, ResolvedOptions } from '../options'
import type { Plain } from '../bitstream/plain'
import type { FirstFrame } from '../bitstream/webp_frame'
import type { CodedSamples } from './coded_samples'
import type { Colour } from './colour'
import type { ContainedFile, ContainedPicture, Tiles } from './container'
import type { commonRows, SharedOptions } from './rows'
import type { Templates } from './templates'

export type { Colour } from './colour'

/** The options of a codec with these rows, defaults filled in; those without one may be undefined. */
export type Resolved<R extends OptionRows> = ResolvedOptions<Omit<typeof commonRows, keyof R> & R>

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

/** One stream format of a codec ("obu", "ivf"). */
export interface StreamFormat {
  /** What its bytes say (a row of lib/formats, or one of the codec's own). */
  kind: Format
  /** Whether such bytes are of this codec, where others write the kind too. */
  holds?(bytes: Uint8Array): boolean
  extension: string
  /** Other extensions of the same files. */
  aliases?: readonly string[]
  /** The ffmpeg program's demuxer for these bytes ("hevc", "ivf", "webp_pipe"). */
  demuxer?: string
  /** From the encoder's packet to what the user gets, and back. Absent: the packet as it is. */
  wrap?(packet: Uint8Array, info: { width: number; height: number }): Uint8Array
  unwrap?(bytes: Uint8Array): Uint8Array
}

/**
 * What is known of a codec's packets: pure functions over their bytes. `verify` and `size` of a
 * stream that is the packet as it is come from its format (lib/formats). `O`: its resolved options.
 */
export interface StreamFunctions<O = SharedOptions> {
  /** Undefined: the decoder takes the stream as it is. */
  plain?(bytes: Uint8Array): Plain | undefined
  /** The first frame of an animation, and where it lies on its canvas. */
  firstFrame?(bytes: Uint8Array): FirstFrame | undefined
  /**
   * Checks that libav's decoder does not make.
   * @throws CodecError `ERR_DECODE` for damaged data
   */
  verify?(bytes: Uint8Array, options: O): void
  /** Width and height as the headers say, before anything is decoded. */
  size?(bytes: Uint8Array): { width: number; height: number }
  /** Carries a size that the bitstream cannot express beside the coded, padded one. */
  trueSize?: {
    write(bytes: Uint8Array, width: number, height: number): Uint8Array
    read(bytes: Uint8Array): { width: number; height: number } | undefined
  }
  /** Whether it holds luma alone, for decoders that make flat chroma of it (H.264). */
  isGray?(bytes: Uint8Array): boolean
  /**
   * What this decoder's samples are, where it does not say so itself.
   * @throws CodecError `ERR_DECODE`, by name, for colours that are not supported
   */
  coded?(bytes: Uint8Array, decoder: string): CodedSamples | undefined
  /** Whether an RGBA decode of these bytes has an alpha channel that says something. */
  hasAlpha?(bytes: Uint8Array): boolean
  /**
   * A stream whose decoder would undo the coded colour transform, changed so that it gives the planes
   * as they are coded, and their pixel format (JPEG 2000). Undefined: there is nothing to change.
   */
  codedPlanes?(bytes: Uint8Array): { bytes: Uint8Array; pixelFormat: string } | undefined
  /** Last change of the encoder's packet (JPEG 2000's component transform flag). */
  finish?(bytes: Uint8Array, options: O, picture: PictureInfo): Uint8Array
}

/** Programs of the cli backend. `{in}`, `{out}` stand for the temp files' paths. */
export interface CliPrograms<O = SharedOptions> {
  /** The codec of the files by which pixels go to the programs and come back. */
  carrier: Descriptor
  encoder: {
    program: string
    /** `bitDepth`: of the carrier's samples, as the caller gave them. */
    args(options: O, quality: number, bitDepth: number): string[]
  }
  decoder: {
    program: string
    args(options: O, bitDepth: number): string[]
    /**
     * What the file holds, for a program whose pixels are always of the same kind.
     * @throws CodecError `ERR_DECODE`, and `ERR_LIMIT` above `maxPixels`
     */
    holds?(bytes: Uint8Array, maxPixels: number): { channels: number; bitDepth: number }
  }
  /** Prints its version; also how availability is checked. */
  versionArgs: string[]
  install: string
}

/** A file format around pictures of another codec: BPG, AVIF, HEIC. */
export interface Container<O = SharedOptions> {
  inner: Descriptor
  /** Who decodes the pictures of a file, by what they are. */
  readers: Readonly<Partial<Record<Tiles['codec'], Descriptor>>>
  /** The inner codec's options for these options and this picture. */
  innerOptions(
    options: O,
    picture: { width: number; height: number; channels: number; bitDepth: number },
  ): SharedOptions
  write(picture: ContainedPicture, options: O): Uint8Array
  read(bytes: Uint8Array, maxPixels: number): ContainedFile
}

/** What a codec is: data and a few pure functions. Everything else is derived from it. `O`: its resolved options. */
export interface Descriptor<O = SharedOptions> {
  name: string
  className: string
  help: string
  /** `jpeg`: the libjpeg-turbo engine; otherwise libavcodec. */
  engine?: 'libav' | 'jpeg'
  /** In order of preference; the first present in the build wins, option `encoder` picks one. */
  encoders: readonly string[]
  /** Another encoder of the same library that takes this pixel format (libx264rgb). */
  encoderFor?(pixelFormat: string): string | undefined
  decoders: readonly string[]
  /**
   * Encoders that, once open, code any number of pictures to the bytes that a fresh one gives, and
   * that are slow to open: kept for small pictures. libaom is none: `allintra` remembers.
   */
  reusable?: readonly string[]
  /** The decoder that finds damage which the others show as a wrong picture (option `strict`). */
  strictDecoder?: string
  backends: readonly ('native' | 'ffmpeg' | 'cli')[]
  /** Options of its own, beside the common ones (lib/codecs/rows.ts). */
  options: OptionRows
  /**
   * What `effort` sets of the rows that the caller left open, for this encoder.
   * @throws RangeError for a value (`tune`) that this encoder has no setting for
   */
  settle?(options: O, encoder: string, libraries?: Libraries): Partial<O> | undefined
  /** What another encoder of the same codec cannot take over of the caller's settings. */
  unsettled?: Partial<O>
  /** Keyed by option `format`; the first is the default. */
  formats: Readonly<Record<string, StreamFormat>>
  quality(options: O, encoder: string, libraries?: Libraries): QualityScale
  /** AVPixelFormat names that it codes, in order of preference. */
  pixelFormats(options: O, encoder: string): readonly string[]
  /** Encoders that set the colour of fully transparent pixels to 0 even where they are lossless. */
  clearsTransparent?: readonly string[]
  /** Whether these options and quality code without loss (RGB is then coded as RGB). */
  lossless?(options: O, quality: number): boolean
  /** Its encoder converts RGB itself, in a way of its own, and is given RGB for that. */
  convertsRgb?: boolean
  geometry(options: O, encoder: string, pixelFormat: string): Geometry
  /**
   * Bytes of memory that decoding takes for each pixel, the result included (measured by
   * util/bench/decode_memory.js), or what the file's header says of it. Default: 16.
   */
  decodeMemory?: number | ((bytes: Uint8Array) => number)
  encode(options: O, quality: number, encoder: string, picture: PictureInfo): EncodeSettings
  /** Why this decoder would read these bytes wrong; undefined: it reads them right. */
  unfit?(bytes: Uint8Array, decoder: string, has: (decoder: string) => boolean): string | undefined
  /** AVOptions of the decoder; `strict` is a common option. */
  decode?(options: O, decoder: string, planes: boolean): Record<string, string | number>
  stream?: StreamFunctions<O>
  /** At which writeImage writes, where the codec is not lossless; default: the best. */
  writeQuality?: number
  /** The one colour that the format knows (JPEG: BT.601 full range). Absent: options matrix, range. */
  colour?: Colour
  /** How to read streams that carry no colour tags; default: `colour`, else BT.601 full range. */
  untagged?: Colour
  /** Present: the pictures are coded by another codec of the table, and this is the file around. */
  container?: Container<O>
  cli?: CliPrograms<O>
  /** The cli backend's programs as command templates, instead. */
  templates?: Templates
  /** What `defineCodec` was given: another process makes the same codec of it. */
  program?: object
  /** Bytes of a file's container that no decoder of the codec needs: they do not count. */
  containerBytes?: number
}

/** A codec of the table, whose name and rows the compiler knows. */
export interface Defined<R extends OptionRows, N extends string> extends Descriptor {
  name: N
  options: R
}

/**
 * A descriptor whose functions get what its own rows say: a misspelt option does not compile. From
 * outside it is a codec like all others, whose functions take its own options (lib/codecs/resolve.ts).
 */
export const define = <const R extends OptionRows, const N extends string>(
  descriptor: Descriptor<Resolved<R>> & { name: N; options: R },
) => descriptor as unknown as Defined<R, N>
