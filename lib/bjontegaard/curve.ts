/**
 * A rate-distortion curve: `bpp` and one array per metric, all of one length, in any order. Only
 * ratios of rates matter, so any unit of rate will do.
 */
export interface RdCurve {
  /** Bits per pixel, in any order. */
  bpp: readonly number[]
  /** A metric's value at each of them. */
  [metric: string]: readonly number[]
}

/** The points of a curve that can be interpolated. */
export interface Points {
  /** log10 of the rate. */
  rate: number[]
  quality: number[]
}

type Axis = keyof Points

/** The values of one key. TypeError for what are none. */
export function numbersOf(curve: RdCurve, key: string, name: string): readonly number[] {
  const values: unknown = curve?.[key]
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'number')) {
    const others = Object.keys(curve ?? {}).filter((other) => other !== 'bpp')
    const advice =
      values === undefined && key !== 'bpp' && others.length > 0
        ? `; its metrics are ${others.join(', ')}: name one, { metric: '${others[0]}' }`
        : ''
    throw new TypeError(`${name}.${key}: expected an array of numbers${advice}`)
  }
  return values
}

function check(
  rates: readonly number[],
  qualities: readonly number[],
  name: string,
  metric: string,
) {
  if (rates.length !== qualities.length) {
    throw new RangeError(
      `${name}: bpp has ${rates.length} values, ${metric} has ${qualities.length}; expected as many`,
    )
  }
  const badRate = rates.find((rate) => !(rate > 0 && rate < Infinity))
  if (badRate !== undefined) {
    throw new RangeError(`${name}.bpp: expected positive numbers, got ${badRate}`)
  }
  const badQuality = qualities.find((quality) => !(quality > -Infinity))
  if (badQuality !== undefined) {
    throw new RangeError(`${name}.${metric}: expected numbers, got ${badQuality}`)
  }
}

/**
 * The curve's points by rising `axis`, each value of it once. Adds to `warnings` what had to be left
 * out and whether the curve is not monotonic.
 */
export function pointsOf(
  curve: RdCurve,
  name: string,
  metric: string,
  axis: Axis,
  warnings: string[],
): Points {
  const rates = numbersOf(curve, 'bpp', name)
  const qualities = numbersOf(curve, metric, name)
  check(rates, qualities, name, metric)
  const all = rates.map((rate, i) => ({ rate: Math.log10(rate), quality: qualities[i]! }))
  const finite = all.filter(({ quality }) => quality < Infinity)
  if (finite.length < all.length) {
    warnings.push(`${name}: ${all.length - finite.length} lossless point(s) left out`)
  }
  const other: Axis = axis === 'rate' ? 'quality' : 'rate'
  // of equals on the axis the better point comes first: lower rate, higher quality
  const better = axis === 'quality' ? 1 : -1
  finite.sort((p, q) => p[axis] - q[axis] || better * (p[other] - q[other]))
  const points = finite.filter((point, i) => i === 0 || point[axis] > finite[i - 1]![axis])
  if (points.length < finite.length) {
    const left = finite.length - points.length
    warnings.push(`${name}: ${left} point(s) of the same ${axis} as a better one left out`)
  }
  if (points.some((point, i) => i > 0 && point[other] <= points[i - 1]![other])) {
    warnings.push(`${name}: not monotonic, more rate does not always give more ${metric}`)
  }
  return { rate: points.map((p) => p.rate), quality: points.map((p) => p.quality) }
}
