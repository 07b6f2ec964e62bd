/** Whose fault a failure is. Mistakes of the caller are TypeError or RangeError instead. */
export type CodecErrorCode =
  | 'ERR_ENCODE'
  | 'ERR_DECODE'
  | 'ERR_LIMIT'
  | 'ERR_UNAVAILABLE'
  | 'ERR_CHILD'
  | 'ERR_TIMEOUT'
  | 'ERR_BUSY'

/** What is known about a failure beside its message. */
export interface CodecErrorDetails {
  /** Codec name (`x265`). */
  codec?: string
  /** The file that could not be read or written, as it was given; of a `file:` URL its path. */
  path?: string
  /** libav's error, by name: `AVERROR(EINVAL)`, `AVERROR_INVALIDDATA`. */
  avError?: string
  /** `ERR_CHILD`, `ERR_TIMEOUT`: the program and its arguments. */
  command?: string[]
  exitCode?: number | null
  /** The signal that ended the program (`SIGKILL`), not an AbortSignal. */
  signal?: string | null
  /** The last 4 KiB that the program wrote to stderr. */
  stderr?: string
  cause?: unknown
}

/**
 * Every failure that is not the caller's mistake. `code` is one of a small closed set:
 * - `ERR_ENCODE`: the encoder refused or failed.
 * - `ERR_DECODE`: the data is truncated, corrupt, or not of this codec.
 * - `ERR_LIMIT`: `maxPixels`, `maxMemory`, `maxOutputBytes`, or a size that the codec cannot hold.
 * - `ERR_UNAVAILABLE`: encoder, decoder or program is not there; the message says what to install.
 * - `ERR_CHILD`: a program failed (`command`, `exitCode`, `signal`, `stderr`).
 * - `ERR_TIMEOUT`: the call worked longer than the option `timeout` allows; waiting does not count.
 * - `ERR_BUSY`: as many calls as `maxQueue` wait already.
 *
 * One of a file that was given by its path has it as `path`, and names it in its message.
 */
export class CodecError extends Error {
  readonly code: CodecErrorCode
  declare readonly codec?: string
  declare readonly path?: string
  declare readonly avError?: string
  declare readonly command?: string[]
  declare readonly exitCode?: number | null
  declare readonly signal?: string | null
  declare readonly stderr?: string

  constructor(code: CodecErrorCode, message: string, details: CodecErrorDetails = {}) {
    const { cause, ...rest } = details
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    for (const [key, value] of Object.entries(rest)) {
      if (value !== undefined) Object.assign(this, { [key]: value })
    }
  }
}
Object.defineProperty(CodecError.prototype, 'name', { value: 'CodecError', configurable: true })

/** The system's error with its path, which Node leaves out where a file is open: a full disk. */
export function withPath(error: unknown, path: string): unknown {
  const failure = error as Partial<NodeJS.ErrnoException> | undefined
  if (failure?.syscall === undefined || failure.path !== undefined) return error
  return Object.assign(failure, { message: `${failure.message} '${path}'`, path })
}

/** The failure as one of the file at `path`, which its message, and what Node prints of it, then name. */
export function ofFile(error: unknown, path: string): unknown {
  if (!(error instanceof CodecError) || error.path !== undefined) return error
  const { message, stack } = error
  const isNamed = message.startsWith(`${path}: `) || message.includes(`'${path}'`)
  const told = isNamed ? message : `${path}: ${message}`
  return Object.assign(error, { path, message: told, stack: stack?.replace(message, () => told) })
}
