import type { Clock } from './clock'

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
  /** Default: 16 MiB on stdout. */
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
export interface Ending {
  stdout: Uint8Array
  stderr: string
  exitCode: number | null
  signal: string | null
  stopped?: 'timeout' | 'limit' | 'abort'
  startError?: NodeJS.ErrnoException
  ms: number
}

/** Programs that say more than this beside what they make are out of control. */
export const MAX_TALK = 16 * 2 ** 20

export const DEFAULT_LIMIT: OutputLimit = { bytes: MAX_TALK, setBy: 'the default of 16 MiB' }

export const STDERR_KEPT = 64 * 2 ** 10
export const STDERR_TAIL = 4 * 2 ** 10
