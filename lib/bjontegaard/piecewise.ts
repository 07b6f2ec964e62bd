/**
 * A piecewise cubic: between origins[i] and origins[i + 1] it is the sum of c[k] (x - origins[i])^k.
 * The first and the last piece go on beyond the ends.
 */
export interface Piecewise {
  origins: number[]
  coefficients: [number, number, number, number][]
}

/** The cubic Hermite interpolant through (x, y) with slopes d; x strictly increasing. */
export function hermite(
  x: readonly number[],
  y: readonly number[],
  d: readonly number[],
): Piecewise {
  const coefficients: Piecewise['coefficients'] = []
  for (let i = 0; i + 1 < x.length; i++) {
    const h = x[i + 1]! - x[i]!
    const slope = (y[i + 1]! - y[i]!) / h
    const curvature = (3 * slope - 2 * d[i]! - d[i + 1]!) / h
    coefficients.push([y[i]!, d[i]!, curvature, (d[i]! + d[i + 1]! - 2 * slope) / (h * h)])
  }
  return { origins: x.slice(0, -1), coefficients }
}

/** The pieces that [from, to] meets, each with its own part of it, relative to its origin. */
function parts(curve: Piecewise, from: number, to: number) {
  return curve.coefficients.flatMap((c, i) => {
    const origin = curve.origins[i]!
    const begin = i === 0 ? from : Math.max(from, origin)
    const end = Math.min(to, curve.origins[i + 1] ?? to)
    return begin < end ? [{ c, begin: begin - origin, end: end - origin }] : []
  })
}

/** The value at x. */
export function valueAt({ origins, coefficients }: Piecewise, x: number): number {
  const after = origins.findIndex((origin) => origin > x)
  const i = after < 0 ? origins.length - 1 : Math.max(0, after - 1)
  const t = x - origins[i]!
  const c = coefficients[i]!
  return c[0] + t * (c[1] + t * (c[2] + t * c[3]))
}

/** The exact integral from `from` to `to`. */
export function integrate(curve: Piecewise, from: number, to: number): number {
  const primitive = (c: Piecewise['coefficients'][number], t: number): number =>
    t * (c[0] + t * (c[1] / 2 + t * (c[2] / 3 + (t * c[3]) / 4)))
  return parts(curve, from, to).reduce(
    (sum, { c, begin, end }) => sum + primitive(c, end) - primitive(c, begin),
    0,
  )
}

/** Whether the curve rises all the way from `from` to `to`: no extremum inside, none falling. */
export function isRising(curve: Piecewise, from: number, to: number): boolean {
  return parts(curve, from, to).every(({ c, begin, end }) => {
    const slope = (t: number): number => c[1] + t * (2 * c[2] + 3 * t * c[3])
    // a parabola is lowest at an end or at its vertex
    const vertex = -c[2] / (3 * c[3])
    const places = vertex > begin && vertex < end ? [begin, end, vertex] : [begin, end]
    const rounding = 1e-9 * Math.max(Math.abs(slope(begin)), Math.abs(slope(end)))
    return places.every((t) => slope(t) >= -rounding)
  })
}
