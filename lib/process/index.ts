import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { programsAtOnce } from './at_once'
import { findProgram } from './executable'
import { bound, killAtExit, killGroup, killTree } from './orphans'
import { Turns } from './turns'
import {
  type Command,
  DEFAULT_LIMIT,
  type Ending,
  MAX_TALK,
  type Result,
  type RunOptions,
  STDERR_KEPT,
} from './command'
import { judge } from './judge'

export type { Call, Command, OutputLimit, Result, RunOptions } from './command'

/** SIGTERM can be ignored, and no program here has anything to save: folders are removed by us. */
const KILL = 'SIGKILL'

/** Milliseconds that what a program left behind may hold its pipes, when it has ended itself. */
const PIPES_LIMIT = 2000

const turns = new Turns(programsAtOnce)

/**
 * Runs a program: no shell, bounded output, killed for certain by `clock` and `signal`, and not
 * left behind. At most max(4, processors) run at once, or as many as `concurrency` says; the clock
 * stands still until then.
 * @throws CodecError `ERR_UNAVAILABLE`, `ERR_CHILD`, `ERR_LIMIT`, `ERR_TIMEOUT`; `signal.reason`
 */
export async function run(command: Command, options: RunOptions = {}): Promise<Result> {
  const endTurn = await turns.take(options.signal, options.clock)
  try {
    options.signal?.throwIfAborted()
    return judge(command, options, await execute(command, options))
  } finally {
    endTurn()
  }
}

/** `run` on the calling thread. Whoever holds the program's pipes when it has ended is waited for. */
export function runSync(command: Command, options: RunOptions = {}): Result {
  options.signal?.throwIfAborted()
  return judge(command, options, executeSync(command, options))
}

/** What it may say on stdout. Who writes files says little there. */
const maxOutput = ({ limit = DEFAULT_LIMIT }: Command) =>
  limit.ofFiles ? Math.min(limit.bytes, MAX_TALK) : limit.bytes

// spawnSync takes 0 for "no limit" and refuses fractions.
const timeLimit = ({ clock }: RunOptions) =>
  clock && Math.min(Math.max(Math.ceil(clock.left), 1), 2 ** 31 - 1)

const decode = (bytes: Uint8Array) => Buffer.from(bytes).subarray(-STDERR_KEPT).toString('utf8')

const notFound = (program: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${program} is not there, or not executable`), { code: 'ENOENT' })

function spawning(command: Command, path: string) {
  const { limit } = command
  const { file, args, group } = bound(path, command.args, {
    fileBytes: limit?.ofFiles ? limit.bytes : undefined,
  })
  const stdin: 'pipe' | 'ignore' = command.input === undefined ? 'ignore' : 'pipe'
  const stdio: ['pipe' | 'ignore', 'pipe', 'pipe'] = [stdin, 'pipe', 'pipe']
  const env = { ...process.env, ...command.env }
  return { file, args, group, settings: { env, stdio, windowsHide: true, detached: group } }
}

function executeSync(command: Command, options: RunOptions): Ending {
  const start = performance.now()
  const path = findProgram(command.program)
  if (path === undefined) return unstarted(notFound(command.program), start)
  const { file, args, group, settings } = spawning(command, path)
  const limit = maxOutput(command)
  const child = spawnSync(file, args, {
    ...settings,
    input: command.input,
    timeout: timeLimit(options),
    killSignal: KILL,
    maxBuffer: Math.max(limit, MAX_TALK),
  })
  killGroup({ pid: child.pid, group })
  // EPIPE (on Windows EOF): it did not read all of its input, which is its right; its exit code decides.
  const failure: NodeJS.ErrnoException | undefined = child.error
  const code = failure?.code
  const known = ['EPIPE', 'EOF', 'ETIMEDOUT', 'ENOBUFS'].includes(code ?? '')
  if (child.error !== undefined && !known) return unstarted(child.error, start)
  const flooded = code === 'ENOBUFS' || child.stdout.length > limit
  return {
    stdout: flooded ? new Uint8Array() : new Uint8Array(child.stdout),
    stderr: decode(child.stderr),
    exitCode: child.status,
    signal: child.signal,
    stopped: flooded ? 'limit' : code === 'ETIMEDOUT' ? 'timeout' : undefined,
    ms: performance.now() - start,
  }
}

function unstarted(startError: NodeJS.ErrnoException, start: number): Ending {
  const ms = performance.now() - start
  return { stdout: new Uint8Array(), stderr: '', exitCode: null, signal: null, startError, ms }
}

function execute(command: Command, options: RunOptions): Promise<Ending> {
  const start = performance.now()
  const path = findProgram(command.program)
  if (path === undefined) return Promise.resolve(unstarted(notFound(command.program), start))
  const { file, args, group, settings } = spawning(command, path)
  let child: ChildProcess
  try {
    child = spawn(file, args, settings)
  } catch (error) {
    return Promise.resolve(unstarted(error as NodeJS.ErrnoException, start))
  }
  // A program need not read all of its input: EPIPE is no failure, its exit code decides.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(command.input)
  return watch(child, group, maxOutput(command), options.signal, start)
}

function watch(
  child: ChildProcess,
  group: boolean,
  limit: number,
  signal: AbortSignal | undefined,
  start: number,
): Promise<Ending> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let stderr = Buffer.alloc(0)
    let [outBytes, errBytes] = [0, 0]
    let stopped: Ending['stopped']
    const forget = killAtExit(child, group)
    let held: NodeJS.Timeout | undefined

    const finish = (startError?: NodeJS.ErrnoException) => {
      clearTimeout(held)
      signal?.removeEventListener('abort', abort)
      forget()
      killGroup({ pid: child.pid, group })
      // A grandchild may hold the pipes open: nobody reads them any more.
      child.stdout?.destroy()
      child.stderr?.destroy()
      resolve({
        stdout: stopped === undefined ? join(chunks, outBytes) : new Uint8Array(),
        stderr: decode(stderr),
        exitCode: child.exitCode,
        signal: child.signalCode,
        stopped,
        startError,
        ms: performance.now() - start,
      })
    }
    const stop = (reason: NonNullable<Ending['stopped']>) => {
      stopped ??= reason
      // False: it has already ended, or we may not kill it; no 'exit' event will come.
      if (!killTree(child)) finish()
    }
    const abort = () => stop('abort')
    signal?.addEventListener('abort', abort, { once: true })

    child.stdout?.on('data', (chunk: Buffer) => {
      outBytes += chunk.length
      if (outBytes > limit) stop('limit')
      else chunks.push(chunk)
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      errBytes += chunk.length
      stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_KEPT)
      if (errBytes > Math.max(limit, MAX_TALK)) stop('limit')
    })
    child.on('error', (error) => finish(stopped === undefined ? error : undefined))
    child.on('exit', () => {
      if (stopped !== undefined) return finish()
      // A turn of the loop more: what the program itself wrote lies in the pipe, if we were busy.
      held = setTimeout(() => setImmediate(finish), PIPES_LIMIT)
    })
    child.on('close', () => finish())
  })
}

function join(chunks: readonly Buffer[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
