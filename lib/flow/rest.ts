import { keeping } from '../bitstream/walk'
import type { Format } from '../formats/format'
import { perform, type Steps } from '../task'

// Async calls let the event loop turn between their ways through a long file: none of our own
// JavaScript holds it for more than some milliseconds.

/** Shorter files are through at once. */
const LONG = 2 ** 15

/** Copies that nobody else can change while the event loop turns. */
const own = new WeakSet<ArrayBufferLike>()

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Lets the event loop turn before the next way through a long file. */
export function* rest({ length }: Uint8Array): Steps<void> {
  if (length < LONG) return
  yield* perform<void>({ run: turn, runSync: () => undefined })
}

/** The bytes, safe from their owner's changes from now on; the sync calls need no copy. */
export function* owned(bytes: Uint8Array): Steps<Uint8Array> {
  if (bytes.length < LONG || own.has(bytes.buffer)) return bytes
  return yield* perform<Uint8Array>({
    async run() {
      const copy = new Uint8Array(bytes)
      own.add(copy.buffer)
      await turn()
      return copy
    },
    runSync: () => bytes,
  })
}

/** Walks through owned bytes with rests, so that what their format's functions ask is known then. */
export function* walkAhead(bytes: Uint8Array, format: Format | undefined): Steps<void> {
  const walks = format?.walks?.() ?? []
  if (bytes.length < LONG || walks.length === 0) return
  yield* perform<void>({
    async run({ signal }) {
      for (const walker of walks) {
        for (const _ of keeping(bytes, walker)) {
          await turn()
          signal?.throwIfAborted()
        }
        await turn()
      }
    },
    runSync: () => undefined,
  })
}
