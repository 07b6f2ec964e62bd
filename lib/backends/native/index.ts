import type { Descriptor } from '../../codecs/descriptor'
import { CodecError } from '../../errors'
import type { Picture } from '../../image'
import { perform, type RunContext, type Task } from '../../task'
import { inBreath } from '../../process/breath'
import { threadsAtOnce } from '../../process/at_once'
import { Turns } from '../../process/turns'
import { isCopy } from '../../source/copies'
import { addon, addonMissing, type Addon, type PendingEncode } from './addon'
import { Callers } from '../../process/callers'
import { charge, mayRead } from './read_budget'
import { type Backend, type Coded, type Decoded, findCoders } from '../backend'
import type { DecodePlan, EncodePlan, Support } from '../backend'

const turns = new Turns(threadsAtOnce)

function needAddon(): Addon {
  const loaded = addon()
  if (!loaded) throw new CodecError('ERR_UNAVAILABLE', addonMissing())
  return loaded
}

/** What the addon threw, as one of our errors. */
function asCodecError(error: unknown, codec: string, signal?: AbortSignal): unknown {
  if (error instanceof CodecError) return error
  const { code, avError, message } = error as { code?: string; avError?: string; message: string }
  if (code === 'ERR_ABORTED') return signal?.reason ?? error
  if (typeof code !== 'string' || !code.startsWith('ERR_')) return error
  return new CodecError(code as CodecError['code'], message, { codec, avError, cause: error })
}

/** Work of the addon's; it polls `abort`, if any. */
type Start<T> = (abort?: Uint8Array) => Promise<T>

/**
 * An abort rejects at once and raises the flag that the core polls; libav cannot stop inside a call,
 * so the thread may go on for a while, to no effect. `end` is called when it is done.
 */
