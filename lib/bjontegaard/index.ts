import { checkObject, unknownName } from '../options'
import { numbersOf, type Points, pointsOf, type RdCurve } from './curve'
import { crossing } from './crossing'
import { interpolations } from './interpolation'
import { integrate, isRising } from './piecewise'

export type { RdCurve } from './curve'

export type BdMethod = keyof typeof interpolations

/** What bdRate and bdQuality take. */
export interface BdOptions {
  /** The curves' quality axis: a key of both; default `psnr`. */
  metric?: string
  /**
   * - `pchip` (default): monotonic piecewise cubic, as the JCT-VC and JVET spreadsheets.
   * - `cubic`: one polynomial of degree 3 (VCEG-M33); needs 4 points.
   * - `akima`: Akima's piecewise cubic; needs 3 points.
   */
  method?: BdMethod
  /** `lower` for a distance (mse, butteraugli): the curves fall where the rate rises. */
  better?: 'higher' | 'lower'
}

/** Where both curves have points: qualities for `bdRate`, bits per pixel for `bdQuality`. */
interface BdOverlap {
  from: number
  to: number
  /** Its share, 0 to 1, of the shorter curve's own range (of log rate for `bdQuality`). */
  share: number
}

interface BdResult {
  /** That was compared. */
  metric: string
  /** How it was interpolated. */
  method: BdMethod
  /** The range that both curves have: nothing beyond it counts. */
  overlap: BdOverlap
  /**
   * What makes the number doubtful: hardly any overlap, curves that cross or are not monotonic, few
   * points.
   */
  warnings: string[]
}

/** What bdRate gives. */
export interface BdRateResult extends BdResult {
  /** Average difference of rate at equal quality in percent; negative: `test` needs less. */
  bdRate: number
}

/** What bdQuality gives. */
export interface BdQualityResult extends BdResult {
  /** Average difference of quality at equal rate in the metric's unit; positive: `test` is better. */
  bdQuality: number
}

const FEW_POINTS = 4
const SMALL_SHARE = 0.5

function commonRange(anchor: readonly number[], test: readonly number[]): BdOverlap {
  const [from, to] = [Math.max(anchor[0]!, test[0]!), Math.min(anchor.at(-1)!, test.at(-1)!)]
  const shorter = Math.min(anchor.at(-1)! - anchor[0]!, test.at(-1)! - test[0]!)
  return { from, to, share: (to - from) / shorter }
}

function overlapOf(
  anchor: Points,
  test: Points,
  axis: keyof Points,
  warnings: string[],
): BdOverlap {
  const range = commonRange(anchor[axis], test[axis])
  if (!(range.to > range.from)) {
    const shown = (points: Points): string => {
      const ends = [points[axis][0]!, points[axis].at(-1)!]
      return ends.map((end) => (axis === 'rate' ? 10 ** end : end).toPrecision(4)).join(' to ')
    }
    throw new RangeError(
      `the curves do not overlap in ${axis}: anchor has ${shown(anchor)}, test ${shown(test)}`,
    )
  }
  if (range.share < SMALL_SHARE) {
    const percent = (100 * range.share).toFixed(0)
    warnings.push(`the curves overlap over only ${percent} % of the shorter one's ${axis} range`)
  }
  return range
}

/** The curve with a quality that rises with the rate. */
export function risingCurve(curve: RdCurve, name: string, options: BdOptions): RdCurve {
  const { metric = 'psnr', better = 'higher' } = options
  if (better !== 'higher' && better !== 'lower') {
    throw unknownName('better', String(better), ['higher', 'lower'])
  }
  if (better === 'higher') return curve
  return { ...curve, [metric]: numbersOf(curve, metric, name).map((value) => -value) }
}

/** Less than this, a part of the rate or a step of quality, is rounding. */
const NEGLIGIBLE = 0.005

