import { axes, type Box, drawing } from '../chart/frame'
import { textWidth } from '../chart/labels'
import { marker } from '../chart/marker'
import { metricTitle } from '../chart/metric_axis'
import { extent, linear, type Scale } from '../chart/scale'
import { element, group, text } from '../chart/svg'
import { colourOf, type Theme } from '../chart/theme'
import { bdOf, doubts, type Rate, rateOf } from '../bd'
import { pictureName } from '../curve'
import type { ReportData } from '../model'
import { number, type Section, type Table, type View, visible } from '../view'

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
  const name = text(
    {
      x: box.left - theme.fontSize,
      y,
      dy: '0.32em',
      'text-anchor': 'end',
      fill: colour,
      'font-weight': '600',
    },
    label,
  )
  const end = box.width - box.right + theme.fontSize * 0.8
  const said = valueOf(rate)
  const value = text(
    { x: end, y, dy: '0.32em', fill: rate.rate === null ? theme.muted : theme.ink },
    said,
  )
  if (rate.rate === null) return group({ class: 'series', 'data-series': label }, name, value)
  const at = x.position(rate.rate)
  const strokes = { stroke: colour, 'stroke-width': theme.line }
  const ticks = rate.pictures.map((p) =>
    element('line', {
      x1: x.position(p),
      x2: x.position(p),
      y1: y - theme.marker * 1.5,
      y2: y + theme.marker * 1.5,
      ...strokes,
      'stroke-opacity': '0.35',
    }),
  )
  const [from, to] = rate.interval ?? [rate.rate, rate.rate]
  const whisker = element('line', {
    x1: x.position(from),
    x2: x.position(to),
    y1: y,
    y2: y,
    ...strokes,
  })
  const tip = [
    label,
    `BD-rate ${percent(rate.rate)} %`,
    ...(rate.interval ? [`95 % interval ${between(rate.interval)} %`] : []),
  ]
  const attributes = {
    class: 'point',
    fill: colour,
    stroke: theme.paper,
    'stroke-width': theme.line / 2,
    'data-value': String(rate.rate),
    'data-tip': tip.join('\n'),
  }
  const mark = marker(rate.series, at, y, theme.marker * 1.25, attributes)
  return group({ class: 'series', 'data-series': label }, ...ticks, whisker, mark, name, value)
}

/** Every metric beside the chosen one: mean and interval, then the other two conventions. */
function tableOf(data: ReportData, view: View, order: readonly Rate[]): Table {
  const anchor = data.series[view.anchor]!.label
  const metrics = bdOf(data, view.anchor)?.metrics ?? []
  const right = 'right' as const
  const cell = (series: number, metric: string): string => {
    const { rate, interval } = rateOf(data, series, metric, view)
    return series === view.anchor
      ? 'anchor'
      : percent(rate) + (interval ? ` (${between(interval)})` : '')
  }
  return {
    caption: `BD-rate against ${anchor} in percent, ${pictureName(data, view)}${view.picture === 'mean' && data.pictures.length > 1 ? ' (95 % interval)' : ''}`,
    columns: [
      { title: 'codec' },
      ...metrics.map((metric) => ({ title: metricTitle(metric), align: right })),
    ],
    rows: order.map(({ series }) => [
      data.series[series]!.label,
      ...metrics.map((metric) => cell(series, metric)),
    ]),
  }
}

/** Each codec's BD-rate with its interval and every picture's own as a tick. */
export function bdRates(data: ReportData, view: View): Section {
  const { theme, width } = view
  const order = sorted(visible(data, view).map((s) => rateOf(data, s, view.metric, view)))
  const pitch = theme.fontSize * 2
  const widthOf = (words: string): number => textWidth(words, theme.fontSize)
  const names = order.map(({ series }) => widthOf(data.series[series]!.label))
  const box: Box = {
    width,
    height: pitch * order.length + theme.fontSize * 6,
    left: Math.max(...names) + theme.fontSize * 1.6,
    right: Math.max(...order.map((rate) => widthOf(valueOf(rate)))) + theme.fontSize * 1.6,
    top: theme.fontSize * 2.2,
    bottom: theme.fontSize * 3.6,
  }
  const seen = order.flatMap(({ rate, interval, pictures }) => [
    rate ?? 0,
    ...(interval ?? []),
    ...pictures,
  ])
  const x = linear(extent([0, ...seen], 0.04), [box.left, box.width - box.right])
  const label = `bytes against ${data.series[view.anchor]!.label} at equal ${metricTitle(view.metric)} (%)`
  const none: Scale = { position: () => 0, ticks: [], format: String }
  const zero = element('line', {
    x1: x.position(0),
    x2: x.position(0),
    y1: box.top,
    y2: box.height - box.bottom,
    stroke: theme.ink,
    'stroke-width': theme.line / 2,
  })
  const rows = order.map((rate, i) => row(data, rate, box.top + pitch * (i + 0.6), x, box, theme))
  const svg = drawing(
    box,
    theme,
    `BD-rate: ${label}`,
    axes({ scale: x, label }, { scale: none, label: '' }, box, theme),
    zero,
    ...rows,
  )
  const notes = order.flatMap((rate) =>
    doubts(rate, view, data).map((why) => `${data.series[rate.series]!.label}: ${why}.`),
  )
  return { svg, table: tableOf(data, view, order), notes }
}
