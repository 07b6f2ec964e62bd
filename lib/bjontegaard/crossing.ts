import { type Piecewise, valueAt } from './piecewise'

/** Where the difference is looked at. */
const SAMPLES = 256
/** A smaller share of the one sign beside the other is an end that touches, no crossing. */
const SHARE = 0.05

/** The least and the greatest difference, second minus first, where both signs count; else none. */
export function crossing(
  [first, second]: readonly [Piecewise, Piecewise],
  from: number,
  to: number,
): readonly [least: number, greatest: number] | undefined {
  const found = Array.from({ length: SAMPLES }, (_, i) => {
    const x = from + ((to - from) * i) / (SAMPLES - 1)
    return valueAt(second, x) - valueAt(first, x)
  })
  const [least, greatest] = [Math.min(...found), Math.max(...found)]
  const [smaller, larger] = [Math.min(-least, greatest), Math.max(-least, greatest)]
  return smaller > SHARE * larger ? [least, greatest] : undefined
}
