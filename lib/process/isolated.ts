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

/** What the child answers. */
export type Reply<T = unknown> = { answer: T } | { failure: Failure }

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

function take(memory: number): Helper {
  const helper = idle.find((kept) => kept.memory === memory && kept.child.connected)
  if (!helper) return start(memory)
  remove(helper)
  hold(helper, true)
  helper.stderr = ''
  return helper
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
): Promise<Reply<T>> {
  const { child } = helper
  return new Promise<Reply<T>>((resolve, reject) => {
    const timer = clock ? undefined : setTimeout(() => settle(reject, late(label)), TIME_LIMIT)
    const abort = () => settle(reject, signal?.reason)
    const answer = (reply: Reply<T>) => settle(resolve, reply)
    const close = (code: number | null, how: string | null) =>
      settle(reject, crashed(label, helper, code, how))
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
  let helper: Helper | undefined
  try {
    helper = take(OWN_MEMORY + memory)
    const reply = await ask<T>(helper, job, label, context)
    keep(helper)
    if ('failure' in reply) throw errorOf(reply.failure)
    return reply.answer
  } catch (error) {
    if (helper && !idle.includes(helper)) killTree(helper.child)
    throw error
  } finally {
    end()
  }
}
