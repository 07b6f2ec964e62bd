import type { Descriptor, QualityScale, Resolved } from './codecs/descriptor'

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

/** The middle step, as PyCodecs' `quality_steps()[len // 2]`. */
export function defaultQuality(descriptor: Descriptor, options: Resolved, encoder: string): number {
  const scale = descriptor.quality(options, encoder)
  if (options.quality !== undefined) return checkQuality(scale, options.quality, descriptor.name)
  return scale.steps[Math.floor(scale.steps.length / 2)]!
}
