import { boolean, dictionary, int, number, oneOf, resolveOptions, string } from '../options'
import type { Descriptor, Resolved } from './descriptor'

/** Options that every codec has. */
export const commonRows = {
  quality: number({
    min: -Infinity,
    max: Infinity,
    help: "in the codec's own scale; default: the middle of qualitySteps",
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
    help: 'milliseconds for one call; default: no limit',
  }),
  maxPixels: number({
    min: 1,
    max: 2 ** 31,
    default: 268402689,
    help: 'largest width x height that decode accepts (16383 x 16383)',
  }),
  maxOutputBytes: number({
    min: 1,
    max: 2 ** 31 - 1,
    default: 2 ** 31 - 1,
    help: 'largest stream that encode may return',
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
} as const

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

/** `from`, `from - step`, ... down to (or up to) `to`. */
export function steps(from: number, to: number, step = 1): number[] {
  const count = Math.round(Math.abs(to - from) / step) + 1
  const sign = Math.sign(to - from)
  return Array.from({ length: count }, (_, i) => Number((from + sign * i * step).toFixed(6)))
}

/** Every pixel format of these families at these depths ('yuv444p' and 10: 'yuv444p10le'). */
export function withDepths(families: readonly string[], depths: readonly number[]): string[] {
  return depths.flatMap((d) => families.map((family) => (d === 8 ? family : `${family}${d}le`)))
}

/** Joins the parts of an encoder's `key=value:key=value` option; empty parts vanish. */
export function joinParams(...parts: (string | number | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(':')
}

/** FF_QP2LAMBDA of libavutil/avutil.h: the qscale encoders take quality times this. */
export const lambdaPerQscale = 118

/**
 * Options for the codec inside a container: its own defaults, what both have in common as the caller
 * gave it, and what the container decides.
 */
export function innerOptions(inner: Descriptor, outer: Resolved, given: Resolved): Resolved {
  const rows = { ...commonRows, ...inner.options }
  const { ffmpegPath, threads, maxPixels, options } = outer
  const defaults = resolveOptions(rows, { ffmpegPath, threads, maxPixels, options }, inner.name)
  return { ...defaults, ...given }
}
