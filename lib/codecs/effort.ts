import { int } from '../options'

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

/**
 * The point of an effort, where the caller has given none of its settings: then those count, and
 * what they leave open keeps the encoder's default.
 */
export function effortPoint<P extends object>(
  points: readonly P[],
  options: { effort: number } & { [K in keyof P]?: unknown },
): P | undefined {
  const own = Object.keys(points[0]!) as (keyof P)[]
  return own.some((name) => options[name] !== undefined) ? undefined : points[options.effort]
}
