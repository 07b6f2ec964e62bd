import { checkObject } from '../options'
import { bdRate, type BdOptions, type BdRateResult, type RdCurve, risingCurve } from './index'
import { pointsOf } from './curve'
import { interpolations } from './interpolation'
import { valueAt } from './piecewise'

/** What rateDifferences gives: the difference along the curves. */
export interface RateDifferences extends Omit<BdRateResult, 'bdRate'> {
  /** Even steps over the qualities that both curves have. */
  quality: number[]
  /** Rate of `test` over the anchor's at that quality, in percent: -20 needs a fifth less. */
  percent: number[]
}

/**
 * The difference of rate at each quality, whose average (of the log) is the BD-rate: it shows where
 * on the scale a codec wins. Interpolated as `bdRate` does, over the common range only; the same
 * errors and warnings. `samples`: how many qualities, at least 2.
 */
export function rateDifferences(
  anchor: RdCurve,
  test: RdCurve,
  given: BdOptions & { samples?: number } = {},
): RateDifferences {
  checkObject(given, 'rateDifferences')
  const { samples = 64, ...options } = given
  if (!(Number.isInteger(samples) && samples >= 2)) {
    throw new RangeError(`samples: expected an integer of at least 2, got ${samples}`)
  }
  const { bdRate: _, ...found } = bdRate(anchor, test, options)
  const { metric, method, overlap } = found
  const [of, to] = Object.entries({ anchor, test }).map(([name, rd]) => {
    const { quality, rate } = pointsOf(risingCurve(rd, name, options), name, metric, 'quality', [])
    return interpolations[method].curve(quality, rate)
  })
  const sign = options.better === 'lower' ? -1 : 1
  const step = (overlap.to - overlap.from) / (samples - 1)
  const quality = Array.from({ length: samples }, (__, i) =>
    i === samples - 1 ? overlap.to : overlap.from + i * step,
  )
  const percent = quality.map(
    (at) => 100 * (10 ** (valueAt(to!, sign * at) - valueAt(of!, sign * at)) - 1),
  )
  return { ...found, quality, percent }
}
