import { backends, type BackendName } from './backends/index'
import type { Backend, Support } from './backends/backend'
import { addonOrWarning } from './backends/native/addon'
import {
  type Applied,
  applyCall,
  type ApplyOptions,
  type EncodedBytes,
  encodeCall,
  type CodecEncodeOptions,
} from './calls'
import { decodeCall, type CodecDecodeOptions, type Restoration } from './calls/decode'
import type { Ready } from './calls/ready'
import type { Descriptor } from './codecs/descriptor'
import type { QualityScale } from './codecs/encoding'
import { formatOf, resolve } from './codecs/resolve'
import type { SharedOptions } from './codecs/rows'
import { CodecError } from './errors'
import type { FloatArray, ImageInput, PixelArray, PlanarImage } from './image'
import { type CallLimits, limitsOfCall } from './files/limits'
import { once } from './options/once'
import type { FileSource } from './source'
import { settled } from './flow/plan'
import type { Setup } from './flow/plan/setup'
import type { Call } from './process'
import { defaultQuality, spreadQualities } from './calls/quality'
import { contextOf, driveAsync, driveSync, type RunContext, type Steps } from './task'

/** What a call needs of the machine. */
type Needs = 'both' | 'decode'

const KEPT_CALLS = 10

/** A source that has been read already: its bytes, and the milliseconds that it took. */
export interface Begun {
  bytes: Uint8Array
  from: FileSource
  spent: number
}

type Further<T> = (codec: Codec, begun: Begun, options: CodecDecodeOptions) => T

/** `decode` and its twin, of calls whose codec was known when their source had been read. */
export let further: { decode: Further<Promise<Restoration>>; decodeSync: Further<Restoration> }

/** What all calls take. */
type CallOptions = CallLimits & { signal?: AbortSignal }

