import type { Backend, Decoded, OutputFormat } from '../backends/backend'
import { type BackendName, backends } from '../backends'
import type { SharedOptions } from '../codecs/rows'
import { runIsolated } from '../process/isolated'
import { perform, type Steps } from '../task'
import type { Setup } from './plan/setup'

/** One decode, as it goes to the child process. */
export interface IsolatedJob {
  codec: string
  backend: BackendName
  options: SharedOptions
  encoder: string
  decoder: string
  bytes: Uint8Array
  output: OutputFormat
}

const nameOf = (backend: Backend): BackendName =>
  (Object.keys(backends) as BackendName[]).find((name) => backends[name] === backend)!

/** The stream, the result and their copies on the way are no part of the estimate. */
const memoryOf = ({ maxMemory }: SharedOptions, { length }: Uint8Array): number =>
  2 * maxMemory + STEP * Math.ceil((4 * length) / STEP)

/** One limit for streams of about a length: a child is kept for others of its limit. */
const STEP = 2 ** 28

/**
 * Decodes in a child process of ours, whose memory, time and output are limited.
 * @throws CodecError `ERR_CHILD` where the decode ended its process; else what it throws
 */
export function* decodeIsolated(
  backend: Backend,
  setup: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): Steps<Decoded> {
  const { descriptor, encoder, decoder } = setup
  const { name } = descriptor
  const options = { ...setup.options, isolate: false, timeout: undefined }
  const job: IsolatedJob = {
    codec: name,
    backend: nameOf(backend),
    options,
    encoder,
    decoder,
    bytes: new Uint8Array(bytes), // the caller may change them while the job waits
    output,
  }
  return yield* perform<Decoded>({
    run: (context) => runIsolated(job, memoryOf(options, bytes), name, context),
    runSync() {
      throw new TypeError(`${name}: isolate: only the async calls can wait for another process`)
    },
  })
}
