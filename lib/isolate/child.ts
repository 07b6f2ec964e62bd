// The program of a child process that decodes one stream or file at a time (lib/process/isolated.ts).
import { backends } from '../backends'
import { plainFormats } from '../codecs/plain'
import { CodecError } from '../errors'
import { decodeSteps } from '../flow'
import { decodePicture, type FileJob, type PictureJob, readPicture } from '../files/picture'
import type { DecodeJob, StreamJob } from '../flow/isolated'
import type { Setup } from '../flow/plan/setup'
import type { Failure, Reply } from '../process/isolated'
import { stayInGroup } from '../process/orphans'
import { findDescriptor } from '../registry'
import { programDescriptor, type ProgramDescription } from '../registry/define'
import { driveAsync, type Steps } from '../task'

type Job = StreamJob | PictureJob | FileJob

/** What allocators say: the kernel's limit on this process was reached. */
const OUT_OF_MEMORY = /bad_alloc|Cannot allocate memory|allocation failed|ENOMEM/i

function failureOf(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (OUT_OF_MEMORY.test(message)) {
    return { name, code: 'ERR_LIMIT', message: `${message}: the limit of isolate (maxMemory)` }
  }
  if (!(error instanceof CodecError)) return { name, message }
  const { code, codec, avError, command, exitCode, signal, stderr } = error
  return { name, code, message, codec, avError, command, exitCode, signal, stderr }
}

function setupOf({ codec, program, options, encoder, decoder }: DecodeJob): Setup {
  const plain = plainFormats.find(({ name }) => name === codec)
  const defined = program && programDescriptor(program as ProgramDescription)
  return { descriptor: plain ?? defined ?? findDescriptor(codec), options, encoder, decoder }
}

function stepsOf(job: Job): Steps<unknown> {
  if (job.kind === 'file') {
    const { bytes, path, limits, asked, output } = job
    return readPicture(bytes, path, limits, asked, '', output)
  }
  const { bytes, output } = job
  const backend = backends[job.backend]
  if (job.kind === 'stream') return decodeSteps(backend, setupOf(job), bytes, output)
  return decodePicture(backend, setupOf(job), bytes, output, job.asked)
}

const work = async (job: Job) => driveAsync(stepsOf(job), {})

async function serve(job: Job): Promise<void> {
  // Told before the work begins, which may end this process.
  await new Promise((told) => process.send?.({ begun: true } satisfies Reply, told))
  const reply: Reply = await work(job).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ failure: failureOf(error) }),
  )
  process.send?.(reply)
}

// What it starts ends with it.
stayInGroup()
// The terminal sends Ctrl-C to all of a group; the parent decides what that means.
process.on('SIGINT', () => undefined)
// The parent is gone; exiting in an orderly way would wait for a decoder in a thread, which may hang.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('message', (job: Job) => void serve(job))

export {} // a module of its own: esbuild would take it for CommonJS
