import type { MetricInfo } from './model'

/**
 * A metric's value on the axis that BD-rates are integrated over, where more is better: an index
 * below 1 in decibels of its distance from 1, a distance turned round.
 */
export function bdValue({ identical, better }: MetricInfo, value: number): number {
  if (better === 'lower') return -value
  return identical === 1 ? -10 * Math.log10(1 - value) : value
}

/** And back. */
export function fromBdValue({ identical, better }: MetricInfo, value: number): number {
  if (better === 'lower') return -value
  return identical === 1 ? 1 - 10 ** (-value / 10) : value
}
