import { axes, type Box, drawing, level, rowName, rowsBox } from '../chart/frame'
import { textWidth } from '../chart/labels'
import { pointMark } from '../chart/marker'
import { metricTitle } from '../chart/metric_axis'
import { extent, linear, type Scale } from '../chart/scale'
import { group, line, text } from '../chart/svg'
import { colourOf, type Theme } from '../chart/theme'
import { bdOf, doubtNotes, type Rate, rateOf } from '../bd'
import { pictureName } from '../curve'
import type { ReportData } from '../model'
import { number, numeric, type Section, type Table, type View, visible } from '../view'

const percent = (rate: number | null): string => (rate === null ? '–' : number(rate, 1, true))

const between = ([from, to]: readonly [number, number]): string =>
  `${number(from, 1, true)} to ${number(to, 1, true)}`

const valueOf = ({ rate }: Rate): string => (rate === null ? 'no number' : `${percent(rate)} %`)

/** Best first; those without a number last. */
function sorted(rates: readonly Rate[]): Rate[] {
  const key = ({ rate }: Rate): number => rate ?? Infinity
  return [...rates].sort((a, b) => (key(a) === key(b) ? 0 : key(a) - key(b)))
}

function row(data: ReportData, rate: Rate, y: number, x: Scale, box: Box, theme: Theme): string {
  const { label } = data.series[rate.series]!
  const colour = colourOf(theme, rate.series)
  const name = rowName(label, y, box, theme, { fill: colour, 'font-weight': '600' })
  const end = box.width - box.right + theme.fontSize * 0.8
  const said = valueOf(rate)
  const value = text(
    { x: end, y, dy: '0.32em', fill: rate.rate === null ? theme.muted : theme.ink },
    said,
  )
  if (rate.rate === null) return group({ class: 'series', 'data-series': label }, name, value)
  const at = x.position(rate.rate)
  const strokes = { stroke: colour, 'stroke-width': theme.line }
  const half = theme.marker * 1.5
  const ticks = rate.pictures.map((p) =>
    line([x.position(p), y - half], [x.position(p), y + half], {
      ...strokes,
      'stroke-opacity': '0.35',
    }),
  )
  const [from, to] = rate.interval ?? [rate.rate, rate.rate]
  const whisker = line([x.position(from), y], [x.position(to), y], strokes)
  const tip = [
    label,
    `BD-rate ${percent(rate.rate)} %`,
    ...(rate.interval ? [`95 % interval ${between(rate.interval)} %`] : []),
  ]
  const facts = { value: rate.rate }
  const mark = pointMark(rate.series, [at, y], theme.marker * 1.25, theme, tip, facts)
  return group({ class: 'series', 'data-series': label }, ...ticks, whisker, mark, name, value)
}

/** Every metric beside the chosen one: mean and interval, then the other two conventions. */
function tableOf(data: ReportData, view: View, order: readonly Rate[]): Table {
  const anchor = data.series[view.anchor]!.label
  const metrics = bdOf(data, view.anchor)?.metrics ?? []
  const cell = (series: number, metric: string): string => {
    const { rate, interval } = rateOf(data, series, metric, view)
    return series === view.anchor
      ? 'anchor'
      : percent(rate) + (interval ? ` (${between(interval)})` : '')
  }
  return {
    caption: `BD-rate against ${anchor} in percent, ${pictureName(data, view)}${view.picture === 'mean' && data.pictures.length > 1 ? ' (95 % interval)' : ''}`,
    columns: [{ title: 'codec' }, ...metrics.map((metric) => numeric(metricTitle(metric)))],
    rows: order.map(({ series }) => [
      data.series[series]!.label,
      ...metrics.map((metric) => cell(series, metric)),
    ]),
  }
}

/** Each codec's BD-rate with its interval and every picture's own as a tick. */
export function bdRates(data: ReportData, view: View): Section {
  const { theme } = view
  const order = sorted(visible(data, view).map((s) => rateOf(data, s, view.metric, view)))
  const pitch = theme.fontSize * 2
  const widthOf = (words: string): number => textWidth(words, theme.fontSize)
  const right = Math.max(...order.map((rate) => widthOf(valueOf(rate)))) + theme.fontSize * 1.6
  const labels = order.map(({ series }) => data.series[series]!.label)
  const box = rowsBox(labels, pitch, right, view)
  const seen = order.flatMap(({ rate, interval, pictures }) => [
    rate ?? 0,
    ...(interval ?? []),
    ...pictures,
  ])
  const x = linear(extent([0, ...seen], 0.04), [box.left, box.width - box.right])
  const label = `bytes against ${data.series[view.anchor]!.label} at equal ${metricTitle(view.metric)} (%)`
  const at = x.position(0)
  const zero = level([at, box.top], [at, box.height - box.bottom], theme)
  const rows = order.map((rate, i) => row(data, rate, box.top + pitch * (i + 0.6), x, box, theme))
  const svg = drawing(
    box,
    theme,
    `BD-rate: ${label}`,
    axes({ scale: x, label }, undefined, box, theme),
    zero,
    ...rows,
  )
  return { svg, table: tableOf(data, view, order), notes: doubtNotes(order, view, data) }
}
