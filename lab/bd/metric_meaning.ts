import { metricRows } from '../../lib/index'

export interface MetricMeaning {
  unit: string
  better: 'higher' | 'lower'
  /** Of two identical pictures; null is infinite. */
  identical: number | null
}

/** What a metric's number means; one that the library does not know counts as higher is better. */
export function metricMeaning(name: string): MetricMeaning {
  const row = metricRows.find((known) => known.name === name)
  if (!row) return { unit: '', better: 'higher', identical: null }
  const { unit, better, range } = row
  const identical = range[1]
  return { unit, better, identical: identical === Infinity ? null : identical }
}
