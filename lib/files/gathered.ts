import { concat } from '../bitstream/bytes'
import { CodecError } from '../errors'
import { inBreath } from '../process/breath'
import { ownBytes } from '../source/copies'
import { bytesOf } from '../source/typed_array'

// The parts of a source that does not say how long it is.

/** No codec takes more. */
const MAX_BYTES = 2 ** 31 - 1

/** Smaller parts are joined as they come: a million parts of a byte would take a hundred times that. */
const SMALL = 2 ** 16

/** How much may be read of a source, and what it is called where it gives more. */
export interface Bound {
  /** Bytes, as the call's `maxMemory` says; undefined: as many as a codec takes. */
  maxMemory?: number
  /** `decode: the stream`, `'/dev/zero'`. */
  what: string
}

/** @throws CodecError `ERR_LIMIT` for a source that has, or gave, more bytes than are read */
export function checkLength(length: number, { maxMemory = Infinity, what }: Bound): void {
  if (length <= Math.min(maxMemory, MAX_BYTES)) return
  const most = maxMemory < MAX_BYTES ? `maxMemory (${maxMemory} bytes)` : `${MAX_BYTES} bytes`
  throw new CodecError('ERR_LIMIT', `${what} gives more than ${most}`)
}

/** Bytes as they come, part by part. */
export class Gathered {
  readonly #parts: Uint8Array[] = []
  readonly #bound: Bound
  #block = new Uint8Array(SMALL)
  #used = 0
  #length = 0

  constructor(bound: Bound) {
    this.#bound = bound
  }

  /** @throws CodecError `ERR_LIMIT` from the first part on that is too much */
  add(part: Uint8Array): void {
    this.#length += part.length
    checkLength(this.#length, this.#bound)
    if (this.#used + part.length > SMALL) this.#close()
    if (part.length > SMALL) this.#parts.push(part)
    else this.#block.set(part, this.#used)
    if (part.length <= SMALL) this.#used += part.length
  }

  /** All of them, one after the other. */
  bytes(): Uint8Array {
    this.#close()
    return ownBytes(concat(this.#parts))
  }

  #close(): void {
    if (this.#used === 0) return
    this.#parts.push(this.#block.subarray(0, this.#used))
    this.#block = new Uint8Array(SMALL)
    this.#used = 0
  }
}

/** Rejects when the signal does, though what is waited for never comes. */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return work
  work.catch(() => undefined) // nobody waits for it after an abort
  signal.throwIfAborted()
  let abort: () => void
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
  })
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', abort))
}

interface Opened {
  next(): Promise<{ done?: boolean; value?: unknown }>
  close(): Promise<void>
}

/** Its parts, one after the other, and how to close it while one is waited for. */
function opened(stream: AsyncIterable<Uint8Array>): Opened {
  if ('getReader' in stream) {
    const reader = (stream as unknown as ReadableStream<Uint8Array>).getReader()
    return { next: () => reader.read(), close: () => reader.cancel() }
  }
  const iterator = stream[Symbol.asyncIterator]()
  const close = async () => {
    if ('destroy' in stream) (stream as unknown as { destroy(): void }).destroy()
    else await iterator.return?.()
  }
  return { next: () => iterator.next(), close }
}

/** All that a stream gives; it is closed where that is too much, or the signal aborts. */
export async function gathered(
  stream: AsyncIterable<Uint8Array>,
  bound: Bound,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const all = new Gathered(bound)
  const { next, close } = opened(stream)
  try {
    for (;;) {
      const { done, value } = await untilAborted(next(), signal)
      if (done) return all.bytes()
      all.add(bytesOf(value, `${bound.what}: a part of the stream`))
      // Parts that are at hand already leave no timer a turn.
      await new Promise<void>((go) => inBreath(go))
      signal?.throwIfAborted()
    }
  } catch (error) {
    close().catch(() => undefined)
    throw error
  }
}