/**
 * One codec, set up once and used for any number of pictures. The classes X265, WebP, ... are made
 * from the descriptors in lib/codecs.
 *
 * The async calls read the caller's samples before they return (large ones: mark them, and refuse
 * what changes before it is read) and do their work on threads or in child processes; the sync
 * twins run the same steps on the calling thread.
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
  /** The quality of calls that are given none. */
  readonly defaultQuality: number
  /** All options, defaults filled in, with the settings that `effort` stands for. */
  readonly options: Readonly<SharedOptions & Record<string, unknown>>
  /** The last 10 child processes: command, arguments, exit code, stderr, ms. */
  readonly calls: Call[] = []
  readonly #setup: Setup
  readonly #backend: Backend
  readonly #support: Support
  readonly #scale: QualityScale

  static {
    further = {
      decode: (codec, { bytes, from, spent }, options) => {
        const call = (ready: Ready, own: CodecDecodeOptions) => decodeCall(ready, bytes, own, from)
        return codec.#run(call, options, 'decode', spent)
      },
      decodeSync: (codec, { bytes, from, spent }, options) => {
        const call = (ready: Ready, own: CodecDecodeOptions) => decodeCall(ready, bytes, own, from)
        return codec.#runSync(call, options, 'decode', spent)
      },
    }
  }

  constructor(
    /** The codec's row of the table. */
    readonly descriptor: Descriptor,
    given: object = {},
  ) {
    const options = resolve(descriptor, once(given))
    this.backend = chooseBackend(descriptor, options)
    this.#backend = backends[this.backend]
    this.#support = this.#backend.support(descriptor, options)
    const encoder = this.#support.encoder ?? options.encoder ?? descriptor.encoders[0] ?? ''
    const decoder = this.#support.decoder ?? descriptor.decoders[0] ?? ''
    const { libraries } = this.#support
    this.#setup = { descriptor, options, encoder, decoder, libraries }
    this.fileExtension = formatOf(descriptor, options).extension
    this.#scale = descriptor.quality(options, encoder, libraries)
    this.qualitySteps = this.#scale.steps
    this.defaultQuality = defaultQuality(this.#scale, options.quality, descriptor.name)
    const shown = settled(descriptor, options, encoder, libraries)
    this.options = Object.freeze({ ...shown, ...(encoder && { encoder }), backend: this.backend })
  }

  /** The registry's name: 'x265'. */
  get name(): string {
    return this.descriptor.name
  }

  /** Whether this machine can encode and decode it; some only decode. Synchronous, cached. */
  available(): boolean {
    return this.#support.missing === undefined
  }

  /**
   * `count` of the `qualitySteps`, worst to best, spread over the part that rate-distortion curves
   * are drawn of: SSIMULACRA2 of about 20 to 90 on photographs. They depend on nothing but the codec
   * and its encoder. Fewer where the scale has fewer: lossless codecs have one.
   */
  qualityPoints(count: number): number[] {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`${this.name}: count: expected a whole number from 1, got ${count}`)
    }
    const { options } = this.#setup
    const quality = this.defaultQuality
    if (this.descriptor.lossless?.(options, quality)) return [quality]
    return spreadQualities(this.#scale, count)
  }

  /**
   * Encodes and decodes: how many bytes, and what is left of the picture.
   * `options`: `quality` or `target`, and paths to keep both.
   */
  async apply<I extends ImageInput>(image: I, options: ApplyOptions = {}): Promise<Applied<I>> {
    return this.#run((ready, own) => applyCall(ready, once(image), own), options)
  }

  /** `apply` on the calling thread, which it blocks. */
  applySync<I extends ImageInput>(image: I, options: ApplyOptions = {}): Applied<I> {
    return this.#runSync((ready, own) => applyCall(ready, once(image), own), options)
  }

  /** The stream of one picture. `options`: `quality` or `target`, and a path to keep it. */
  async encode(image: ImageInput, options: CodecEncodeOptions = {}): Promise<EncodedBytes> {
    return this.#run((ready, own) => encodeCall(ready, once(image), own), options)
  }

  /** `encode` on the calling thread, which it blocks. */
  encodeSync(image: ImageInput, options: CodecEncodeOptions = {}): EncodedBytes {
    return this.#runSync((ready, own) => encodeCall(ready, once(image), own), options)
  }

  /** The planes of a stream (bytes, a path or another source of them), as they are coded. */
  decode(
    stream: FileSource,
    options: CodecDecodeOptions & { as: 'planes' },
  ): Promise<PlanarImage<ArrayBuffer>>
  /** The picture of a stream as float samples of 0 to 1. */
  decode(
    stream: FileSource,
    options: CodecDecodeOptions & { as: 'float32' },
  ): Promise<FloatArray<ArrayBuffer>>
  /** The picture of a stream (bytes, a path or another source of them), as [H, W, C]. */
  decode(stream: FileSource, options?: CodecDecodeOptions): Promise<PixelArray<ArrayBuffer>>
  async decode(stream: FileSource, options: CodecDecodeOptions = {}): Promise<Restoration> {
    return this.#run((ready, own) => decodeCall(ready, stream, own), options, 'decode')
  }

  /** The planes of a stream, on the calling thread, which it blocks. */
  decodeSync(
    stream: FileSource,
    options: CodecDecodeOptions & { as: 'planes' },
  ): PlanarImage<ArrayBuffer>
  /** The picture of a stream as float samples, on the calling thread, which it blocks. */
  decodeSync(
    stream: FileSource,
    options: CodecDecodeOptions & { as: 'float32' },
  ): FloatArray<ArrayBuffer>
  /** `decode` on the calling thread, which it blocks. */
  decodeSync(stream: FileSource, options?: CodecDecodeOptions): PixelArray<ArrayBuffer>
  decodeSync(stream: FileSource, options: CodecDecodeOptions = {}): Restoration {
    return this.#runSync((ready, own) => decodeCall(ready, stream, own), options, 'decode')
  }

  async #run<T, O extends CallOptions>(
    call: (ready: Ready, options: O) => Steps<T>,
    given: O,
    needs: Needs = 'both',
    spent = 0,
  ): Promise<T> {
    const options = once(given)
    const limits = limitsOfCall(options, this.name)
    const steps = call(this.#ready(limits, needs), options)
    const context = this.#context(options, { ...limits, spent })
    const leave = this.#backend.callers.enter(this.options.maxQueue, this.name)
    try {
      return await driveAsync(steps, context)
    } catch (error) {
      throw named(error, this.name)
    } finally {
      leave()
    }
  }

  #runSync<T, O extends CallOptions>(
    call: (ready: Ready, options: O) => Steps<T>,
    given: O,
    needs: Needs = 'both',
    spent = 0,
  ): T {
    const options = once(given)
    const limits = limitsOfCall(options, this.name)
    const steps = call(this.#ready(limits, needs), options)
    try {
      return driveSync(steps, this.#context(options, { ...limits, spent }))
    } catch (error) {
      throw named(error, this.name)
    }
  }

  #ready(limits: CallLimits, needs: Needs): Ready {
    const { missing, decoder } = this.#support
    const { defaultQuality } = this
    if (missing === undefined || (needs === 'decode' && decoder !== undefined)) {
      const setup = { ...this.#setup, options: { ...this.#setup.options, ...limits } }
      return { backend: this.#backend, setup, scale: this.#scale, defaultQuality }
    }
    const { name: codec } = this
    throw new CodecError('ERR_UNAVAILABLE', `${codec} (backend ${this.backend}): ${missing}`, {
      codec,
    })
  }

  #context(
    options: CallOptions,
    { timeout = this.options.timeout, spent }: CallLimits & { spent?: number },
  ): RunContext {
    return contextOf({ signal: options?.signal, timeout, spent }, this.name, (call) => {
      this.calls.push(call)
      if (this.calls.length > KEPT_CALLS) this.calls.shift()
    })
  }
}

/** Who finds a failure (lib/bitstream, lib/process) does not know for which codec it works. */
function named(error: unknown, codec: string): unknown {
  if (error instanceof CodecError && error.codec === undefined) Object.assign(error, { codec })
  return error
}

/** The forced backend, else the first that can run, or decode; else the first: its error says what to do. */
function chooseBackend(descriptor: Descriptor, options: SharedOptions): BackendName {
  const forced = options.backend
  if (forced !== undefined) {
    if (descriptor.backends.includes(forced)) return forced
    throw new RangeError(
      `${descriptor.name}: backend: expected one of ${descriptor.backends.join(', ')}, got '${forced}'`,
    )
  }
  const order = (['native', 'ffmpeg', 'cli'] as const).filter((b) =>
    descriptor.backends.includes(b),
  )
  const support = (b: BackendName) => backends[b].support(descriptor, options)
  const found =
    order.find((b) => !support(b).missing) ?? order.find((b) => support(b).decoder !== undefined)
  if (found !== undefined && order[0] === 'native') addonOrWarning()
  return found ?? order[0]!
}
