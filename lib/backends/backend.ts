import type { Size } from '../bitstream/bytes'
import type { ForcedColour } from '../codecs/colour'
import type { CodedSamples } from '../codecs/coded_samples'
import type { CliPrograms, Colour, Descriptor } from '../codecs/descriptor'
import type { CodedAs, Libraries } from '../codecs/encoding'
import type { SharedOptions } from '../codecs/rows'
import type { Templates } from '../codecs/templates'
import type { Picture, SampleView } from '../image'
import type { CodedColour } from '../metadata/rgb_profile'
import type { Steps } from '../task'
import type { Callers } from '../process/callers'

/** One encode, decided in full: what a backend needs and nothing else. */
export interface EncodePlan {
  /** The codec's name in messages. */
  label: string
  engine: 'libav' | 'jpeg'
  encoder: string
  pixelFormat: string
  /** The picture's own size, and the padded one that is coded. */
  width: number
  height: number
  codedWidth: number
  codedHeight: number
  /** AVOption name -> value, colour tags included. */
  options: Record<string, string | number>
  bitstreamFilter?: string
  /** The open encoder may be kept for the next picture of the same kind. */
  keep: boolean
  /** To be coded with the picture. */
  icc?: Uint8Array | undefined
  colour: Colour
  codedAs?: CodedAs
  quality: number
  programs?: CliPrograms
  templates?: Templates
  /** Of the stream's file. */
  extension: string
  resolved: SharedOptions
}

/** What decode is to give back. */
export interface OutputFormat {
  /** The planes as they are coded, not converted. */
  planes?: boolean
  /** CHW instead of HWC. */
  planarLayout?: boolean
  /** Default: as the stream has them. */
  channels?: number
  bitDepth?: number
  /** Pixels go into this view; its size is the crop. */
  into?: SampleView
  /** Crop to the true size. */
  width?: number
  height?: number
}

export interface DecodePlan {
  label: string
  engine: 'libav' | 'jpeg'
  decoder: string
  demuxer: string
  options: Record<string, string | number>
  codedPixelFormat?: string
  maxPixels: number
  untagged: Colour
  /** What the file says of its stream: counts more than the stream's tags. */
  forced?: ForcedColour
  coded?: CodedSamples
  /** The ICC profile is wanted, too. */
  profile?: boolean
  output: OutputFormat
  programs?: CliPrograms
  templates?: Templates
  extension: string
  /** Of the codec, in order of preference. */
  pixelFormats: readonly string[]
  /** What is coded of a picture of this size. */
  codedSize(size: { width: number; height: number }): { width: number; height: number }
  resolved: SharedOptions
}

/** What is to be decoded: the whole stream, and the packet inside of it (IVF's payload). */
export interface Stream {
  bytes: Uint8Array
  packet: Uint8Array
  /** Of its picture, or somewhat more, as headers say that were read already. */
  size?: Size | undefined
}

/** A stream and the milliseconds that encoding took, without waiting for a turn. */
export interface Coded {
  bytes: Uint8Array
  ms: number
  /** What was left out. */
  warnings?: string[]
}

export interface Decoded extends Colour {
  /** One array of pixels, or one per plane. */
  data: (Uint8Array | Uint16Array)[]
  width: number
  height: number
  channels: number
  bitDepth: number
  /** Of the stream. */
  pixelFormat: string
  ms: number
  /** Coded with the picture, where the plan wants it. */
  icc?: Uint8Array
  /** Of its RGB samples, where the plan wants a profile and the decoder tells them instead. */
  points?: CodedColour
  /** Of planes with fewer samples of chroma, where the stream says it: libavutil's name. */
  chromaLocation?: string
  /** What was passed over: the picture is whole all the same. */
  warnings?: string[]
}

/** Which encoder and decoder a backend has for a codec, or why it has none. */
export interface Support {
  encoder?: string
  decoder?: string
  version?: string
  libraries?: Libraries
  /** What is missing and how to install it; absent: available. With a `decoder` it can decode all the same. */
  missing?: string
}

/** The same small interface three times: native, ffmpeg, cli. */
export interface Backend {
  /** Its programs read and write finished files: nothing of ours is wrapped around them. */
  readonly wholeFiles: boolean
  /** It hands ICC profiles to encoders and from decoders that code them. */
  readonly profiles?: boolean
  readonly callers: Callers
  support(descriptor: Descriptor, options: SharedOptions): Support
  /** Whether it has the decoder of this name. */
  decodes(decoder: string, options: SharedOptions): boolean
  encode(plan: EncodePlan, picture: Picture): Steps<Coded>
  decode(plan: DecodePlan, stream: Stream): Steps<Decoded>
}

/** The first of the names that `has`; `wanted` allows one only. */
const firstOf = (
  names: readonly string[],
  wanted: string | undefined,
  has: (name: string) => boolean,
): string | undefined => names.find((name) => (wanted ?? name) === name && has(name))

/** The encoder and decoder of an FFmpeg that serve a codec as it is set up, or what it lacks. */
export function findCoders(
  { encoders, decoders, strictDecoder }: Descriptor,
  options: SharedOptions,
  has: (name: string, kind: 'encoder' | 'decoder') => boolean,
): { encoder: string; decoder: string } | { lacking: string; decoder?: string } {
  const encoder = firstOf(encoders, options.encoder, (name) => has(name, 'encoder'))
  const strict = options.strict ? strictDecoder : undefined
  const decoder = firstOf(decoders, strict, (name) => has(name, 'decoder'))
  if (encoder === undefined) {
    const lacking = `encoder ${options.encoder ?? encoders.join(' or ')}`
    return { lacking, ...(decoder !== undefined && { decoder }) }
  }
  return decoder === undefined
    ? { lacking: `decoder ${strict ?? decoders.join(' or ')}` }
    : { encoder, decoder }
}
