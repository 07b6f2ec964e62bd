import { metricLabel, metricScale, metricTitle } from '../chart/metric_axis'
import { type Line, lineChart } from '../chart/lines'
import { extent, linear, logarithmic, logExtent } from '../chart/scale'
import { type Curve, curveNotes, curveOf, curvesName } from '../curve'
import { commonPictures } from '../common_pictures'
import type { MetricInfo, ReportData } from '../model'
import {
  grouped,
  metricDecimals,
  number,
  numeric,
  type Section,
  type Table,
  type View,
  visible,
} from '../view'

export const metricInfo = (data: ReportData, name: string): MetricInfo =>
  data.metrics.find((metric) => metric.name === name)!

function lineOf(data: ReportData, { series, points }: Curve, metric: MetricInfo): Line {
  const { label, encoder } = data.series[series]!
  const decimals = metricDecimals(metric.identical)
  return {
    slot: series,
    label,
    points: points.map(({ quality, bpp, value, bytes }) => ({
      x: bpp,
      y: value,
      tip: [
        label,
        `${metricTitle(metric.name)} ${number(value, decimals)}${metric.unit && ` ${metric.unit}`}`,
        bytes > 0 ? `${number(bpp, 3)} bpp · ${grouped(bytes)} bytes` : `${number(bpp, 3)} bpp`,
        encoder ? `quality ${quality} · ${encoder}` : 'published',
      ],
      facts: { quality, bpp, value },
    })),
  }
}

function tableOf(data: ReportData, curves: readonly Curve[], metric: MetricInfo): Table {
  const decimals = metricDecimals(metric.identical)
  return {
    caption: `${metricTitle(metric.name)} over rate`,
    columns: [
      { title: 'codec' },
      ...['quality', 'bytes', 'bpp'].map(numeric),
      numeric(metricTitle(metric.name) + (metric.unit && ` (${metric.unit})`)),
    ],
    rows: curves.flatMap(({ series, points }) =>
      points.map(({ quality, bytes, bpp, value }) => [
        data.series[series]!.label,
        String(quality),
        bytes > 0 ? grouped(bytes) : '',
        number(bpp, 4),
        number(value, decimals),
      ]),
    ),
  }
}

/** Metric over rate: a curve for each codec, straight between what was measured. */
export function rateDistortion(data: ReportData, view: View): Section {
  const metric = metricInfo(data, view.metric)
  const common = commonPictures(data, view)
  const curves = visible(data, view).map((series) => curveOf(data, series, view, common))
  const points = curves.flatMap((curve) => curve.points)
  const [rates, values] = [points.map(({ bpp }) => bpp), points.map(({ value }) => value)]
  const name = `${metricTitle(metric.name)} over bits per pixel, ${curvesName(data, view, common)}`
  const svg = lineChart({
    name,
    width: view.width,
    height: view.height,
    theme: view.theme,
    labelled: view.labelled ?? true,
    lines: curves.map((curve) => lineOf(data, curve, metric)),
    x: (range) => ({
      label: 'bits per pixel',
      scale:
        view.rate === 'log'
          ? logarithmic(logExtent(rates, 0.02), range)
          : linear([0, extent(rates)[1]], range),
    }),
    y: (range) => ({ label: metricLabel(metric), scale: metricScale(metric, values, range) }),
  })
  return { svg, table: tableOf(data, curves, metric), notes: curveNotes(data, curves) }
}
