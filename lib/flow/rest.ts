import { ended, keeping, rested, type Walk } from '../bitstream/walk'
import type { Format } from '../formats/format'
import { inBreath } from '../process/breath'
import { copyOf, isCopy } from '../source/copies'
import { perform, type Steps } from '../task'

// Async calls let the event loop turn between their ways through a long file: none of our own
// JavaScript holds it for more than some milliseconds.

/** Shorter files are through at once. */
const LONG = 2 ** 15

/** Calls side by side go on one after the other: not each its stretch in the same turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(() => inBreath(resolve)))

/** Lets the event loop turn before the next way through a long file. */
export function* rest({ length }: Uint8Array): Steps<void> {
  if (length < LONG) return
  yield* perform<void>({ run: turn, runSync: () => undefined })
}

/** The bytes, safe from their owner's changes from now on; the sync calls need no copy. */
export function* owned(bytes: Uint8Array): Steps<Uint8Array> {
  if (isCopy(bytes)) return bytes
  return yield* perform<Uint8Array>({
    async run() {
      const copy = copyOf(bytes)
      if (bytes.length >= LONG) await turn()
      return copy
    },
    runSync: () => bytes,
  })
}

/** What a walk finds; the event loop turns wherever it rests. */
export const walking = <T>(walk: Walk<T>): Steps<T> =>
  perform<T>({
    run: ({ signal }) =>
      rested(walk, async () => {
        await turn()
        signal?.throwIfAborted()
      }),
    runSync: () => ended(walk),
  })

/** Walks through owned bytes with rests, so that what their format's functions ask is known then. */
export function* walkAhead(bytes: Uint8Array, format: Format | undefined): Steps<void> {
  const walks = format?.walks?.() ?? []
  if (walks.length === 0) return
  const short = bytes.length < LONG
  yield* perform<void>({
    async run({ signal }) {
      // Where a walk rests, it has been long, of a short file too: by what that holds compressed.
      const pause = async () => {
        await turn()
        signal?.throwIfAborted()
      }
      for (const walker of walks) {
        await rested(keeping(bytes, walker), pause)
        if (!short) await pause()
      }
    },
    runSync: () => undefined,
  })
}
