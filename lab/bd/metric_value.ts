import type { MetricMeaning } from './metric_meaning'

/**
 * A metric's value on the axis that BD-rates are integrated over, where more is better: an index
 * that ends at 1 (SSIM, MS-SSIM) as -10 log10(1 - x), a distance turned round, anything else as it is.
 */
export function bdValue({ identical, better }: MetricMeaning, value: number): number {
  if (better === 'lower') return -value
  return identical === 1 ? -10 * Math.log10(1 - value) : value
}

/** And back. */
export function fromBdValue({ identical, better }: MetricMeaning, value: number): number {
  if (better === 'lower') return -value
  return identical === 1 ? 1 - 10 ** (-value / 10) : value
}
