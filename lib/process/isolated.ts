import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { extname, join } from 'node:path'
import { CodecError, type CodecErrorDetails } from '../errors'
import { packageRoot } from '../root'
import type { RunOptions } from './index'
import { bound, killAtExit, killTree } from './orphans'
import { Turns } from './turns'

// Work in child processes of our own (lib/isolate/child.ts): what hangs, crashes or takes too much
// there ends there. They are kept for the next call: starting one takes a tenth of a second.

/** What a call may take where it has no `timeout`. */
const TIME_LIMIT = 60_000
/** How long a child waits for more to do. */
const IDLE_LIMIT = 10_000
/** What Node itself, its threads and the addon may take of memory. */
const OWN_MEMORY = 2 ** 29
const KEPT_STDERR = 4096

/** A failure, as it comes out of the child. */
export interface Failure extends CodecErrorDetails {
  name: string
  code?: CodecError['code']
  message: string
}

type Answer<T> = { answer: T } | { failure: Failure }

/** What the child says: that it has a job, then what came of it. */
export type Reply<T = unknown> = { begun: true } | Answer<T>

/** Its process ended before it had the job: no fault of the job's. */
class Unbegun extends Error {
  constructor(readonly failure: CodecError) {
    super(failure.message)
  }
}

interface Helper {
  child: ChildProcess
  memory: number
  stderr: string
  timer?: NodeJS.Timeout
}

const turns = new Turns(availableParallelism)
const idle: Helper[] = []

/**
 * The child's program: beside this file as source, in dist/ where the library is one file.
 * @throws CodecError `ERR_UNAVAILABLE` inside of somebody's bundle, where it is neither
 */
function programFile(): { file: string; flags: string[] } {
  if (typeof __filename === 'string' && extname(__filename) === '.ts') {
    const flags = process.execArgv.flatMap((flag, i, all) =>
      flag === '-r' ? [flag, all[i + 1]!] : [],
    )
    return { file: join(__dirname, '../isolate/child.ts'), flags }
  }
  const file = join(packageRoot(), 'dist/isolate/child.js')
  if (existsSync(file)) return { file, flags: [] }
  throw new CodecError(
    'ERR_UNAVAILABLE',
    'isolate: needs the package as it was installed: tell the bundler to leave nodecodecs out (external)',
  )
}

function start(memory: number): Helper {
  const { file, flags } = programFile()
  const limits = { dataBytes: memory }
  const { group, ...command } = bound(process.execPath, [...flags, file], limits)
  const child = spawn(command.file, command.args, {
    detached: group,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const helper: Helper = { child, memory, stderr: '' }
  const ended = killAtExit(child, group)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    helper.stderr = (helper.stderr + text).slice(-KEPT_STDERR)
  })
  child.on('error', () => undefined) // 'close' follows, or the call's own listener tells it
  child.on('close', () => {
    ended()
    remove(helper)
  })
  return helper
}

function remove(helper: Helper): void {
  clearTimeout(helper.timer)
  const at = idle.indexOf(helper)
  if (at >= 0) idle.splice(at, 1)
}

/** An idle child keeps nobody's process alive. */
function hold({ child }: Helper, held: boolean): void {
  const pipes = [child, child.channel, child.stderr as unknown as NodeJS.RefCounted | null]
  for (const pipe of pipes) {
    if (held) pipe?.ref()
    else pipe?.unref()
  }
}

function take(memory: number): { helper: Helper; isNew: boolean } {
  const helper = idle.find((kept) => kept.memory === memory && kept.child.connected)
  if (!helper) return { helper: start(memory), isNew: true }
  remove(helper)
  hold(helper, true)
  helper.stderr = ''
  return { helper, isNew: false }
}

/** Taken out of the pool first: the next call may come before the child has ended. */
function dismiss(helper: Helper): void {
  remove(helper)
  killTree(helper.child)
}

function keep(helper: Helper): void {
  hold(helper, false)
  idle.push(helper)
  helper.timer = setTimeout(dismiss, IDLE_LIMIT, helper).unref()
  if (idle.length > availableParallelism()) dismiss(idle[0]!)
}

function crashed(
  label: string,
  { stderr }: Helper,
  exitCode: number | null,
  signal: string | null,
) {
  const how = signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`
  const lines = stderr.trim().split('\n')
  // Node ends what it says of an exception with its version.
  const last = lines.find((line) => /^\w*Error\b.*: /.test(line)) ?? lines.at(-1)
  const message = `${label}: the process that decoded it ${how}${last ? `: ${last}` : ''}`
  return new CodecError('ERR_CHILD', message, { codec: label, exitCode, signal, stderr })
}

const late = (label: string): CodecError =>
  new CodecError('ERR_TIMEOUT', `${label}: took longer than ${TIME_LIMIT} ms, the limit of isolate`)

/** The child's answer to one job; rejects when it dies, when the call ends or the time is over. */
function ask<T>(
  helper: Helper,
  job: object,
  label: string,
  { signal, clock }: RunOptions,
): Promise<Answer<T>> {
  const { child } = helper
  return new Promise<Answer<T>>((resolve, reject) => {
    let hasBegun = false
    const timer = clock ? undefined : setTimeout(() => settle(reject, late(label)), TIME_LIMIT)
    const abort = () => settle(reject, signal?.reason)
    const answer = (reply: Reply<T>) => {
      if ('begun' in reply) hasBegun = true
      else settle(resolve, reply)
    }
    const close = (code: number | null, how: string | null) => {
      const failure = crashed(label, helper, code, how)
      settle(reject, hasBegun ? failure : new Unbegun(failure))
    }
    const fail = (error: Error) => {
      helper.stderr += error.message
      // One that began tells at its end what ended it; its channel breaks before.
      if (child.pid === undefined) close(null, null)
      else killTree(child)
    }
    function settle<V>(how: (value: V) => void, value: V): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      child.off('message', answer).off('close', close).off('error', fail)
      how(value)
    }
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted) return abort()
    child.on('message', answer).on('close', close).on('error', fail)
    child.send(job, (error) => error && fail(error))
  })
}

function errorOf({ name, message, code, ...details }: Failure): Error {
  if (code !== undefined) return new CodecError(code, message, details)
  const kinds: Record<string, ErrorConstructor> = { TypeError, RangeError }
  return new (kinds[name] ?? Error)(message)
}

/** The answer of a new child or, where it was kept and had ended meanwhile, of one that is new. */
async function answered<T>(
  memory: number,
  ...[job, label, context]: [job: object, label: string, context: RunOptions]
): Promise<Answer<T>> {
  for (;;) {
    const { helper, isNew } = take(memory)
    try {
      const answer = await ask<T>(helper, job, label, context)
      keep(helper)
      return answer
    } catch (error) {
      killTree(helper.child)
      if (!(error instanceof Unbegun)) throw error
      if (isNew) throw error.failure
    }
  }
}

/**
 * One job in a child process.
 * @param memory bytes that the job may take beside what Node itself needs
 * @throws CodecError `ERR_CHILD` where its process died, `ERR_TIMEOUT`; else what the job threw
 */
export async function runIsolated<T>(
  job: object,
  memory: number,
  label: string,
  context: RunOptions,
): Promise<T> {
  const end = await turns.take(context.signal, context.clock)
  try {
    const answer = await answered<T>(OWN_MEMORY + memory, job, label, context)
    if ('failure' in answer) throw errorOf(answer.failure)
    return answer.answer
  } finally {
    end()
  }
}