/** The sign of the mean hides that one curve is the better one at low rates, the other at high ones. */
function crossed(
  [least, greatest]: readonly [number, number],
  over: keyof Points,
  metric: string,
): string[] {
  const factor = (value: number): number => (over === 'quality' ? 10 ** value - 1 : value)
  const [less, more] = [-factor(least), factor(greatest)]
  if (Math.max(less, more) < NEGLIGIBLE) return []
  if (over === 'rate') {
    const [few, many] = [less, more].map((value) => value.toPrecision(2))
    return [`the curves cross: test has from ${few} less ${metric} to ${many} more`]
  }
  const [few, many] = [less, more].map((share) => `${(100 * share).toFixed(1)} %`)
  return [`the curves cross: test needs from ${few} less rate to ${many} more`]
}

/** The average difference, test minus anchor, of the one axis over the other's common range. */
function average(anchor: RdCurve, test: RdCurve, over: keyof Points, options: BdOptions) {
  checkObject(options, over === 'quality' ? 'bdRate' : 'bdQuality')
  const { metric = 'psnr', method = 'pchip' } = options
  if (!Object.hasOwn(interpolations, method)) {
    throw unknownName('method', String(method), Object.keys(interpolations))
  }
  const { curve, points: needed } = interpolations[method]
  const warnings: string[] = []
  const of = over === 'rate' ? 'quality' : 'rate'
  const named = Object.entries({ anchor, test }).map(([name, rd]) => {
    const points = pointsOf(risingCurve(rd, name, options), name, metric, over, warnings)
    const count = points[over].length
    if (count < needed) {
      throw new RangeError(`${name}: expected ${needed} points or more for ${method}, got ${count}`)
    }
    if (count < FEW_POINTS) warnings.push(`${name}: only ${count} points`)
    return { name, points }
  })
  const overlap = overlapOf(named[0]!.points, named[1]!.points, over, warnings)
  const { from, to } = overlap
  const fitted = named.map(({ points }) => curve(points[over], points[of]))
  const means = fitted.map((one, i) => {
    if (!isRising(one, from, to)) {
      warnings.push(`${named[i]!.name}: the ${method} curve is not monotonic within the overlap`)
    }
    return integrate(one, from, to) / (to - from)
  })
  const ends = crossing([fitted[0]!, fitted[1]!], from, to)
  if (ends) warnings.push(...crossed(ends, over, metric))
  return { difference: means[1]! - means[0]!, metric, method, overlap, warnings }
}

/**
 * Bjontegaard delta rate: the average difference in rate, in percent, between two curves at equal
 * quality, log rate being integrated over the qualities that both have. G. Bjontegaard,
 * "Calculation of average PSNR differences between RD-curves", VCEG-M33, 2001. For `ms-ssim`, give
 * -10 log10(1 - x) rather than the values themselves, which crowd together below 1.
 * @throws TypeError for what is no curve, RangeError for curves that do not overlap or have too few
 *   points
 */
export function bdRate(anchor: RdCurve, test: RdCurve, options: BdOptions = {}): BdRateResult {
  const { difference, overlap, ...rest } = average(anchor, test, 'quality', options)
  const { from, to, share } = overlap
  const shown = options.better === 'lower' ? { from: -to, to: -from, share } : overlap
  return { bdRate: 100 * (10 ** difference - 1), ...rest, overlap: shown }
}

/**
 * Bjontegaard delta quality (BD-PSNR for `psnr`): the average difference in the metric between two
 * curves at equal rate, integrated over the log rates that both have; positive is better, of a
 * distance too. Source and errors as `bdRate`.
 */
export function bdQuality(
  anchor: RdCurve,
  test: RdCurve,
  options: BdOptions = {},
): BdQualityResult {
  const { difference, overlap, ...rest } = average(anchor, test, 'rate', options)
  const { from, to, share } = overlap
  return { bdQuality: difference, ...rest, overlap: { from: 10 ** from, to: 10 ** to, share } }
}
