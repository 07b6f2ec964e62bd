import { whenSet } from './at_once'
import type { Clock } from './clock'

/** Lets so many jobs run at once; the others wait in the order in which they came. */
export class Turns {
  #running = 0
  readonly #count: () => number
  readonly #waiting: (() => void)[] = []

  /** @param count asked whenever a turn is taken or ends, and when `concurrency` has set it */
  constructor(count: () => number) {
    this.#count = count
    whenSet(() => this.#begin())
  }

  /**
   * Resolves to the function that ends the turn; rejects with `signal.reason` while waiting. The
   * clock stands still meanwhile.
   */
  async take(signal?: AbortSignal, clock?: Clock): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.#running < this.#count()) {
      this.#running += 1
      return this.#ending()
    }
    clock?.stop()
    try {
      return await this.#wait(signal)
    } finally {
      clock?.start()
    }
  }

  #wait(signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', leave)
        resolve(this.#ending())
      }
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1)
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting.push(start)
    })
  }

  #ending(): () => void {
    return () => {
      this.#running -= 1
      this.#begin()
    }
  }

  #begin(): void {
    while (this.#waiting.length > 0 && this.#running < this.#count()) {
      this.#running += 1
      this.#waiting.shift()!()
    }
  }
}
