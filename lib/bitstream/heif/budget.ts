import { CodecError } from '../../errors'

/**
 * Steps that reading one file may take: boxes, items, extents, references and properties, each counted
 * when it is met. A photograph of 1,000 tiles takes 10,000.
 */
const MAX_STEPS = 2 ** 16

/** Steps between two rests of a walk: about a millisecond. */
const STRETCH = 2 ** 12

/** Bounds the work that a few bytes can ask for. */
export class Budget {
  #left = MAX_STEPS
  #rested = MAX_STEPS

  /** Whether it is time for a rest, which then counts as taken. */
  isTired(): boolean {
    const tired = this.#rested - this.#left >= STRETCH
    if (tired) this.#rested = this.#left
    return tired
  }

  /** @throws CodecError `ERR_LIMIT` when the file has asked for too much */
  take(steps = 1): void {
    this.#left -= steps
    if (this.#left >= 0) return
    throw new CodecError('ERR_LIMIT', `HEIF: its items and references take over ${MAX_STEPS} steps`)
  }
}
