import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../root'
import type { SampleView } from '../../image'
import type { Decoded, OutputFormat } from '../backend'

/** A codec of the FFmpeg build that the addon is linked to. */
export interface CodecInfo {
  name: string
  longName: string
  /** The format that it codes: 'hevc' for libx265. */
  codec: string
  experimental: boolean
  pixelFormats: string[]
  options: {
    name: string
    help: string
    type: 'int' | 'number' | 'boolean' | 'string' | 'flags'
    min: number
    max: number
    default: string
    values: string[]
  }[]
}

/** Planes (stride in bytes) of a width x height picture. */
export interface Planes {
  planes: { data: Uint8Array | Uint16Array; stride: number }[]
  width: number
  height: number
}

/** An encode whose picture has been read; made by createEncode, used up by encode. */
export type PendingEncode = { readonly __pendingEncode: unique symbol }

type Bytes = { bytes: Uint8Array; ms: number }

/** What a comparison may be told; the defaults are part of the metrics' definitions. */
export interface MetricSettings {
  /** 1 to 256; the values do not depend on it. */
  threads: number
  /** Luminance of white in cd/m² for the metrics that model it (`butteraugli`). */
  intensityTarget: number
}

/** Pixels, or planes of one channel each. */
type Compared = SampleView | SampleView[]

/** The native addon's functions (native/binding/addon.cc). Each throws what native/error.h says. */
export interface Addon {
  /** Converts the picture into a frame of the encoder's: it is not needed after this. */
  createEncode(request: object, picture: SampleView | Planes): PendingEncode
  /** Changes when the samples do (native/pixels/fingerprint.h). */
  fingerprint(samples: SampleView | { data: Uint8Array | Uint16Array; stride: number }[]): string
  encode(pending: PendingEncode, abort?: Uint8Array): Promise<Bytes>
  encodeSync(request: object, picture: SampleView | Planes): Bytes
  decode(
    request: object,
    output: OutputFormat,
    bytes: Uint8Array,
    abort?: Uint8Array,
  ): Promise<Decoded>
  decodeSync(request: object, output: OutputFormat, bytes: Uint8Array): Decoded
  /** Whether `describe` would find it, without listing its options. */
  has(name: string, kind: 'encoder' | 'decoder'): boolean
  describe(name: string, kind: 'encoder' | 'decoder'): CodecInfo | undefined
  versions(): Record<string, string>
  /** One value per name (native/metrics/metrics.h), of pixels or of planes of codes. */
  metrics(a: Compared, b: Compared, names: string[], settings: MetricSettings): Promise<number[]>
  metricsSync(a: Compared, b: Compared, names: string[], settings: MetricSettings): number[]
}

const places = ['build/Release/nodecodecs.node', 'build-cmake/Release/nodecodecs.node']

let loaded: { addon?: Addon; why?: string } | undefined

function load(): { addon?: Addon; why?: string } {
  if (process.env.NODECODECS_NO_ADDON) return { why: 'NODECODECS_NO_ADDON is set' }
  const given = process.env.NODECODECS_ADDON
  const candidates = given ? [given] : places.map((place) => join(packageRoot(), place))
  const path = candidates.find((candidate) => existsSync(candidate))
  if (!path) return { why: given ? `${given} does not exist` : 'it is not built' }
  try {
    // A .node file is loaded by require alone.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return { addon: require(path) as Addon }
  } catch (error) {
    // A library that vanished since the build, or one of another machine: say which.
    return { why: error instanceof Error ? error.message.split('\n')[0] : String(error) }
  }
}

/** The native addon, or undefined where it does not load. Asked once. */
export function addon(): Addon | undefined {
  loaded ??= load()
  return loaded.addon
}

/** Why there is no addon, and what to do about it. */
export function addonMissing(): string {
  loaded ??= load()
  return (
    `the native addon does not load (${loaded.why}); install FFmpeg's development files ` +
    `(Debian, Ubuntu: apt-get install libavcodec-dev libavutil-dev libjpeg-dev libtiff-dev pkg-config g++ make) ` +
    `and run: npm rebuild nodecodecs`
  )
}
