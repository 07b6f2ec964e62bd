import { hermite, type Piecewise } from './piecewise'

type Numbers = readonly number[]

/** A way to lay a curve through points; x strictly increasing. */
export interface Interpolation {
  /** Fewest points that it can work with. */
  points: number
  curve(x: Numbers, y: Numbers): Piecewise
}

function differences(x: Numbers, y: Numbers): { h: number[]; slopes: number[] } {
  const h = x.slice(1).map((next, i) => next - x[i]!)
  return { h, slopes: h.map((step, i) => (y[i + 1]! - y[i]!) / step) }
}

/** The slope at an end from the two intervals next to it, kept from overshooting. */
function endSlope(h0: number, h1: number, s0: number, s1: number): number {
  const slope = ((2 * h0 + h1) * s0 - h0 * s1) / (h0 + h1)
  if (Math.sign(slope) !== Math.sign(s0)) return 0
  if (Math.sign(s0) !== Math.sign(s1) && Math.abs(slope) > 3 * Math.abs(s0)) return 3 * s0
  return slope
}

/**
 * Piecewise cubic Hermite interpolation that keeps monotonic data monotonic: Fritsch, Butland 1984,
 * "A method for constructing local monotone piecewise cubic interpolants", SIAM J. Sci. Stat.
 * Comput. 5(2), with the three-point ends of Moler's "Numerical Computing with MATLAB", 3.4: what
 * the JCT-VC spreadsheet (JCTVC-L1100) computes.
 */
function pchip(x: Numbers, y: Numbers): Piecewise {
  const { h, slopes: s } = differences(x, y)
  const last = h.length - 1
  if (last === 0) return hermite(x, y, [s[0]!, s[0]!])
  const inner = s.slice(1).map((next, i) => {
    const before = s[i]!
    if (before * next <= 0) return 0
    const [w1, w2] = [2 * h[i + 1]! + h[i]!, h[i + 1]! + 2 * h[i]!]
    return (w1 + w2) / (w1 / before + w2 / next)
  })
  const first = endSlope(h[0]!, h[1]!, s[0]!, s[1]!)
  const end = endSlope(h[last]!, h[last - 1]!, s[last]!, s[last - 1]!)
  return hermite(x, y, [first, ...inner, end])
}

/**
 * Akima 1970, "A new method of interpolation and smooth curve fitting based on local procedures", J.
 * ACM 17(4): a slope is the mean of its neighbour intervals' slopes, weighted by how little the
 * slopes change on the other side.
 */
function akima(x: Numbers, y: Numbers): Piecewise {
  const { slopes: s } = differences(x, y)
  const n = s.length
  const [left, right] = [2 * s[0]! - s[1]!, 2 * s[n - 1]! - s[n - 2]!]
  const m = [2 * left - s[0]!, left, ...s, right, 2 * right - s[n - 1]!]
  const change = (i: number): number => Math.abs(m[i + 1]! - m[i]!)
  const weights = x.map((_, i) => change(i) + change(i + 2))
  const negligible = 1e-9 * Math.max(...weights)
  const d = weights.map((weight, i) =>
    weight > negligible
      ? (change(i + 2) * m[i + 1]! + change(i) * m[i + 2]!) / weight
      : (m[i]! + m[i + 3]!) / 2,
  )
  return hermite(x, y, d)
}

const dot = (a: Numbers, b: Numbers): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

/**
 * The least-squares polynomial of degree 3, for four points the one through them: VCEG-M33. By
 * polynomials that are orthogonal over the points (Forsythe 1957), which do not lose digits as the
 * powers of x do.
 */
function cubic(x: Numbers, y: Numbers): Piecewise {
  const origin = x.reduce((sum, value) => sum + value, 0) / x.length
  const t = x.map((value) => value - origin)
  // each polynomial as its values at the points and as its coefficients of 1, t, t^2, t^3
  let previous = { values: t.map(() => 0), powers: [0, 0, 0, 0], norm: 1 }
  let current = { values: t.map(() => 1), powers: [1, 0, 0, 0], norm: t.length }
  const fit = [0, 0, 0, 0]
  for (let degree = 0; degree < 4; degree++) {
    const { values, powers, norm } = current
    const share = dot(y, values) / norm
    powers.forEach((power, k) => (fit[k]! += share * power))
    const shift =
      dot(
        t,
        values.map((value) => value * value),
      ) / norm
    const decay = degree === 0 ? 0 : norm / previous.norm
    const next = values.map((v, i) => (t[i]! - shift) * v - decay * previous.values[i]!)
    const nextPowers = powers.map(
      (p, k) => (powers[k - 1] ?? 0) - shift * p - decay * previous.powers[k]!,
    )
    previous = current
    current = { values: next, powers: nextPowers, norm: dot(next, next) }
  }
  return { origins: [origin], coefficients: [fit as [number, number, number, number]] }
}

export const interpolations = {
  cubic: { points: 4, curve: cubic },
  pchip: { points: 2, curve: pchip },
  akima: { points: 3, curve: akima },
} as const satisfies Record<string, Interpolation>
