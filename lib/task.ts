import { setMaxListeners } from 'node:events'
import { shown } from './options'
import { Clock } from './process/clock'
import type { Call } from './process'

/** What is given back when a call ends, however it does; at once where that has been. */
export class AtEnd {
  #ends: (() => void)[] | undefined = []

  add(end: () => void): void {
    if (this.#ends) this.#ends.push(end)
    else end()
  }

  run(): void {
    const ends = this.#ends ?? []
    this.#ends = undefined
    for (const end of ends) end()
  }
}

/** What every step of one call shares. */
export interface RunContext {
  signal?: AbortSignal
  /** How long the call may work; undefined: no limit. */
  clock?: Clock
  /** Of the async calls. */
  atEnd?: AtEnd
  log?: (call: Call) => void
}

/** By its tag: `instanceof` fails for those of another realm. */
const isAbortSignal = (value: unknown): value is AbortSignal =>
  Object.prototype.toString.call(value) === '[object AbortSignal]'

/** What a call's options ask of its steps. TypeError for a signal that is none. */
export function contextOf(
  { signal, timeout, spent }: { signal?: unknown; timeout?: number; spent?: number },
  label: string,
  log?: RunContext['log'],
): RunContext {
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw new TypeError(`${label}: signal: expected an AbortSignal, got ${shown(signal)}`)
  }
  const clock = timeout === undefined ? undefined : new Clock(timeout, label, spent)
  return { signal, clock, log }
}

/** Work that can run on a thread or in a child (`run`), or block the caller (`runSync`). */
export interface Task<T> {
  run(context: RunContext): Promise<T>
  runSync(context: RunContext): T
  /** It takes away what an earlier task made: it runs after an abort, too. */
  isCleanup?: boolean
}

/**
 * A sequence of tasks written once and driven in two ways, so that the sync calls cannot drift from
 * the async ones. Everything before the first yield runs before an async call returns: that is when
 * the caller's pixels are read. Failures and aborts are thrown into it, so that its `finally` counts.
 */
export type Steps<T> = Generator<Task<unknown>, T, unknown>

/** Runs one task as a step: `const bytes = yield* perform(task)`. */
export function* perform<T>(task: Task<T>): Steps<T> {
  return (yield task) as T
}

/** Whether an error is the reason of the caller's signal, which is the caller's: it stays as it is. */
export function* isReason(error: unknown): Steps<boolean> {
  const { signal, clock } = yield* perform<RunContext>({
    isCleanup: true,
    run: (context) => Promise.resolve(context),
    runSync: (context) => context,
  })
  return signal?.aborted === true && signal.reason === error && clock?.signal.reason !== error
}

/** Several sequences side by side: each in its turn; sync, one after the other. */
export function* together<T>(all: readonly Steps<T>[]): Steps<T[]> {
  return yield* perform<T[]>({
    run: async (context) => {
      const working = Promise.all(all.map((steps) => drive(steps, context)))
      context.clock?.stop() // each of them counts for itself
      try {
        return await working
      } finally {
        context.clock?.start()
      }
    },
    runSync: (context) => all.map((steps) => driveSync(steps, context)),
  })
}

/** What ends a call between two tasks. */
function check(task: Task<unknown>, { signal, clock }: RunContext): void {
  if (task.isCleanup) return
  signal?.throwIfAborted()
  if (clock?.left === 0) throw clock.late()
}

/** A signal can abort it between two tasks only: nothing else runs on the caller's thread. */
export function driveSync<T>(steps: Steps<T>, context: RunContext): T {
  context.signal?.throwIfAborted()
  context.clock?.start()
  try {
    let next = steps.next()
    while (!next.done) {
      let value: unknown
      try {
        check(next.value, context)
        value = next.value.runSync(context)
      } catch (error) {
        next = steps.throw(error)
        continue
      }
      next = steps.next(value)
    }
    if (context.clock?.left === 0) throw context.clock.late()
    return next.value
  } finally {
    context.clock?.stop()
  }
}

/** Node's own calls reject with an error of theirs where the signal ends them: the reason is wanted. */
const reasonOf = (error: unknown, signal: AbortSignal | undefined): unknown =>
  signal?.aborted && (error as NodeJS.ErrnoException | null)?.code === 'ABORT_ERR'
    ? signal.reason
    : error

async function drive<T>(steps: Steps<T>, context: RunContext): Promise<T> {
  context.clock?.start()
  try {
    let next = steps.next()
    while (!next.done) {
      let value: unknown
      try {
        check(next.value, context)
        value = await next.value.run(context)
      } catch (error) {
        next = steps.throw(reasonOf(error, context.signal))
        continue
      }
      next = steps.next(value)
    }
    return next.value
  } finally {
    context.clock?.stop()
  }
}

/** Drives the steps; the end of the clock's time ends them like an abort. */
export async function driveAsync<T>(steps: Steps<T>, context: RunContext): Promise<T> {
  const { signal, clock } = context
  signal?.throwIfAborted()
  // Any number of calls may share one signal, and parts of a call; Node warns from the eleventh on.
  if (signal) setMaxListeners(0, signal)
  const atEnd = new AtEnd()
  try {
    if (!clock) return await drive(steps, { ...context, atEnd })
    const either = signal ? AbortSignal.any([signal, clock.signal]) : clock.signal
    setMaxListeners(0, either)
    return await drive(steps, { ...context, signal: either, atEnd })
  } finally {
    atEnd.run()
  }
}
