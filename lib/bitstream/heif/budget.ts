import { CodecError } from '../../errors'

/**
 * Steps that reading one file may take: boxes, items, extents, references and properties, each counted
 * when it is met. A photograph of 1,000 tiles takes 10,000; 2^18 take about 20 ms.
 */
const MAX_STEPS = 2 ** 18

/** Bounds the work that a few bytes can ask for. */
export class Budget {
  #left = MAX_STEPS

  /** @throws CodecError `ERR_LIMIT` when the file has asked for too much */
  take(steps = 1): void {
    this.#left -= steps
    if (this.#left >= 0) return
    throw new CodecError('ERR_LIMIT', `HEIF: its items and references take over ${MAX_STEPS} steps`)
  }
}
