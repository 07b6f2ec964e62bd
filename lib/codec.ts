import { backends, type BackendName } from './backends/index'
import type { Backend, OutputFormat, Support } from './backends/backend'
import { commonRows } from './codecs/common'
import type { Descriptor, Resolved } from './codecs/descriptor'
import { CodecError } from './errors'
import { readBytes, writeBytes } from './files'
import { decodeSteps, encodeSteps, toPlanar, toPublic } from './flow'
import {
  type ImageInput,
  type Picture,
  type PixelArray,
  type PlanarImage,
  toPicture,
} from './image'
import { resolveOptions } from './options'
import type { Setup } from './plan'
import type { Call } from './process'
import { checkQuality, defaultQuality } from './quality'
import { readImageSteps, writeImageSteps } from './readwrite'
import { driveAsync, driveSync, type RunContext, type Steps } from './task'

const keptCalls = 10

/** `restored` and `decode`'s result for planar input. */
export type Restored<I> = I extends { planes: unknown } ? PlanarImage : PixelArray

export interface EncodeOptions {
  /** In the codec's own scale; default: `defaultQuality`. */
  quality?: number
  /** A path to keep the stream. */
  to?: string
  signal?: AbortSignal
}

export interface DecodeOptions {
  /** A path to keep the picture: PNG, or what the extension says. */
  to?: string
  /** `planes`: the samples as they are coded, without conversion. */
  as?: 'pixels' | 'planes'
  signal?: AbortSignal
}

export interface ApplyOptions {
  quality?: number
  /** Paths to keep the stream and the restored picture. */
  encoded?: string
  decoded?: string
  signal?: AbortSignal
}

export interface Applied<I = ImageInput> {
  /** Length of the stream that a decoder needs, and nothing else. */
  nBytes: number
  /** nBytes * 8 / (width * height). */
  bpp: number
  bytes: Uint8Array
  /** Same shape, layout and sample depth as the input. */
  restored: Restored<I>
  /** Milliseconds from the caller's samples to the stream, and back; waiting for a turn excluded. */
  encodeMs: number
  decodeMs: number
}

/**
 * One codec, set up once and used for any number of pictures. The classes X265, WebP, ... are made
 * from the descriptors in lib/codecs.
 *
 * The async calls read the caller's samples before they return and do their work on a thread pool
 * or in a child process; the sync twins run the same steps on the calling thread.
 *
 * All calls throw or reject with TypeError or RangeError (a mistake of the caller) or CodecError.
 */
export class Codec {
  /** The backend that serves this codec. */
  readonly backend: BackendName
  /** `.hevc`, with the dot. */
  readonly fileExtension: string
  /** Every valid quality, worst to best. */
  readonly qualitySteps: readonly number[]
  readonly defaultQuality: number
  /** All options, defaults filled in. */
  readonly options: Readonly<Resolved>
  /** The last 10 child processes: command, arguments, exit code, stderr, ms. */
  readonly calls: Call[] = []
  readonly #setup: Setup
  readonly #backend: Backend
  readonly #support: Support

  constructor(
    readonly descriptor: Descriptor,
    given: Record<string, unknown> = {},
  ) {
    const rows = { ...commonRows, ...descriptor.options }
    const options: Resolved = resolveOptions(rows, given, descriptor.name)
    this.backend = chooseBackend(descriptor, options)
    this.#backend = backends[this.backend]
    this.#support = this.#backend.support(descriptor, options)
    const encoder = this.#support.encoder ?? options.encoder ?? descriptor.encoders[0] ?? ''
    const decoder = this.#support.decoder ?? descriptor.decoders[0] ?? ''
    this.#setup = { descriptor, options, encoder, decoder }
    const format = descriptor.formats[options.format] ?? Object.values(descriptor.formats)[0]!
    this.fileExtension = format.extension
    this.qualitySteps = descriptor.quality(options, encoder).steps
    this.defaultQuality = defaultQuality(descriptor, options, encoder)
    this.options = Object.freeze({ ...options, ...(encoder && { encoder }), backend: this.backend })
  }

  /** The registry's name: 'x265'. */
  get name(): string {
    return this.descriptor.name
  }

  /** Whether this machine can run it. Synchronous, cached. */
  available(): boolean {
    return this.#support.missing === undefined
  }

