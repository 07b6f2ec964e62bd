/** A point of a rate-distortion plane, more quality being better. */
export interface RatePoint {
  /** On the axis of rates. */
  rate: number
  /** On the axis of the metric. */
  quality: number
}

/** Positive: b lies above the line from a to c. */
const above = (a: RatePoint, b: RatePoint, c: RatePoint): number =>
  (b.quality - a.quality) * (c.rate - a.rate) - (c.quality - a.quality) * (b.rate - a.rate)

/**
 * The upper convex hull by rising rate: what a user who may choose among all settings, and between
 * two of them, can reach. Andrew's monotone chain (1979), in rate and quality as they are. Lossless
 * points (infinite quality) are on no line and left out.
 */
export function upperHull<P extends RatePoint>(points: readonly P[]): P[] {
  const sorted = points
    .filter(({ quality }) => Number.isFinite(quality))
    .sort((a, b) => a.rate - b.rate || b.quality - a.quality)
  const hull: P[] = []
  for (const point of sorted) {
    if (hull.length > 0 && point.quality <= hull.at(-1)!.quality) continue
    while (hull.length > 1 && above(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop()
    hull.push(point)
  }
  return hull
}
