import type { QualityScale } from '../codecs/encoding'
import { shown } from '../options'

const scaleText = ({ steps, name }: QualityScale): string =>
  steps.length === 1
    ? `${name} (${steps[0]})`
    : `${name} ${steps[0]} (worst) to ${steps.at(-1)} (best)`

function wayOut({ steps }: QualityScale, inside: boolean): string {
  if (steps.length === 1) return 'it has no quality: leave it out'
  if (inside) return `the steps are ${steps.slice(0, 3).join(', ')} ... ${steps.at(-1)}`
  return 'target: { ssimulacra2: 75 } means the same for every codec'
}

/** A quality is valid when it is a step of the scale, or lies between steps where the scale lets it. */
export function checkQuality(scale: QualityScale, quality: unknown, label: string): number {
  const { steps, continuous, whole, name } = scale
  const [worst, best] = [steps[0]!, steps.at(-1)!]
  if (typeof quality !== 'number' || Number.isNaN(quality)) {
    throw new TypeError(`${label}: quality: expected a number (${name}), got ${shown(quality)}`)
  }
  const inside = quality >= Math.min(worst, best) && quality <= Math.max(worst, best)
  const between = continuous || (whole && Number.isInteger(quality))
  if (between ? inside : steps.includes(quality)) return quality
  throw new RangeError(
    `${label}: quality: expected ${scaleText(scale)}, got ${quality}; ${wayOut(scale, inside)}`,
  )
}

/** The option `quality`, else the scale's own default, else its middle step. */
export function defaultQuality(scale: QualityScale, given: unknown, label: string): number {
  if (given !== undefined) return checkQuality(scale, given, label)
  return scale.typical ?? scale.steps[Math.floor(scale.steps.length / 2)]!
}

const nearest = (steps: readonly number[], value: number): number =>
  steps.reduce((best, step) => (Math.abs(step - value) < Math.abs(best - value) ? step : best))

/**
 * `count` steps from worst to best, spread evenly over the useful part of a scale (by equal factors
 * where it is `geometric`): the same for every picture and machine. Fewer where the scale has fewer.
 */
export function spreadQualities(scale: QualityScale, count: number): number[] {
  const lossy = scale.steps.filter((step) => !scale.lossless?.includes(step))
  if (lossy.length === 0) return [...scale.steps]
  const { worst, best } = scale.useful ?? { worst: lossy[0]!, best: lossy.at(-1)! }
  const [onto, back] = scale.geometric ? [Math.log, Math.exp] : [Number, Number]
  const span = onto(best) - onto(worst)
  // one point alone is the middle
  const share = (i: number): number => (count === 1 ? 0.5 : i / (count - 1))
  const places = Array.from({ length: count }, (_, i) => back(onto(worst) + share(i) * span))
  return [...new Set(places.map((place) => nearest(lossy, place)))]
}
