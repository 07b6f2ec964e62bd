import { setMaxListeners } from 'node:events'
import { CodecError } from './errors'
import type { Call } from './process'

/** What every step of one call shares. */
export interface RunContext {
  signal?: AbortSignal
  /** Milliseconds for the whole call; undefined: no limit. */
  timeout?: number
  maxOutputBytes: number
  log(call: Call): void
}

/** Work that can run on the thread pool or in a child (`run`), or block the caller (`runSync`). */
export interface Task<T> {
  run(context: RunContext): Promise<T>
  runSync(context: RunContext): T
}

/**
 * A sequence of tasks written once and driven in two ways, so that the sync calls cannot drift from
 * the async ones. Everything before the first yield runs before an async call returns: that is when
 * the caller's pixels are read.
 */
export type Steps<T> = Generator<Task<unknown>, T, unknown>

/** Runs one task as a step: `const bytes = yield* perform(task)`. */
export function* perform<T>(task: Task<T>): Steps<T> {
  return (yield task) as T
}

/** Several sequences side by side: they share the thread pool; sync, one after the other. */
export function* together<T>(all: readonly Steps<T>[]): Steps<T[]> {
  return yield* perform<T[]>({
    run: (context) => Promise.all(all.map((steps) => drive(steps, context))),
    runSync: (context) => all.map((steps) => driveSync(steps, context)),
  })
}

/** Looks at the signal once: nothing can abort while the caller's thread is here. */
export function driveSync<T>(steps: Steps<T>, context: RunContext): T {
  context.signal?.throwIfAborted()
  let next = steps.next()
  while (!next.done) {
    let value: unknown
    try {
      value = next.value.runSync(context)
    } catch (error) {
      next = steps.throw(error)
      continue
    }
    next = steps.next(value)
  }
  return next.value
}

async function drive<T>(steps: Steps<T>, context: RunContext): Promise<T> {
  let next = steps.next()
  while (!next.done) {
    context.signal?.throwIfAborted()
    let value: unknown
    try {
      value = await next.value.run(context)
    } catch (error) {
      next = steps.throw(error)
      continue
    }
    next = steps.next(value)
  }
  return next.value
}

/** Drives the steps; a `timeout` ends them like an abort, as CodecError `ERR_TIMEOUT`. */
export async function driveAsync<T>(steps: Steps<T>, context: RunContext): Promise<T> {
  context.signal?.throwIfAborted()
  // Any number of calls may share one signal; Node warns of a leak from the eleventh listener on.
  if (context.signal) setMaxListeners(0, context.signal)
  if (context.timeout === undefined) return drive(steps, context)
  const controller = new AbortController()
  const late = new CodecError('ERR_TIMEOUT', `not done within ${context.timeout} ms (timeout)`)
  const timer = setTimeout(() => controller.abort(late), context.timeout)
  const signals = context.signal ? [context.signal, controller.signal] : [controller.signal]
  try {
    return await drive(steps, { ...context, timeout: undefined, signal: AbortSignal.any(signals) })
  } finally {
    clearTimeout(timer)
  }
}
