import { availableParallelism } from 'node:os'
import { checkOption, int } from '../options'

// How many pictures one process works on at once.

/** Of libuv's thread pool: Node reads the variable when it starts. */
const POOL_SIZE = Number(process.env.UV_THREADPOOL_SIZE) || 4
/** One thread is left to the host's files and DNS. */
const MOST = Math.max(1, POOL_SIZE - 1)

let chosen: number | undefined

/** Jobs of the addon. */
export const threadsAtOnce = (): number => chosen ?? Math.min(availableParallelism(), MOST)

/** Programs. */
export const programsAtOnce = (): number => chosen ?? Math.max(4, availableParallelism())

/**
 * How many pictures this process works on at once, by threads or by programs; the other calls wait
 * for their turn. With a number it is set, for calls that wait already, too. Default: the processors,
 * and less than the threads of libuv's pool, of which it leaves one to files and DNS. Threads inside
 * one picture are the option `threads`.
 * @throws RangeError for more than the pool has: it grows by UV_THREADPOOL_SIZE alone, before Node
 *   starts
 */
export function concurrency(count?: number): number {
  if (count === undefined) return threadsAtOnce()
  checkOption(int({ min: 1, max: 1024, help: '' }), count, 'concurrency')
  if (count > MOST) {
    throw new RangeError(
      `concurrency: expected 1 to ${MOST}, got ${count}: libuv's pool has ${POOL_SIZE} threads, one of them for files and DNS; start Node with UV_THREADPOOL_SIZE=${count + 1}`,
    )
  }
  chosen = count
  return count
}
