import { close, closeSync, constants, open, openSync, writeFileSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Clock } from '../process/clock'
import { perform, type Steps } from '../task'
import { untilAborted } from './gathered'
import { PAUSE, pauseNow } from './pause'

// Bytes into a pipe that has a name: it may have no reader, or one that takes nothing.

/** Neither opening nor writing waits for anybody: a thread that does cannot be called back. */
const AT_ONCE = constants.O_WRONLY | (constants.O_NONBLOCK ?? 0)

const opening = promisify(open)
const closing = promisify(close)

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code

async function opened(path: string, signal?: AbortSignal): Promise<number> {
  for (;;) {
    signal?.throwIfAborted()
    try {
      return await opening(path, AT_ONCE)
    } catch (error) {
      if (codeOf(error) !== 'ENXIO') throw error // that it has no reader
    }
    await sleep(PAUSE, undefined, { signal })
  }
}

/** The system tells it when the reader has made room, or gone. */
async function intoPipe(path: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
  const fd = await opened(path, signal)
  const { Socket } = await import('node:net') // takes a while, for what is rare
  if (signal?.aborted) await closing(fd)
  signal?.throwIfAborted()
  const pipe = new Socket({ fd, readable: false, writable: true })
  const written = new Promise<void>((resolve, reject) => {
    pipe.on('error', reject).on('close', () => resolve())
    pipe.end(bytes)
  })
  await untilAborted(written, signal).finally(() => pipe.destroy())
}

/** What the system does not do now; undefined then. */
function attempt<T>(work: () => T, busy: string): T | undefined {
  try {
    return work()
  } catch (error) {
    if (codeOf(error) !== busy) throw error
    return undefined
  }
}

/** The same at once, while the clock runs. */
function intoPipeNow(path: string, bytes: Uint8Array, clock: Clock): void {
  const waiting = <T>(work: () => T, busy: string): T => {
    for (;;) {
      if (clock.left === 0) throw clock.late()
      const done = attempt(work, busy)
      if (done !== undefined) return done
      pauseNow()
    }
  }
  const fd = waiting(() => openSync(path, AT_ONCE), 'ENXIO')
  try {
    let at = 0
    while (at < bytes.length) at += waiting(() => writeSync(fd, bytes, at), 'EAGAIN')
  } finally {
    closeSync(fd)
  }
}

/** Writes to a pipe, as a step; without a `timeout` the sync calls wait as long as it takes. */
export const writePipe = (path: string, bytes: Uint8Array): Steps<void> =>
  perform<void>({
    run: ({ signal }) => intoPipe(path, bytes, signal),
    runSync: ({ clock }) => (clock ? intoPipeNow(path, bytes, clock) : writeFileSync(path, bytes)),
  })
