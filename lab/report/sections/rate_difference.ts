import { rateDifferences } from '../../../lib/index'
import { metricLabel, metricScale, metricTitle } from '../chart/metric_axis'
import { type Line, lineChart } from '../chart/lines'
import { highestInView } from '../chart/outliers'
import { extent, linear } from '../chart/scale'
import { commonPictures } from '../common_pictures'
import { toldOnce } from '../bd'
import { curveOf, curvesName } from '../curve'
import { bdValue, fromBdValue } from '../../bd/metric_value'
import type { MetricInfo, ReportData } from '../model'
import { number, numeric, type Section, type View, visible } from '../view'
import { metricInfo } from './rate_distortion'

interface Difference {
  series: number
  values: number[]
  percent: number[]
  /** What makes it doubtful, or why there is nothing. */
  whys: string[]
}

interface Compared {
  data: ReportData
  view: View
  metric: MetricInfo
  /** The pictures of mean curves. */
  common: ReadonlySet<number>
}

function rdCurve(series: number, { data, view, metric, common }: Compared) {
  const { points } = curveOf(data, series, view, common)
  const quality = points.map(({ value }) => bdValue(metric, value))
  return { bpp: points.map(({ bpp }) => bpp), quality }
}

function differenceOf(series: number, compared: Compared): Difference {
  const { view, metric } = compared
  try {
    const [anchor, test] = [view.anchor, series].map((of) => rdCurve(of, compared))
    const found = rateDifferences(anchor!, test!, { metric: 'quality', samples: 48 })
    const values = found.quality.map((value) => fromBdValue(metric, value))
    return { series, values, percent: found.percent, whys: found.warnings }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { series, values: [], percent: [], whys: [error.message] }
  }
}

function lineOf(data: ReportData, { series, values, percent }: Difference, top: number): Line {
  const { label } = data.series[series]!
  const most = Math.max(...percent)
  const endLabel = most > top ? `${label} ${number(most, 0, true)} %` : label
  return { slot: series, label, endLabel, points: values.map((x, i) => ({ x, y: percent[i]! })) }
}

function tableOf(data: ReportData, found: readonly Difference[], metric: MetricInfo) {
  const decimals = metric.identical === 1 ? 4 : 1
  const sampled = [0, 12, 24, 35, 47]
  return {
    caption: `Rate difference over ${metricTitle(metric.name)}`,
    columns: [
      { title: 'codec' },
      numeric(metricTitle(metric.name)),
      numeric('rate difference (%)'),
    ],
    rows: found.flatMap(({ series, values, percent }) =>
      sampled
        .filter((i) => i < values.length)
        .map((i) => [
          data.series[series]!.label,
          number(values[i]!, decimals),
          number(percent[i]!, 1, true),
        ]),
    ),
  }
}

const titleOf = ({ data, view, metric, common }: Compared): string =>
  `Rate difference to ${data.series[view.anchor]!.label} over ${metricTitle(metric.name)}, ${curvesName(data, view, common)}`

/**
 * How many percent of rate each codec needs more or less than the anchor at each quality: the curve
 * whose mean the BD-rate is. Only over what both have measured.
 */
export function rateDifference(data: ReportData, view: View): Section {
  const metric = metricInfo(data, view.metric)
  const others = visible(data, view).filter((series) => series !== view.anchor)
  const compared = { data, view, metric, common: commonPictures(data, view) }
  const found = others.map((series) => differenceOf(series, compared))
  const values = found.flatMap((difference) => difference.values)
  const percents = [0, ...found.flatMap(({ percent }) => percent)]
  const top = highestInView(percents)
  const within = percents.map((percent) => Math.min(percent, top))
  const beyond = found.filter(({ percent }) => percent.some((value) => value > top))
  const far = beyond.map(
    ({ series, percent }) =>
      `${data.series[series]!.label} up to ${number(Math.max(...percent), 1, true)} %`,
  )
  const drawn = values.length ? values : [0, 1]
  const svg = lineChart({
    name: titleOf(compared),
    width: view.width,
    height: view.height,
    theme: view.theme,
    labelled: true,
    lines: found.map((difference) => lineOf(data, difference, top)),
    x: (range) => ({ label: metricLabel(metric), scale: metricScale(metric, drawn, range) }),
    y: (range) => ({
      label: `rate difference to ${data.series[view.anchor]!.label} (%)`,
      scale: linear(extent(within, 0.05), range),
    }),
    level: { y: 0 },
    highest: top,
  })
  const notes = [
    ...(far.length ? [`Beyond the axis: ${far.join(', ')}.`] : []),
    ...toldOnce(data, found),
  ]
  return { svg, table: tableOf(data, found, metric), notes }
}
