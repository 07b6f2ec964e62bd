import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import type { Clock } from './clock'
import { CodecError } from '../errors'
import { findProgram } from './executable'
import { bound, killAtExit, startFailure } from './orphans'
import { Turns } from './turns'

/** What is to be run: data only, the same for `run` and `runSync`. */
export interface Command {
  /** A path, or a name that is looked up in PATH. */
  program: string
  args: readonly string[]
  /** Goes to stdin. Must not change while the program runs. */
  input?: Uint8Array
  /** Added to this process's environment. */
  env?: Readonly<Record<string, string>>
  /** How to install the program: the end of the message when it is missing. */
  install?: string
  /** No exit code is a failure (programs whose help exits with 1). */
  anyExit?: boolean
  /** Default: 1 GiB on stdout. */
  limit?: OutputLimit
}

/** What a program may write; then it is killed: ERR_LIMIT. */
export interface OutputLimit {
  bytes: number
  /** What sets it, for the message: `maxPixels = 1000`. */
  setBy: string
  /** It holds for each file that the program writes, too (Linux; needs prlimit of util-linux). */
  ofFiles?: boolean
}

/** One run of a program, for a codec's `calls`. */
export interface Call {
  command: string
  args: readonly string[]
  /** null: it could not be started, or a signal ended it. */
  exitCode: number | null
  /** The last 4 KiB. */
  stderr: string
  ms: number
}

export interface RunOptions {
  /** Whose `left` milliseconds the program may run; then it is killed: ERR_TIMEOUT. */
  clock?: Clock
  /** Kills the program; the call rejects with `signal.reason`. `runSync` looks at it once, before. */
  signal?: AbortSignal
  /** Told of every run, failed ones included. */
  log?: (call: Call) => void
}

export interface Result {
  /** Owns its ArrayBuffer. */
  stdout: Uint8Array
  /** The last 64 KiB. */
  stderr: string
  exitCode: number
  ms: number
}

/** How a run ended, before anybody has judged it. */
interface Ending {
  stdout: Uint8Array
  stderr: string
  exitCode: number | null
  signal: string | null
  stopped?: 'timeout' | 'limit' | 'abort'
  startError?: NodeJS.ErrnoException
  ms: number
}

const DEFAULT_LIMIT: OutputLimit = { bytes: 2 ** 30, setBy: 'the default of 1 GiB' }
/** Programs that say more than this on stderr are out of control (or stdout's limit, if larger). */
const MAX_STDERR = 16 * 2 ** 20
const STDERR_KEPT = 64 * 2 ** 10
const STDERR_TAIL = 4 * 2 ** 10
/** SIGTERM can be ignored, and no program here has anything to save: folders are removed by us. */
const KILL = 'SIGKILL'

/** How many programs run at once. */
export const programsAtOnce = () => Math.max(4, availableParallelism())

const turns = new Turns(programsAtOnce)

/**
 * Runs a program: no shell, bounded output, killed for certain by `clock` and `signal`, and not
 * left behind. At most max(4, processors) run at once; the clock stands still until then.
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

/** `run` on the calling thread. */
export function runSync(command: Command, options: RunOptions = {}): Result {
  options.signal?.throwIfAborted()
  return judge(command, options, executeSync(command, options))
}

/** What is known about a run, for an error. */
const details = (
  { program, args }: Command,
  {
    exitCode,
    signal,
    stderr,
  }: Pick<Result, 'stderr'> & Partial<Pick<Ending, 'exitCode' | 'signal'>>,
) => ({
  command: [program, ...args],
  exitCode: exitCode ?? null,
  signal: signal ?? null,
  stderr: stderr.slice(-STDERR_TAIL),
})

/** ERR_CHILD (or another code) with everything that is known about a run. */
export function childError(
  command: Command,
  run: Parameters<typeof details>[1],
  what: string,
  code: 'ERR_CHILD' | 'ERR_ENCODE' | 'ERR_DECODE' | 'ERR_LIMIT' = 'ERR_CHILD',
): CodecError {
  return new CodecError(code, `${command.program} ${what}`, details(command, run))
}

