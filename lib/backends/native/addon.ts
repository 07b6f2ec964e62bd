import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { CodecError } from '../../errors'
import { packageRoot } from '../../root'
import { nativeSources, version } from '../../version'
import { explain, isOfOtherSources, type NoAddon } from './no_addon'
import { requirePlatformPackage } from './platform_packages'
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
  /** 0 to 1 as codes of 8 to 16 bits, into `out`: how many became one (native/pixels/floats.h). */
  quantise(floats: Float32Array, bitDepth: number, out: Uint8Array | Uint16Array): number
  /** Rows of samples in another form, each code by the table (native/pixels/arrange.h). */
  arrange(
    view: SampleView,
    table: Uint8Array | Uint16Array | Float32Array | undefined,
    planar: boolean,
    from: number,
    to: number,
    out: Uint8Array | Uint16Array | Float32Array,
  ): void
  /** Rows of RGBA over a colour, into the same rows of `out`: RGB (native/pixels/flatten.h). */
  flatten(
    view: SampleView,
    colour: readonly number[],
    from: number,
    to: number,
    out: Uint8Array | Uint16Array,
  ): void
  encode(pending: PendingEncode, abort?: Uint8Array): Promise<Bytes>
  /** Of memory that nobody changes or transfers before it is done: read on the thread, too. */
  encodeOwned(request: object, picture: SampleView | Planes, abort?: Uint8Array): Promise<Bytes>
  encodeSync(request: object, picture: SampleView | Planes): Bytes
  decode(
    request: object,
    output: OutputFormat,
    bytes: Uint8Array,
    abort?: Uint8Array,
  ): Promise<Decoded>
  decodeSync(request: object, output: OutputFormat, bytes: Uint8Array): Decoded
  /** Whether `describe` would find it, without telling what it is. */
  has(name: string, kind: 'encoder' | 'decoder'): boolean
  describe(name: string, kind: 'encoder' | 'decoder'): CodecInfo | undefined
  versions(): Record<string, string>
  /** The package's, that of native/version.h: another's functions may be other ones. */
  version?: string
  /** Which sources it was built from (util/native_sources.js); undefined where the build does not say. */
  sources?: string
  /** The instruction set whose loops run (native/simd/isa.h). */
  isa: 'baseline' | 'avx2' | 'avx512'
  /**
   * One value per name (native/metrics/metrics.h), of pixels or of planes of codes, in memory as
   * `encodeOwned` wants it.
   */
  metrics(
    a: Compared,
    b: Compared,
    names: string[],
    settings: MetricSettings,
    abort?: Uint8Array,
  ): Promise<number[]>
  metricsSync(a: Compared, b: Compared, names: string[], settings: MetricSettings): number[]
}

const ownBuilds = ['build/Release/nodecodecs.node', 'build-cmake/Release/nodecodecs.node']

type Loaded = { addon: Addon; passedOver?: NoAddon } | { failure: NoAddon }

/** An addon that loaded, unless it is of another version of the package or, in a checkout, stale. */
function fitting(addon: Addon, place: string): Loaded {
  if (addon.version !== version) {
    return { failure: { kind: 'version', place, version: addon.version } }
  }
  const stale = addon.sources !== nativeSources && isOfOtherSources(addon.sources)
  return stale ? { failure: { kind: 'sources', place } } : { addon }
}

function requireFile(path: string): Loaded {
  try {
    // Not by `require` itself: bundles of ES modules have none, and webpack would ask what `path` is.
    return fitting(createRequire(path)(path) as Addon, path)
  } catch (error) {
    return { failure: { kind: 'broken', place: path, error } }
  }
}

function requirePackage(passedOver?: NoAddon): Loaded {
  const { addon, tried, broken } = requirePlatformPackage()
  if (addon) return { passedOver, ...fitting(addon as Addon, tried.at(-1)!) }
  if (broken) return { failure: { kind: 'broken', place: broken.name, error: broken.error } }
  return { failure: passedOver ?? { kind: 'missing', tried } }
}

/** NODECODECS_ADDON, else an own build, else the platform's package. */
function load(): Loaded {
  if (process.env.NODECODECS_NO_ADDON) return { failure: { kind: 'off' } }
  const given = process.env.NODECODECS_ADDON
  if (given) {
    return existsSync(given)
      ? requireFile(resolve(given))
      : { failure: { kind: 'given', path: given } }
  }
  const own = ownBuilds.map((place) => join(packageRoot(), place)).find((path) => existsSync(path))
  const built = own === undefined ? undefined : requireFile(own)
  if (built && 'addon' in built) return built
  return requirePackage(built?.failure)
}

let loaded: Loaded | undefined
let warned = false

let isFresh = false

/** Whether it was loaded, or found missing, before this turn of the event loop. */
export const addonIsSettled = (): boolean => loaded !== undefined && !isFresh

/** Loads it, or finds out why not. */
export function findAddon(): Loaded {
  if (loaded) return loaded
  isFresh = true
  setImmediate(() => (isFresh = false))
  return (loaded = load())
}

/**
 * The native addon, or undefined where it does not load. Asked once.
 * @throws CodecError `ERR_UNAVAILABLE` instead where NODECODECS_REQUIRE_NATIVE=1.
 */
export function addon(): Addon | undefined {
  const found = findAddon()
  if ('addon' in found) return found.addon
  if (process.env.NODECODECS_REQUIRE_NATIVE === '1') {
    throw new CodecError('ERR_UNAVAILABLE', addonMissing())
  }
  return undefined
}

let missing: string | undefined

/** Why there is no addon, and what to do about it; to be asked where `addon` gave none. */
export function addonMissing(): string {
  const found = findAddon()
  if ('failure' in found) missing ??= `the native addon does not load (${explain(found.failure)})`
  return missing ?? 'the native addon loads'
}

function warn(text: string): void {
  if (warned) return
  warned = true
  process.emitWarning(text, { type: 'NodecodecsWarning', code: 'NODECODECS_NO_ADDON' })
}

/**
 * The addon for work that another program does where it is missing: then, once per process, a
 * warning says why, unless NODECODECS_NO_ADDON asked for it.
 */
export function addonOrWarning(): Addon | undefined {
  const found = addon()
  if (!loaded) return found
  if ('failure' in loaded) {
    if (loaded.failure.kind !== 'off') warn(`${addonMissing()}; the ffmpeg program does its work`)
  } else if (loaded.passedOver) {
    warn(`${explain(loaded.passedOver)}; the prebuilt addon is used instead`)
  }
  return found
}
