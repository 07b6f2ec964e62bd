/** Places by rising value, from 1; equals share the mean of their places; null has none. */
export function ranks(values: readonly (number | null)[]): (number | null)[] {
  const known = values.filter((value) => value !== null)
  return values.map((value) => {
    if (value === null) return null
    const below = known.filter((other) => other < value).length
    const equal = known.filter((other) => other === value).length
    return below + (equal + 1) / 2
  })
}

/**
 * Kendall's tau-a of two lists: pairs in the same order minus pairs in the other, over all pairs;
 * 1 is the same order, -1 the reverse. M. Kendall, "A new measure of rank correlation", Biometrika
 * 30, 1938. Undefined for fewer than two that both have.
 */
export function kendall(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
): number | undefined {
  const both = a.map((_, i) => i).filter((i) => a[i] !== null && b[i] !== null)
  const pairs = both.flatMap((i, k) => both.slice(k + 1).map((j) => [i, j] as const))
  if (pairs.length === 0) return undefined
  const sums = pairs.map(([i, j]) => Math.sign(a[i]! - a[j]!) * Math.sign(b[i]! - b[j]!))
  return sums.reduce((sum, sign) => sum + sign, 0) / pairs.length
}
