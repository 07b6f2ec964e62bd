import { CodecError } from '../errors'
import {
  type Command,
  DEFAULT_LIMIT,
  type Ending,
  type Result,
  type RunOptions,
  STDERR_TAIL,
} from './command'
import { startFailure } from './orphans'

/** What is known about a run, for an error. */
export const details = (
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
  ending: Parameters<typeof details>[1],
  what: string,
  code: 'ERR_CHILD' | 'ERR_ENCODE' | 'ERR_DECODE' | 'ERR_LIMIT' = 'ERR_CHILD',
): CodecError {
  return new CodecError(code, `${command.program} ${what}`, details(command, ending))
}

export function judge(command: Command, options: RunOptions, ending: Ending): Result {
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
