import {
  close,
  closeSync,
  constants,
  fstat,
  fstatSync,
  open,
  openSync,
  read,
  readFileSync,
  readSync,
  type Stats,
} from 'node:fs'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Clock } from '../process/clock'
import { ownBytes } from '../source/copies'
import { perform, type Steps } from '../task'
import { named } from './bytes'
import { type Bound, checkLength, Gathered, gathered } from './gathered'
import { PAUSE, pauseNow } from './pause'

// A path -> its bytes, of whatever lies there: a pipe may have no writer, a device no end.

/** Longer than any path, but not than a file in base64. */
const MAX_PATH = 4096

/** Neither opening nor reading waits for anybody: a thread that does cannot be called back. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Bytes that are read at once: of a file, and of a device. */
const STRETCH = 2 ** 19
const PART = 2 ** 16

const opening = promisify(open)
const stats = promisify(fstat)
const reading = promisify(read)
const closing = promisify(close)

const hasLength = (found: Stats): boolean => found.isFile() && found.size > 0

const hasNothingYet = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException | null)?.code === 'EAGAIN'

async function fileBytes(fd: number, size: number, signal?: AbortSignal): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(size)
  let at = 0
  while (at < size) {
    signal?.throwIfAborted()
    const { bytesRead } = await reading(fd, bytes, at, Math.min(size - at, STRETCH), null)
    if (bytesRead === 0) break // it was cut meanwhile
    at += bytesRead
  }
  return ownBytes(bytes.subarray(0, at))
}

/** Of a device, or a file without a length (/proc). */
async function deviceBytes(fd: number, bound: Bound, signal?: AbortSignal): Promise<Uint8Array> {
  const all = new Gathered(bound)
  for (;;) {
    signal?.throwIfAborted()
    try {
      const { bytesRead, buffer } = await reading(fd, Buffer.allocUnsafeSlow(PART), 0, PART, null)
      if (bytesRead === 0) return all.bytes()
      all.add(buffer.subarray(0, bytesRead))
    } catch (error) {
      if (!hasNothingYet(error)) throw error
      await sleep(PAUSE, undefined, { signal })
    }
  }
}

/** The system tells it when a pipe has something to give, or lost its last writer. */
async function pipeOf(fd: number): Promise<Socket> {
  const { Socket } = await import('node:net') // takes a while, for what is rare
  return new Socket({ fd, readable: true, writable: false })
}

async function bytesAt(path: string, bound: Bound, signal?: AbortSignal): Promise<Uint8Array> {
  const fd = await opening(path, AT_ONCE)
  let pipe: Socket | undefined
  try {
    const found = await stats(fd)
    if (found.isFIFO()) pipe = await pipeOf(fd)
    if (pipe) return await gathered(pipe, bound, signal)
    if (!hasLength(found)) return await deviceBytes(fd, bound, signal)
    checkLength(found.size, bound)
    return await fileBytes(fd, found.size, signal)
  } finally {
    if (!pipe) await closing(fd)
  }
}

/**
 * The same at once. With a clock nothing is waited for that does not end: a pipe whose writers come
 * and go without a byte is then as one that has none yet.
 */
function bytesNow(path: string, bound: Bound, clock?: Clock): Uint8Array {
  const fd = openSync(path, clock ? AT_ONCE : 'r')
  try {
    const found = fstatSync(fd)
    if (found.isFile()) checkLength(found.size, bound)
    if (hasLength(found)) return readFileSync(fd)
    const all = new Gathered(bound)
    let waits = found.isFIFO() && clock !== undefined
    for (;;) {
      if (clock?.left === 0) throw clock.late()
      const part = partNow(fd)
      waits &&= part?.length === 0
      if (part?.length === 0 && !waits) return all.bytes()
      if (part?.length) all.add(part)
      else pauseNow()
    }
  } finally {
    closeSync(fd)
  }
}

/** What comes next, nothing at its end; undefined where it has nothing yet. */
function partNow(fd: number): Uint8Array | undefined {
  const part = new Uint8Array(PART)
  try {
    return part.subarray(0, readSync(fd, part))
  } catch (error) {
    if (!hasNothingYet(error)) throw error
    return undefined
  }
}

/** The bytes at a path, as a step. TypeError for a text that can be no path. */
export function* readBytes(path: string, maxMemory?: number): Steps<Uint8Array> {
  if (path.includes('\0')) {
    throw new TypeError(
      "path: expected a path, got a text with null characters; a file's bytes are a Buffer, never a string: readFile(path) without an encoding",
    )
  }
  if (path.length > MAX_PATH) {
    throw new TypeError(
      `path: expected at most ${MAX_PATH} characters, got ${path.length}; a file in base64 is Buffer.from(text, 'base64')`,
    )
  }
  const bound = { maxMemory, what: `'${path}'` }
  try {
    return yield* perform<Uint8Array>({
      run: ({ signal }) => bytesAt(path, bound, signal),
      runSync: ({ clock }) => bytesNow(path, bound, clock),
    })
  } catch (error) {
    throw named(error, path)
  }
}
