import type { OptionRows, ResolvedOptions } from '../options'
import type { MatrixName } from '../image'
import type { Colour } from './colour'
import type { ContainedFile, ContainedPicture, Tiles } from './container'
import type { commonRows, SharedOptions } from './rows'
import type { Templates } from './templates'
import type { EncodeSettings, Geometry, Libraries, PictureInfo, QualityScale } from './encoding'
import type { StreamFormat, StreamFunctions } from './stream'

export type { Colour } from './colour'

/** The options of a codec with these rows, defaults filled in; those without one may be undefined. */
export type Resolved<R extends OptionRows> = ResolvedOptions<Omit<typeof commonRows, keyof R> & R>

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

/** An option's older name: the new one, and its value for each of the old. */
interface OlderName {
  of: string
  values: Readonly<Record<string, string>>
}

/**
 * What a codec is: data and a few pure functions. Everything else is derived from it. `O`: its
 * resolved options.
 */
export interface Descriptor<O = SharedOptions> {
  name: string
  className: string
  /** What others call it, as letters and digits: an error's advice. */
  calledElsewhere?: readonly string[]
  help: string
  /** `jpeg`: libjpeg-turbo, its first encoder and decoder; all others are libavcodec's. */
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
  /** Older names of options, and what each value is called under the name of all codecs. */
  olderNames?: Readonly<Record<string, OlderName>>
  /** It has `subsampling` or `bitDepth` as rows of its own: its encoder samples, and is given RGB. */
  samplesItself?: boolean
  /** The depth of the pixel formats in which its encoder takes samples of so many bits (`bitDepth`). */
  carriedIn?(bitDepth: number): number
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
  /** The ICC profile is coded with the picture: its encoder takes it, its decoder gives it. */
  codesProfile?: boolean
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
  /** The matrices that its streams can name, where these are not all. */
  matrices?: readonly MatrixName[]
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
