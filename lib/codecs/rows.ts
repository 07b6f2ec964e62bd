import { boolean, dictionary, int, number, oneOf, type ResolvedOptions, string } from '../options'
import type { Subsampling } from '../pixelformat'
import type { Colour } from './colour'

/** Options that every codec has. */
export const commonRows = {
  quality: number({
    min: -Infinity,
    max: Infinity,
    help: "in the codec's own scale; default: SSIMULACRA2 of about 75 (docs/quality.md)",
  }),
  backend: oneOf({
    values: ['native', 'ffmpeg', 'cli'],
    help: 'default: native where the addon has the encoder, else ffmpeg, else cli',
  }),
  ffmpegPath: string({ help: 'the ffmpeg program or its folder; default: from PATH' }),
  pixelFormat: string({
    default: 'auto',
    help: "AVPixelFormat name; 'auto': the codec's first that holds the picture's depth and channels",
  }),
  threads: int({
    min: 1,
    max: 64,
    default: 1,
    help: 'threads inside the encoder for one picture; calls run in parallel anyway',
  }),
  timeout: number({
    min: 1,
    max: 2 ** 31 - 1,
    help: 'milliseconds that one call may work, waiting for a turn excluded; default: no limit',
  }),
  maxQueue: int({
    min: 0,
    max: 2 ** 31 - 1,
    help: 'calls that may wait for a turn; one more is ERR_BUSY at once; default: no limit',
  }),
  maxPixels: number({
    min: 1,
    max: 2 ** 31,
    default: 268402689,
    help: 'largest width x height that decode accepts (16383 x 16383)',
  }),
  maxMemory: number({
    min: 2 ** 20,
    max: 2 ** 40,
    default: 2 ** 30,
    help: 'bytes that decoding one picture may take, as estimated from its header, and that its file may have',
  }),
  isolate: boolean({
    default: false,
    help: 'decode in a child process with limits of its own: a crash, a hang or a leak ends there',
  }),
  maxOutputBytes: number({
    min: 1,
    max: 2 ** 31 - 1,
    default: 2 ** 31 - 1,
    help: 'largest stream that encode may return',
  }),
  strict: boolean({
    default: false,
    help: 'decode refuses also damage that no pixel depends on: what `warnings` names',
  }),
  options: dictionary({
    help: "the encoder's own AVOptions by name, on top of ours: { 'x265-params': 'rd=4' }",
  }),
} as const

/** Options of the codecs whose stream can tag its colour. */
export const colourRows = {
  matrix: oneOf({
    values: ['bt601', 'bt709', 'bt2020', 'rgb'],
    default: 'bt601',
    help: "RGB to YCbCr; 'rgb': coded as GBR, without conversion",
  }),
  range: oneOf({ values: ['full', 'limited'], default: 'full', help: 'of the YCbCr samples' }),
  subsampling: oneOf({
    values: ['4:4:4', '4:2:2', '4:2:0', '4:0:0'],
    help: 'chroma against luma, where pixelFormat is auto; default: the first of pixelFormat',
  }),
  bitDepth: oneOf({
    values: [8, 10, 12],
    help: "of the coded samples, where pixelFormat is auto; default: the picture's",
  }),
} as const

/** Rows for codecs whose pixel formats leave a choice of these alone. */
export const subsamplingRow = <const V extends readonly Subsampling[]>(values: V) =>
  ({ subsampling: oneOf({ values, help: colourRows.subsampling.help }) }) as const

export const bitDepthRow = <const V extends readonly number[]>(values: V) =>
  ({ bitDepth: oneOf({ values, help: colourRows.bitDepth.help }) }) as const

export const losslessRow = {
  lossless: boolean({
    default: false,
    help: 'every sample comes back to the bit (RGB is coded as RGB); quality is not used',
  }),
} as const

export const infoRow = {
  info: boolean({
    default: false,
    help: "keep the encoder's advertisement SEI in the stream (it counts in nBytes)",
  }),
} as const

export const premultipliedRow = {
  premultiplied: boolean({ default: false, help: 'store colour multiplied by alpha' }),
} as const

/** What the library reads of the options of any codec; those below `commonRows` some codecs have. */
export interface SharedOptions extends ResolvedOptions<typeof commonRows> {
  matrix?: Colour['matrix'] | 'rgb'
  range?: Colour['range']
  subsampling?: Subsampling
  bitDepth?: number
  lossless?: boolean
  premultiplied?: boolean
  /** The key of a stream format; BPG's say how chroma is sampled. */
  format?: string
  encoder?: string
}