  /** Encodes and decodes: how many bytes, and what is left of the picture. */
  async apply<I extends ImageInput>(image: I, options: ApplyOptions = {}): Promise<Applied<I>> {
    return driveAsync(this.#apply(image, options), this.#context(options.signal))
  }

  applySync<I extends ImageInput>(image: I, options: ApplyOptions = {}): Applied<I> {
    return driveSync(this.#apply(image, options), this.#context(options.signal))
  }

  /** The stream of one picture. */
  async encode(image: ImageInput, options: EncodeOptions = {}): Promise<Uint8Array> {
    return driveAsync(this.#encode(image, options), this.#context(options.signal))
  }

  encodeSync(image: ImageInput, options: EncodeOptions = {}): Uint8Array {
    return driveSync(this.#encode(image, options), this.#context(options.signal))
  }

  /** The picture of a stream (bytes or a path), as [H, W, C]. */
  decode(
    stream: Uint8Array | string,
    options: DecodeOptions & { as: 'planes' },
  ): Promise<PlanarImage>
  decode(stream: Uint8Array | string, options?: DecodeOptions): Promise<PixelArray>
  async decode(
    stream: Uint8Array | string,
    options: DecodeOptions = {},
  ): Promise<PixelArray | PlanarImage> {
    return driveAsync(this.#decode(stream, options), this.#context(options.signal))
  }

  decodeSync(stream: Uint8Array | string, options: DecodeOptions & { as: 'planes' }): PlanarImage
  decodeSync(stream: Uint8Array | string, options?: DecodeOptions): PixelArray
  decodeSync(stream: Uint8Array | string, options: DecodeOptions = {}): PixelArray | PlanarImage {
    return driveSync(this.#decode(stream, options), this.#context(options.signal))
  }

  *#encode(image: ImageInput, options: EncodeOptions): Steps<Uint8Array> {
    checkKeys(options, ['quality', 'to', 'signal'], 'encode')
    this.#needAvailable()
    const quality = this.#quality(options.quality)
    const picture = yield* this.#load(image)
    const { bytes } = yield* encodeSteps(this.#backend, this.#setup, picture, quality)
    if (options.to !== undefined) yield* writeBytes(options.to, bytes)
    return bytes
  }

  *#decode(stream: Uint8Array | string, options: DecodeOptions): Steps<PixelArray | PlanarImage> {
    checkKeys(options, ['to', 'as', 'signal'], 'decode')
    this.#needAvailable()
    const bytes = typeof stream === 'string' ? yield* readBytes(stream) : asBytes(stream)
    const planes = options.as === 'planes'
    const decoded = yield* decodeSteps(this.#backend, this.#setup, bytes, { planes })
    const image = planes ? toPlanar(decoded) : toPublic(decoded)
    if (options.to !== undefined) yield* writeImageSteps(options.to, image)
    return image
  }

  *#apply<I extends ImageInput>(image: I, options: ApplyOptions): Steps<Applied<I>> {
    checkKeys(options, ['quality', 'encoded', 'decoded', 'signal'], 'apply')
    this.#needAvailable()
    const quality = this.#quality(options.quality)
    const picture = yield* this.#load(image)
    const { bytes, ms } = yield* encodeSteps(this.#backend, this.#setup, picture, quality)
    if (options.encoded !== undefined) yield* writeBytes(options.encoded, bytes)
    const output = likeInput(picture)
    const decoded = yield* decodeSteps(this.#backend, this.#setup, bytes, output)
    const layout = picture.kind === 'pixels' ? picture.layout : undefined
    const restored = (output.planes ? toPlanar(decoded) : toPublic(decoded, layout)) as Restored<I>
    if (options.decoded !== undefined) yield* writeImageSteps(options.decoded, restored)
    const nBytes = bytes.length
    const bpp = (nBytes * 8) / (picture.width * picture.height)
    return { nBytes, bpp, bytes, restored, encodeMs: ms, decodeMs: decoded.ms }
  }

  *#load(image: ImageInput): Steps<Picture> {
    return toPicture(typeof image === 'string' ? yield* readImageSteps(image) : image)
  }

  #quality(given: number | undefined): number {
    const { descriptor, options, encoder } = this.#setup
    if (given === undefined) return this.defaultQuality
    return checkQuality(descriptor.quality(options, encoder), given, descriptor.name)
  }

  #needAvailable(): void {
    const { missing } = this.#support
    if (missing === undefined) return
    const { name: codec } = this
    throw new CodecError('ERR_UNAVAILABLE', `${codec} (backend ${this.backend}): ${missing}`, {
      codec,
    })
  }

  #context(signal: AbortSignal | undefined): RunContext {
    return {
      signal,
      timeout: this.options.timeout,
      maxOutputBytes: this.options.maxOutputBytes,
      log: (call) => {
        this.calls.push(call)
        if (this.calls.length > keptCalls) this.calls.shift()
      },
    }
  }
}

/** The forced backend, else the first that can run, else the first: its error says what to do. */
function chooseBackend(descriptor: Descriptor, options: Resolved): BackendName {
  const forced: BackendName | undefined = options.backend
  if (forced !== undefined) {
    if (descriptor.backends.includes(forced)) return forced
    throw new RangeError(
      `${descriptor.name}: backend: expected one of ${descriptor.backends.join(', ')}, got '${forced}'`,
    )
  }
  const order = (['native', 'ffmpeg', 'cli'] as const).filter((b) =>
    descriptor.backends.includes(b),
  )
  return order.find((b) => !backends[b].support(descriptor, options).missing) ?? order[0]!
}

/** What apply asks of decode, so that `restored` is like the input. */
function likeInput(picture: Picture): OutputFormat {
  const { width, height, channels, bitDepth } = picture
  if (picture.kind === 'planes') return { planes: true, width, height }
  const planarLayout = picture.layout.order === 'chw'
  return { channels, bitDepth, width, height, planarLayout }
}

function asBytes(stream: unknown): Uint8Array {
  const tag = Object.prototype.toString.call(stream)
  if (tag === '[object Uint8Array]') return stream as Uint8Array
  throw new TypeError(`decode: expected a Uint8Array or a path, got ${tag.slice(8, -1)}`)
}

function checkKeys(given: object, known: readonly string[], call: string): void {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`${call}: options: expected an object, got ${String(given)}`)
  }
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) {
      throw new TypeError(`${call}: option '${key}' is not known; known: ${known.join(', ')}`)
    }
  }
}
