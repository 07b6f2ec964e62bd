import { int } from '../options'
import type { Resolved } from './descriptor'

/**
 * `effort`, 0 to 9: a walk along the encoder's measured front of bytes against time
 * (docs/settings.md). More is slower and smaller. `own` names the settings that it stands for.
 */
export const effortRow = <const D extends number>(own: string, byDefault: D) =>
  int({
    min: 0,
    max: 9,
    default: byDefault,
    help: `0 fastest .. 9 smallest, along the measured front; ${own}, where given, counts more`,
  })

/** One setting per effort. */
export type EffortPoints = readonly Resolved[]

/**
 * The point of an effort, where the caller has given none of its settings: then those count, and
 * what they leave open keeps the encoder's default.
 */
export function effortPoint(points: EffortPoints, options: Resolved): Resolved | undefined {
  const own = Object.keys(points[0]!)
  return own.some((name) => options[name] !== undefined) ? undefined : points[options.effort]
}
