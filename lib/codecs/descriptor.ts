import type { OptionRows } from '../options'

/** Resolved options: every row's value, defaults filled in; rows without default may be undefined. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each descriptor knows its own rows
export type Resolved = Record<string, any>

/** Width, height and samples of the picture that is to be coded. */
export interface PictureInfo {
  width: number
  height: number
  /** 1 gray, 3 RGB, 4 RGBA. Planar input: that of its pixel format. */
  channels: number
  bitDepth: number
  /** The pixel format that the encoder gets (an AVPixelFormat name). */
  pixelFormat: string
}

/** What an encoder is opened with: AVOption name -> value, for the native core and the ffmpeg program alike. */
export interface EncodeSettings {
  options: Record<string, string | number>
  /** libavcodec bitstream filters applied to the packet ("filter_units=remove_types=6"). */
  bitstreamFilter?: string
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

/** How YUV samples are to be read. RGB is sRGB. */
export interface Colour {
  matrix: 'bt601' | 'bt709' | 'bt2020' | 'ycgco'
  range: 'full' | 'limited'
}

/** Every quality of a codec in its own scale. */
export interface QualityScale {
  /** Worst to best. */
  steps: readonly number[]
  /** Whether values between the steps are valid (JXL distance, WebP quality). */
  continuous?: boolean
  /** Qualities that code without any loss (`0` of AV1's CRF with libaom). */
  lossless?: readonly number[]
  /**
   * Worst and best of the part that curves are drawn of: SSIMULACRA2 of about 20 to 90 on
   * photographs. Default: all lossy steps.
   */
  useful?: readonly [number, number]
  /** Equal visual steps are equal factors, not differences (a compression ratio). */
  geometric?: boolean
  /** "QP", "CRF", "distance": the name of the scale. */
  name: string
}

/** One stream format of a codec ("obu", "ivf"). */
export interface StreamFormat {
  extension: string
  /** The ffmpeg program's demuxer for these bytes ("hevc", "ivf", "webp_pipe"). */
  demuxer?: string
  /** It can hold ICC, Exif or XMP (lib/metadata). */
  metadata?: boolean
  /** Its readers turn pictures by what the file itself says, not by Exif's orientation. */
  upright?: boolean
  /** From the encoder's packet to what the user gets, and back. Absent: the packet as it is. */
  wrap?(packet: Uint8Array, info: { width: number; height: number }): Uint8Array
  unwrap?(bytes: Uint8Array): Uint8Array
}

/** Programs of the cli backend. `{in}`, `{out}` stand for the temp files' paths. */
export interface CliPrograms {
  encoder: {
    program: string
    /** `bitDepth`: of the PNG's samples, as the caller gave them. */
    args(options: Resolved, quality: number, bitDepth: number): string[]
    input: 'png'
  }
  decoder: {
    program: string
    args(options: Resolved, bitDepth: number): string[]
    output: 'png'
    /**
     * What the file holds, for a program whose PNG is always the same kind. Throws ERR_DECODE, and
     * ERR_LIMIT above `maxPixels`.
     */
    holds?(bytes: Uint8Array, maxPixels: number): { channels: number; bitDepth: number }
  }
  /** Prints its version; also how availability is checked. */
  versionArgs: string[]
  install: string
}

/** What a container writes around the coded pictures. */
export interface ContainedPicture {
  /** Colour (or gray) and, for RGBA, the alpha plane: packets of the inner codec. */
  stream: Uint8Array
  alpha?: Uint8Array
  width: number
  height: number
  pixelFormat: string
  colour: Colour
}

/** One plane set of a file: a grid of coded pictures, usually 1 x 1, that cover width x height. */
export interface Tiles {
  codec: 'hevc' | 'av1'
  width: number
  height: number
  rows: number
  columns: number
  tileWidth: number
  tileHeight: number
  tiles: readonly Uint8Array[]
}

/** What a file holds, before anything is decoded. */
export interface ContainedFile {
  /** After the transforms. */
  width: number
  height: number
  gray: boolean
  bitDepth: number
  image: Tiles
  alpha?: Tiles & { premultiplied: boolean }
  transforms: readonly Transform[]
  /** How the file says its samples are to be read; it counts more than the stream's tags. */
  colour?: Colour
}

/** As HEIF has them, to be done in order (ISO/IEC 23008-12 6.5). */
export type Transform =
  | { type: 'clap'; x: number; y: number; width: number; height: number }
  | { type: 'irot'; angle: 90 | 180 | 270 }
  | { type: 'imir'; axis: 0 | 1 }

/** A file format around pictures of another codec: BPG, AVIF, HEIC. */
export interface Container {
  inner: Descriptor
  /** The inner codec's options for these options and this picture. */
  innerOptions(
    options: Resolved,
    picture: { width: number; height: number; channels: number; bitDepth: number },
  ): Resolved
  write(picture: ContainedPicture, options: Resolved): Uint8Array
  read(bytes: Uint8Array, maxPixels: number): ContainedFile
}

/** What a codec is: data and a few pure functions. Everything else is derived from it. */
export interface Descriptor {
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
   * What `effort` sets of the rows that the caller left open, for this encoder. Throws RangeError for
   * a value (`tune`) that this encoder has no setting for.
   */
  settle?(options: Resolved, encoder: string): Resolved
  /** Keyed by option `format`; the first is the default. */
  formats: Readonly<Record<string, StreamFormat>>
  quality(options: Resolved, encoder: string): QualityScale
  /** AVPixelFormat names that it codes, in order of preference. */
  pixelFormats(options: Resolved, encoder: string): readonly string[]
  /** Encoders that set the colour of fully transparent pixels to 0 even where they are lossless. */
  clearsTransparent?: readonly string[]
  /** Whether these options and quality code without loss (RGB is then coded as RGB). */
  lossless?(options: Resolved, quality: number): boolean
  /** Its encoder converts RGB itself, in a way of its own, and is given RGB for that. */
  convertsRgb?: boolean
  geometry(options: Resolved, encoder: string, pixelFormat: string): Geometry
  encode(options: Resolved, quality: number, encoder: string, picture: PictureInfo): EncodeSettings
  /** AVOptions of the decoder; `strict` is a common option. */
  decode?(options: Resolved, decoder: string, planes: boolean): Record<string, string | number>
  /** Carries a size that the bitstream cannot express beside the coded, padded one. */
  trueSize?: {
    write(bytes: Uint8Array, width: number, height: number): Uint8Array
    read(bytes: Uint8Array): { width: number; height: number } | undefined
  }
  /** Last change of the packet (JPEG 2000's component transform flag). */
  finish?(bytes: Uint8Array, options: Resolved, picture: PictureInfo): Uint8Array
  /** Checks that libav's decoder does not make: throws CodecError ERR_DECODE for damaged data. */
  verify?(bytes: Uint8Array, options: Resolved): void
  /** The one colour that the format knows (JPEG: BT.601 full range). Absent: options matrix, range. */
  colour?: Colour
  /** How to read streams that carry no colour tags; default: `colour`, else BT.601 full range. */
  untagged?: Colour
  /**
   * A stream whose decoder would undo the coded colour transform, changed so that it gives the planes
   * as they are coded, and their pixel format (JPEG 2000). Undefined: there is nothing to change.
   */
  codedPlanes?(bytes: Uint8Array): { bytes: Uint8Array; pixelFormat: string } | undefined
  /** Whether the stream holds luma alone, for decoders that make flat chroma of it (H.264). */
  isGray?(bytes: Uint8Array): boolean
  /** Whether an RGBA decode of these bytes has an alpha channel that says something. */
  hasAlpha?(bytes: Uint8Array): boolean
  /** Width and height as the headers say, before anything is decoded. */
  size?(bytes: Uint8Array): { width: number; height: number }
  /** Present: the pictures are coded by another codec of the table, and this is the file around. */
  container?: Container
  cli?: CliPrograms
}
