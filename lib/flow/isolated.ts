import type { Backend, Decoded, OutputFormat } from '../backends/backend'
import { type BackendName, backends } from '../backends'
import { commonRows, type SharedOptions } from '../codecs/rows'
import { runIsolated } from '../process/isolated'
import { perform, type Steps } from '../task'
import type { Setup } from './plan/setup'

/** One decode, as it goes to the child process. */
export interface DecodeJob {
  codec: string
  /** Of a codec that is a program: what it was defined by. */
  program: object | undefined
  backend: BackendName
  options: SharedOptions
  encoder: string
  decoder: string
  bytes: Uint8Array
  output: OutputFormat
}

/** A decode of a stream: the child answers with a Decoded. */
export interface StreamJob extends DecodeJob {
  kind: 'stream'
}

const nameOf = (backend: Backend): BackendName =>
  (Object.keys(backends) as BackendName[]).find((name) => backends[name] === backend)!

/** One limit for streams of about a length: a child is kept for others of its limit. */
const STEP = 2 ** 28

/** The stream, the result and their copies on the way are no part of the estimate. */
const memoryOf = ({ length }: Uint8Array, maxMemory: number): number =>
  2 * maxMemory + STEP * Math.ceil((4 * length) / STEP)

/** What the child needs to know to decode these bytes. */
export const decodeJob = (
  backend: Backend,
  { descriptor, encoder, decoder, options }: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): DecodeJob => ({
  codec: descriptor.name,
  program: descriptor.program,
  backend: nameOf(backend),
  options: { ...options, isolate: false, timeout: undefined },
  encoder,
  decoder,
  bytes,
  output,
})

/**
 * Does a job in a child process of ours, whose memory, time and output are limited.
 * @throws CodecError `ERR_CHILD` where the job ended its process; else what it throws
 */
export function* isolated<T>(
  job: { kind: string; bytes: Uint8Array },
  label: string,
  maxMemory: number = commonRows.maxMemory.default,
): Steps<T> {
  const own = { ...job, bytes: new Uint8Array(job.bytes) } // the caller may change them meanwhile
  return yield* perform<T>({
    run: (context) => runIsolated<T>(own, memoryOf(own.bytes, maxMemory), label, context),
    runSync() {
      throw new TypeError(`${label}: isolate: only the async calls can wait for another process`)
    },
  })
}

/** Decodes a stream so. */
export function* decodeIsolated(
  backend: Backend,
  setup: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): Steps<Decoded> {
  const { descriptor, options } = setup
  const job: StreamJob = { kind: 'stream', ...decodeJob(backend, setup, bytes, output) }
  return yield* isolated<Decoded>(job, descriptor.name, options.maxMemory)
}
