import { CodecError } from '../errors'

/** The calls that are under way in one place, which serves so many at once; the others wait. */
export class Callers {
  #count = 0
  readonly #atOnce: () => number

  /** @param atOnce asked when a call has a limit */
  constructor(atOnce: () => number) {
    this.#atOnce = atOnce
  }

  /**
   * Lets a call in; the result is to be called when it is done.
   * @param maxQueue how many may wait beside those that run; undefined: any number
   * @throws CodecError `ERR_BUSY`
   */
  enter(maxQueue: number | undefined, label: string): () => void {
    if (maxQueue !== undefined) {
      const waiting = Math.max(this.#count - this.#atOnce(), 0)
      const isFull = this.#count >= this.#atOnce() + maxQueue
      if (isFull) {
        const message = `${label}: ${waiting} calls wait for a turn already (maxQueue = ${maxQueue})`
        throw new CodecError('ERR_BUSY', message, { codec: label })
      }
    }
    this.#count += 1
    return () => {
      this.#count -= 1
    }
  }
}