async function abortable<T>(signal: AbortSignal, start: Start<T>, end: () => void): Promise<T> {
  const abort = new Uint8Array(1)
  const begun = async (): Promise<T> => start(abort) // its own throw must end the turn too
  const work = begun().finally(end)
  let onAbort = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      abort[0] = 1
      reject(signal.reason as Error)
    }
  })
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    return await Promise.race([work, aborted])
  } catch (error) {
    work.catch(() => {}) // an abort has been told already
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

async function undisturbed<T>(start: Start<T>, end: () => void): Promise<T> {
  try {
    return await start()
  } finally {
    end()
  }
}

/** Runs `start` when a turn is free. */
async function inTurn<T>(
  label: string,
  { signal, clock }: RunContext,
  start: Start<T>,
): Promise<T> {
  const ended = await turns.take(signal, clock)
  const end = (): void => inBreath(ended)
  try {
    return await (signal ? abortable(signal, start, end) : undisturbed(start, end))
  } catch (error) {
    throw asCodecError(error, label, signal)
  }
}

/** What the addon's encode takes of a plan; no spread: that costs 2 µs of 20. */
function requestOf(plan: EncodePlan): object {
  return {
    label: plan.label,
    engine: plan.engine,
    encoder: plan.encoder,
    options: plan.options,
    bitstreamFilter: plan.bitstreamFilter,
    keep: plan.keep,
    pixelFormat: plan.pixelFormat,
    width: plan.codedWidth,
    height: plan.codedHeight,
    matrix: plan.colour.matrix,
    range: plan.colour.range,
    codedAs: plan.codedAs,
    icc: plan.icc,
  }
}

/** Reads the caller's samples: nothing of them is needed after this. */
function begin(plan: EncodePlan, picture: Picture): PendingEncode {
  try {
    return needAddon().createEncode(requestOf(plan), picture)
  } catch (error) {
    throw asCodecError(error, plan.label)
  }
}

type Comparison = Parameters<Addon['metricsSync']>
type Samples = Parameters<Addon['fingerprint']>[0]

function isUnchanged(samples: Samples, before: string): boolean {
  try {
    return needAddon().fingerprint(samples) === before
  } catch {
    return false // transferred: its array has no samples left
  }
}

/** Encodes what waits for its turn unread: its samples must still be those that were given. */
function encodeLater(plan: EncodePlan, picture: Picture, context: RunContext): Promise<Coded> {
  const native = needAddon()
  const samples = picture.kind === 'pixels' ? picture : picture.planes
  const before = native.fingerprint(samples)
  return inTurn(plan.label, context, async (abort) => {
    if (!isUnchanged(samples, before)) {
      throw new TypeError(
        `${plan.label}: the picture was changed while the call waited for a free thread; give each call an array of its own, or await the calls`,
      )
    }
    return native.encode(begin(plan, picture), abort)
  })
}

async function encodeNow(plan: EncodePlan, picture: Picture, context: RunContext): Promise<Coded> {
  const started = performance.now()
  const pending = begin(plan, picture)
  charge(performance.now() - started)
  return inTurn(plan.label, context, (abort) => needAddon().encode(pending, abort))
}

function encodeOwned(plan: EncodePlan, picture: Picture, context: RunContext): Promise<Coded> {
  const native = needAddon()
  return inTurn(plan.label, context, (abort) => native.encodeOwned(requestOf(plan), picture, abort))
}

function encodeTask(plan: EncodePlan, picture: Picture): Task<Coded> {
  return {
    run: (context) =>
      picture.ours
        ? encodeOwned(plan, picture, context)
        : mayRead()
          ? encodeNow(plan, picture, context)
          : encodeLater(plan, picture, context),
    runSync() {
      try {
        return needAddon().encodeSync(requestOf(plan), picture)
      } catch (error) {
        throw asCodecError(error, plan.label)
      }
    },
  }
}

/** Compares pictures in memory of our own; the sync twin, in any. */
export function compareTask(...given: Comparison): Task<number[]> {
  return {
    run: (context) => inTurn('metrics', context, (abort) => needAddon().metrics(...given, abort)),
    runSync: () => needAddon().metricsSync(...given),
  }
}

function decodeTask(plan: DecodePlan, bytes: Uint8Array): Task<Decoded> {
  return {
    async run(context) {
      const own = isCopy(bytes) ? bytes : new Uint8Array(bytes) // theirs may change while it waits
      return inTurn(plan.label, context, (abort) =>
        needAddon().decode(plan, plan.output, own, abort),
      )
    },
    runSync() {
      try {
        return needAddon().decodeSync(plan, plan.output, bytes)
      } catch (error) {
        throw asCodecError(error, plan.label)
      }
    },
  }
}

function engineSupport(descriptor: Descriptor, native: Addon): Support {
  const [name] = descriptor.encoders
  return { encoder: name, decoder: name, version: native.versions()[name!] }
}

export const nativeBackend: Backend = {
  wholeFiles: false,
  profiles: true,
  callers: new Callers(threadsAtOnce),
  support(descriptor, options) {
    const native = addon()
    if (!native) return { missing: addonMissing() }
    if (descriptor.engine === 'jpeg') return engineSupport(descriptor, native)
    const found = findCoders(descriptor, options, (name, kind) => native.has(name, kind))
    if (!('lacking' in found)) {
      const libraries = native.versions()
      return { ...found, version: `FFmpeg ${libraries.ffmpeg}`, libraries }
    }
    const { decoder } = found
    return {
      ...(decoder !== undefined && { decoder }),
      missing: `the FFmpeg that the addon is linked to has no ${found.lacking}; install or build one that has it (util/install_ffmpeg.sh) and make an addon for it: npx nodecodecs build`,
    }
  },
  decodes: (decoder) => addon()?.has(decoder, 'decoder') ?? false,
  *encode(plan, picture) {
    return yield* perform(encodeTask(plan, picture))
  },
  *decode(plan, { packet }) {
    return yield* perform(decodeTask(plan, packet))
  },
}
