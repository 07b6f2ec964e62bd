// The program of a child process that decodes one stream at a time (lib/process/isolated.ts).
import { backends } from '../backends'
import { plainFormats } from '../codecs/plain'
import { CodecError } from '../errors'
import { decodeSteps } from '../flow'
import type { IsolatedJob } from '../flow/isolated'
import type { Failure, Reply } from '../process/isolated'
import { stayInGroup } from '../process/orphans'
import { findDescriptor } from '../registry'
import { driveAsync } from '../task'

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

function decode({ codec, backend, options, encoder, decoder, bytes, output }: IsolatedJob) {
  const plain = plainFormats.find(({ name }) => name === codec)
  const setup = { descriptor: plain ?? findDescriptor(codec), options, encoder, decoder }
  return driveAsync(decodeSteps(backends[backend], setup, bytes, output), { log: () => undefined })
}

async function serve(job: IsolatedJob): Promise<void> {
  const reply: Reply = await decode(job).then(
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
process.on('message', (job: IsolatedJob) => void serve(job))

export {} // a module of its own: esbuild would take it for CommonJS
