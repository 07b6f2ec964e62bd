/** Numbers 0 to 1, the same for the same seed: mulberry32 (T. Ettinger, 2017, public domain). */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(mean(values.map(Math.log)))

/** Between two order statistics: linear (R's type 7, NumPy's default). */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return low + (high - low) * (place - Math.floor(place))
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/**
 * The 95 % bootstrap interval of the mean (percentile; Efron 1979): the means of `resamples` random
 * draws of as many values, with repetition. undefined for fewer than 2 values.
 */
export function bootstrapInterval(
  values: readonly number[],
  resamples: number,
  seed: number,
): [number, number] | undefined {
  if (values.length < 2) return undefined
  const next = random(seed)
  const means = Array.from({ length: resamples }, () =>
    mean(values.map(() => values[Math.floor(next() * values.length)]!)),
  )
  return [quantile(means, 0.025), quantile(means, 0.975)]
}