function judge(command: Command, options: RunOptions, ending: Ending): Result {
  const { exitCode, signal, stderr, stdout, ms } = ending
  const { program, args, limit = DEFAULT_LIMIT } = command
  options.log?.({ command: program, args, exitCode, stderr: stderr.slice(-STDERR_TAIL), ms })
  const { clock } = options
  if (clock && (ending.stopped === 'timeout' || (ending.stopped === 'abort' && clock.left === 0)))
    throw clock.late(details(command, ending))
  if (ending.stopped === 'abort') throw options.signal?.reason
  const fail = (what: string, code?: 'ERR_LIMIT') => childError(command, ending, what, code)
  if (ending.stopped === 'limit' || signal === 'SIGXFSZ')
    throw fail(`wrote more than ${limit.setBy} allows`, 'ERR_LIMIT')
  const start = ending.startError
  if (start !== undefined && start.code !== 'ENOENT' && start.code !== 'EACCES')
    throw fail(`could not be started: ${start.message}`)
  const missing = start?.message ?? startFailure(exitCode, stderr)
  if (missing !== undefined) throw unavailable(command, missing)
  if (signal !== null || exitCode === null) throw fail(`was ended by ${signal ?? 'a signal'}`)
  if (exitCode !== 0 && command.anyExit !== true)
    throw fail(`failed with exit code ${exitCode}${because(stderr)}`)
  return { stdout, stderr, exitCode, ms }
}

function unavailable(command: Command, why: string): CodecError {
  const install = command.install ?? `install ${command.program}, or put it into PATH`
  return new CodecError('ERR_UNAVAILABLE', `cannot run ${command.program} (${why}): ${install}`, {
    command: [command.program, ...command.args],
  })
}

function because(stderr: string): string {
  const line = stderr.trim().split(/\r?\n/).at(-1) ?? ''
  return line === '' ? '' : `: ${line.slice(0, 500)}`
}

const maxOutput = ({ limit = DEFAULT_LIMIT }: Command) => limit.bytes
// spawnSync takes 0 for "no limit" and refuses fractions.
const timeLimit = ({ clock }: RunOptions) =>
  clock && Math.min(Math.max(Math.ceil(clock.left), 1), 2 ** 31 - 1)
const decode = (bytes: Uint8Array) => Buffer.from(bytes).subarray(-STDERR_KEPT).toString('utf8')

const notFound = (program: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${program} is not there, or not executable`), { code: 'ENOENT' })

function spawning(command: Command, path: string) {
  const { limit } = command
  const [file, args] = bound(path, command.args, {
    fileBytes: limit?.ofFiles ? limit.bytes : undefined,
  })
  const stdin: 'pipe' | 'ignore' = command.input === undefined ? 'ignore' : 'pipe'
  const stdio: ['pipe' | 'ignore', 'pipe', 'pipe'] = [stdin, 'pipe', 'pipe']
  const settings = { env: { ...process.env, ...command.env }, stdio, windowsHide: true }
  return { file, args, settings }
}

function executeSync(command: Command, options: RunOptions): Ending {
  const start = performance.now()
  const path = findProgram(command.program)
  if (path === undefined) return unstarted(notFound(command.program), start)
  const { file, args, settings } = spawning(command, path)
  const limit = maxOutput(command)
  const child = spawnSync(file, args, {
    ...settings,
    input: command.input,
    timeout: timeLimit(options),
    killSignal: KILL,
    maxBuffer: Math.max(limit, MAX_STDERR),
  })
  // EPIPE: it did not read all of its input, which is its right; its exit code decides.
  const failure: NodeJS.ErrnoException | undefined = child.error
  const code = failure?.code
  const known = code === 'EPIPE' || code === 'ETIMEDOUT' || code === 'ENOBUFS'
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
  const { file, args, settings } = spawning(command, path)
  let child: ChildProcess
  try {
    child = spawn(file, args, settings)
  } catch (error) {
    return Promise.resolve(unstarted(error as NodeJS.ErrnoException, start))
  }
  // A program need not read all of its input: EPIPE is no failure, its exit code decides.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(command.input)
  return watch(child, maxOutput(command), options.signal, start)
}

function watch(
  child: ChildProcess,
  limit: number,
  signal: AbortSignal | undefined,
  start: number,
): Promise<Ending> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let stderr = Buffer.alloc(0)
    let [outBytes, errBytes] = [0, 0]
    let stopped: Ending['stopped']
    const forget = killAtExit(child)

    const finish = (startError?: NodeJS.ErrnoException) => {
      signal?.removeEventListener('abort', abort)
      forget()
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
      if (!child.kill(KILL)) finish()
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
      if (errBytes > Math.max(limit, MAX_STDERR)) stop('limit')
    })
    child.on('error', (error) => finish(stopped === undefined ? error : undefined))
    child.on('exit', () => stopped !== undefined && finish())
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
