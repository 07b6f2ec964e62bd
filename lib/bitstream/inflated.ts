import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import type { Walk } from './walk'

// What a file holds compressed. A few bytes of it may be megabytes, which take longer than the event
// loop may be held.

/** So much is decompressed at once: a millisecond or two. */
const AT_ONCE = 2 ** 20

/** What comes of the other thread at a time. */
const CHUNK = 2 ** 22

const WAYS = {
  deflate: { sync: zlib.inflateSync, run: promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate) }, // prettier-ignore
  brotli: { sync: zlib.brotliDecompressSync, run: promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress) }, // prettier-ignore
} as const

const isTooLong = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'

/** Memory of its own: Node keeps short results together. */
const alone = (data: Uint8Array): Uint8Array<ArrayBuffer> =>
  data.byteLength === data.buffer.byteLength && data.buffer instanceof ArrayBuffer
    ? new Uint8Array(data.buffer)
    : Uint8Array.from(data)

/** Decompressed data, or `undefined` where they are damaged, `'long'` where they are more than `most`. */
export function* inflated(
  data: Uint8Array,
  most: number,
  way: keyof typeof WAYS = 'deflate',
): Walk<Uint8Array<ArrayBuffer> | 'long' | undefined> {
  const { sync, run } = WAYS[way]
  try {
    return alone(sync(data, { maxOutputLength: Math.min(most, AT_ONCE) }))
  } catch (error) {
    if (!isTooLong(error)) return undefined
  }
  if (most <= AT_ONCE) return 'long'
  const options = { maxOutputLength: most, chunkSize: CHUNK }
  try {
    const aside = { run: () => run(data, options), runSync: () => sync(data, options) }
    return alone((yield aside) as Uint8Array)
  } catch (error) {
    return isTooLong(error) ? 'long' : undefined
  }
}
