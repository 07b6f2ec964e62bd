import type { QualityScale } from '../codecs/descriptor'

/** A quality is valid when it is a step of the scale, or lies within it where it is continuous. */
export function checkQuality(scale: QualityScale, quality: unknown, label: string): number {
  const { steps, continuous, name } = scale
  const [worst, best] = [steps[0]!, steps.at(-1)!]
  if (typeof quality !== 'number' || Number.isNaN(quality)) {
    throw new TypeError(`${label}: quality: expected a number (${name}), got ${String(quality)}`)
  }
  const inside = quality >= Math.min(worst, best) && quality <= Math.max(worst, best)
  if (continuous ? inside : steps.includes(quality)) return quality
  const between = inside ? `; the steps are ${steps.slice(0, 3).join(', ')} ... ${best}` : ''
  throw new RangeError(
    `${label}: quality: expected ${name} ${worst} (worst) to ${best} (best), got ${quality}${between}`,
  )
}

/** The middle step, as PyCodecs' `quality_steps()[len // 2]`, or the option `quality`. */
export function defaultQuality(scale: QualityScale, given: unknown, label: string): number {
  if (given !== undefined) return checkQuality(scale, given, label)
  return scale.steps[Math.floor(scale.steps.length / 2)]!
}
