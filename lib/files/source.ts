import { CodecError } from '../errors'
import { concat } from '../bitstream/bytes'
import { type FileSource, locate, nearly } from '../source'
import { driveSync, perform, type Steps } from '../task'
import { bytesOf } from '../source/typed_array'
import { readBytes } from './bytes'

// Where a source of any kind becomes a file's bytes: the only place.

/** No codec takes more. */
const MAX_BYTES = 2 ** 31 - 1

/** Rejects when the signal does, though what is waited for never comes. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  work.catch(() => undefined) // nobody waits for it after an abort
  signal.throwIfAborted() // by what began the work
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

async function collect(
  stream: AsyncIterable<Uint8Array>,
  label: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  const { next, close } = opened(stream)
  try {
    for (;;) {
      const { done, value } = await untilAborted(next(), signal)
      if (done) return concat(parts)
      const part = bytesOf(value, `${label}: a part of the stream`)
      length += part.length
      if (length > MAX_BYTES) {
        throw new CodecError('ERR_LIMIT', `${label}: the stream gives more than ${MAX_BYTES} bytes`)
      }
      parts.push(part)
    }
  } catch (error) {
    close().catch(() => undefined)
    throw error
  }
}

const onlyAsync = (label: string, what: string, way: string) => (): never => {
  throw new TypeError(
    `${label}: a ${what} is read by the async calls only; give a sync call the bytes: ${way}`,
  )
}

/** A file's bytes, whatever the caller gave for it. TypeError for what is no source. */
export function* sourceBytes(source: FileSource, label: string): Steps<Uint8Array> {
  const located = locate(source, label)
  switch (located?.kind) {
    case 'path':
      return yield* readBytes(located.path)
    case 'bytes':
      return located.bytes
    case 'blob':
      return yield* perform<Uint8Array>({
        run: async ({ signal }) =>
          new Uint8Array(await untilAborted(located.blob.arrayBuffer(), signal)),
        runSync: onlyAsync(label, 'Blob', 'await blob.arrayBuffer()'),
      })
    case 'stream':
      return yield* perform<Uint8Array>({
        run: ({ signal }) => collect(located.stream, label, signal),
        runSync: onlyAsync(label, 'stream', "await buffer(stream) of 'node:stream/consumers'"),
      })
    case undefined:
      throw new TypeError(
        `${label}: expected a path, a Uint8Array or another source of a file's bytes, got ${nearly(source)}`,
      )
  }
}

/** The same at once. TypeError for a Blob or a stream. */
export const sourceBytesSync = (source: FileSource, label: string): Uint8Array =>
  driveSync(sourceBytes(source, label), {})
