/**
 * Small jobs end so soon after they began that the event loop would see their ends as one long
 * series. After so many milliseconds of it the next job waits for a turn of the loop.
 */
const SERIES_MS = 1

let began: number | undefined

/** Calls `next` at once, or after a turn of the event loop where it has not turned for long. Waiters go on in their order. */
export function inBreath(next: () => void): void {
  const now = performance.now()
  if (began === undefined) {
    began = now
    setImmediate(() => (began = undefined))
  }
  if (now - began < SERIES_MS) next()
  else setImmediate(() => inBreath(next))
}
