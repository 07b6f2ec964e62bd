/** Milliseconds until what has nothing to give, or takes nothing, is asked again. */
export const PAUSE = 2

/** So long on the calling thread. */
export function pauseNow(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
}
