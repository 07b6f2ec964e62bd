import { metricTitle } from './chart/metric_axis'
import { rateOf } from './bd'
import type { ReportData } from './model'
import { number, type View, visible } from './view'

/** So many codecs are named. */
const MOST_NAMES = 3

/**
 * What the curves come to, in a sentence: the codecs that need fewest bytes for equal quality, by
 * BD-rate, of those that are shown. Empty where there is no number.
 */
export function verdict(data: ReportData, view: View): string {
  const rates = visible(data, view)
    .filter((series) => series !== view.anchor)
    .map((series) => rateOf(data, series, view.metric, view))
    .flatMap(({ series, rate }) => (rate === null ? [] : [{ series, rate }]))
  if (rates.length === 0) return ''
  const labelOf = (series: number) => data.series[series]!.label
  const [anchor, metric] = [labelOf(view.anchor), metricTitle(view.metric)]
  const better = rates.filter(({ rate }) => rate < 0).sort((a, b) => a.rate - b.rate)
  if (better.length === 0) return `At equal ${metric} none takes fewer bytes than ${anchor}.`
  const told = better.slice(0, MOST_NAMES).map(({ series, rate }, i) => {
    const fewer = `${number(-rate, 1)} %`
    return i === 0
      ? `${labelOf(series)} takes ${fewer} fewer bytes than ${anchor}`
      : `${labelOf(series)} ${fewer}`
  })
  return `At equal ${metric} ${told.join(', ')}.`
}
