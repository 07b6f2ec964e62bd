import { metricRows } from '../../lib/index'

/**
 * A metric's value on the axis that BD-rates are integrated over, where more is better: an index that
 * ends at 1 (SSIM, MS-SSIM) as -10 log10(1 - x), a distance turned round, anything else as it is.
 */
export function axisValue(metric: string, value: number): number {
  const row = metricRows.find(({ name }) => name === metric)
  if (row?.better === 'lower') return -value
  return row?.range[1] === 1 ? -10 * Math.log10(1 - value) : value
}

/** And back. */
export function fromAxis(metric: string, value: number): number {
  const row = metricRows.find(({ name }) => name === metric)
  if (row?.better === 'lower') return -value
  return row?.range[1] === 1 ? 1 - 10 ** (-value / 10) : value
}
