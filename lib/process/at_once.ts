import { availableParallelism } from 'node:os'
import { checkOption, int } from '../options'

// How many pictures one process works on at once.

let chosen: number | undefined
const told: (() => void)[] = []

/** `now` is called whenever `concurrency` has set how many: calls that wait may begin. */
export const whenSet = (now: () => void): void => void told.push(now)

/** Jobs of the addon, each on a thread of its own. */
export const threadsAtOnce = (): number => chosen ?? availableParallelism()

/** Programs. */
export const programsAtOnce = (): number => chosen ?? Math.max(4, availableParallelism())

/**
 * How many pictures this process works on at once, by threads or by programs; the other calls wait
 * for their turn. With a number (1 to 1024) it is set, for calls that wait already, too. Default: the
 * processors. The threads are the library's own: files and DNS, which work on libuv's pool, and
 * UV_THREADPOOL_SIZE have nothing to do with it. Threads inside one picture are the option `threads`.
 */
export function concurrency(count?: number): number {
  if (count === undefined) return threadsAtOnce()
  checkOption(int({ min: 1, max: 1024, help: '' }), count, 'concurrency')
  chosen = count
  for (const now of told) now()
  return count
}
