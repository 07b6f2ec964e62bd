import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import type { Walk } from './walk'

// What a file holds compressed. A few bytes of it may be megabytes, which take longer than the event
// loop may be held.

/** So much is decompressed at once, or copied: a millisecond or two. */
const AT_ONCE = 2 ** 20

const WAYS = {
  deflate: { sync: zlib.inflateSync, stream: zlib.createInflate },
  brotli: { sync: zlib.brotliDecompressSync, stream: zlib.createBrotliDecompress },
} as const

const TOO_LONG = 'ERR_BUFFER_TOO_LARGE'

const isTooLong = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === TOO_LONG

/** Memory of its own: Node keeps short results together. */
const alone = (data: Uint8Array): Uint8Array<ArrayBuffer> =>
  data.byteLength === data.buffer.byteLength && data.buffer instanceof ArrayBuffer
    ? new Uint8Array(data.buffer)
    : Uint8Array.from(data)

/** Decompressed on another thread, in parts: the calling one touches none of their memory. */
async function partsOf(stream: Transform, data: Uint8Array, most: number): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = []
  let length = 0
  stream.end(data)
  for await (const part of stream as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > most) throw Object.assign(new Error('too long'), { code: TOO_LONG })
    parts.push(part)
  }
  return parts
}

/** The parts in one memory, with a rest before each but the first. */
function* joined([first, ...others]: readonly Uint8Array[]): Walk<Uint8Array<ArrayBuffer>> {
  if (first === undefined || others.length === 0) return alone(first ?? new Uint8Array())
  const whole = new Uint8Array(others.reduce((sum, { length }) => sum + length, first.length))
  whole.set(first)
  let at = first.length
  for (const part of others) {
    yield
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Decompressed data, or `undefined` where they are damaged, `'long'` where they are more than `most`. */
export function* inflated(
  data: Uint8Array,
  most: number,
  way: keyof typeof WAYS = 'deflate',
): Walk<Uint8Array<ArrayBuffer> | 'long' | undefined> {
  const { sync, stream } = WAYS[way]
  try {
    return alone(sync(data, { maxOutputLength: Math.min(most, AT_ONCE) }))
  } catch (error) {
    if (!isTooLong(error)) return undefined
  }
  if (most <= AT_ONCE) return 'long'
  const aside = {
    run: () => partsOf(stream({ chunkSize: AT_ONCE }), data, most),
    runSync: () => [sync(data, { maxOutputLength: most })],
  }
  try {
    return yield* joined((yield aside) as Uint8Array[])
  } catch (error) {
    return isTooLong(error) ? 'long' : undefined
  }
}
