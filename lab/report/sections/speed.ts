import { drawing, axes } from '../chart/frame'
import { besideLabels } from '../chart/beside'
import { boxFor } from '../chart/lines'
import { pointMark } from '../chart/marker'
import { metricTitle } from '../chart/metric_axis'
import { beyondMark, highestInView } from '../chart/outliers'
import { extent, linear, logarithmic, logExtent } from '../chart/scale'
import { element, group, polyline } from '../chart/svg'
import { colourOf } from '../chart/theme'
import { geometricMean } from '../../bd/statistics'
import { rateOf } from '../bd'
import { pictureName } from '../curve'
import type { ReportData } from '../model'
import { number, numeric, type Section, type Table, type View, visible } from '../view'

export interface Speed {
  series: number
  /** Megapixels per second: the inverse of the geometric mean of time. */
  speed: number
  /** BD-rate in percent. */
  rate: number
}

/** Times of the second pass only where there are any: they are not mixed with the other ones. */
function speedOf(data: ReportData, series: number, view: View): number | null {
  const own = data.points.filter(
    (p) => p.series === series && (view.picture === 'mean' || p.picture === view.picture),
  )
  const timed = data.points.some(({ cost }) => cost.timed)
  const times = own.filter(({ cost }) => cost.timed === timed).map(({ cost }) => cost[view.speed])
  const known = times.filter((time) => time > 0)
  if (known.length === 0) return null
  return 1000 / geometricMean(known)
}

/** Those that nothing beats in both, from the slowest to the fastest. */
export function paretoFront(points: readonly Speed[]): Speed[] {
  const beats = (a: Speed, b: Speed): boolean =>
    a.speed >= b.speed && a.rate <= b.rate && (a.speed > b.speed || a.rate < b.rate)
  const front = points.filter((point) => !points.some((other) => beats(other, point)))
  return front.sort((a, b) => a.speed - b.speed)
}

const measuredHow = (data: ReportData): string => {
  const { timing } = data
  return timing
    ? `Times: second pass on ${timing.machine.cpu}, alone, ${timing.rounds} interleaved rounds, medians.`
    : 'Times: one run each, taken while other work ran on the machine. A hint only: nodecodecs sweep --time 5 takes times to compare.'
}

function tableOf(
  data: ReportData,
  view: View,
  found: readonly Speed[],
  front: readonly Speed[],
): Table {
  return {
    caption: `${view.speed === 'encode' ? 'Encoding' : 'Decoding'} speed and BD-rate`,
    columns: [
      { title: 'codec' },
      numeric('megapixels per second'),
      numeric(`BD-rate against ${data.series[view.anchor]!.label} (%)`),
      { title: 'on the front' },
    ],
    rows: found.map((point) => [
      data.series[point.series]!.label,
      number(point.speed, point.speed < 10 ? 2 : 1),
      number(point.rate, 1, true),
      front.includes(point) ? 'yes' : '',
    ]),
  }
}

function found(data: ReportData, view: View): { points: Speed[]; notes: string[] } {
  const notes: string[] = []
  const points = visible(data, view).flatMap((series) => {
    const { rate } = rateOf(data, series, view.metric, view)
    const speed = speedOf(data, series, view)
    const lacks = [...(rate === null ? ['BD-rate'] : []), ...(speed === null ? ['time'] : [])]
    if (lacks.length) notes.push(`${data.series[series]!.label}: no ${lacks.join(' and no ')}.`)
    return rate === null || speed === null ? [] : [{ series, speed, rate }]
  })
  return { points, notes }
}

/** With its rate where that is beyond the axis. */
const nameOf = ({ series, rate }: Speed, highest: number, data: ReportData): string =>
  data.series[series]!.label + (rate > highest ? ` ${number(rate, 0, true)} %` : '')

/** Speed to the right, fewer bytes up: what is on the front is beaten by nothing in both. */
export function speedAgainstEfficiency(data: ReportData, view: View): Section {
  const { theme, width } = view
  const { points, notes } = found(data, view)
  const front = paretoFront(points)
  const lines = points.map(({ series }) => ({
    slot: series,
    label: data.series[series]!.label,
    points: [],
  }))
  const box = boxFor({ ...view, lines, labelled: true, name: '', x: undefined!, y: undefined! })
  const [left, right] = [box.left, box.width - box.right]
  const [top, bottom] = [box.top, box.height - box.bottom]
  const anchor = data.series[view.anchor]!.label
  const x = {
    label: `megapixels ${view.speed}d per second`,
    scale: logarithmic(logExtent(points.length ? points.map(({ speed }) => speed) : [1], 0.06), [
      left,
      right,
    ]),
  }
  const rates = points.map(({ rate }) => rate)
  const highest = highestInView(rates)
  const within = [0, ...rates.map((rate) => Math.min(rate, highest))]
  const y = {
    label: `bytes against ${anchor} at equal ${metricTitle(view.metric)} (%), fewer is up`,
    scale: linear(extent(within, 0.08), [top, bottom]),
  }
  const place = ({ speed, rate }: Speed): [number, number] => [
    x.scale.position(speed),
    y.scale.position(Math.min(rate, highest)),
  ]
  const stairs = front.flatMap((point, i): [number, number][] => {
    const next = front[i + 1]
    return next ? [place(point), [place(point)[0], place(next)[1]]] : [place(point)]
  })
  const frontLine = element('path', {
    class: 'front',
    d: polyline(stairs),
    fill: 'none',
    stroke: theme.muted,
    'stroke-width': theme.line / 2,
    'stroke-dasharray': '4 3',
  })
  const marks = points.map((point) => {
    const { label } = data.series[point.series]!
    const tip = [
      label,
      `${number(point.speed, 2)} megapixels per second`,
      `BD-rate ${number(point.rate, 1, true)} %`,
    ]
    const { series, speed, rate } = point
    const mark = pointMark(series, place(point), theme.marker * 1.4, theme, tip, { speed, rate })
    const [atX, atY] = place(point)
    const tipOf = [atX, atY + theme.marker * 3.5] as const
    const beyond = rate > highest ? beyondMark(tipOf, 'down', colourOf(theme, series), theme) : ''
    return group({ class: 'series', 'data-series': label }, mark, beyond)
  })
  const labels = points.map((point) => ({
    slot: point.series,
    label: nameOf(point, highest, data),
    x: place(point)[0],
    y: place(point)[1],
  }))
  const name = `${view.speed} speed against BD-rate, ${pictureName(data, view)}`
  const svg = drawing(
    box,
    theme,
    name,
    axes(x, y, box, theme),
    frontLine,
    ...marks,
    besideLabels(labels, { left, right: width, top: 0, bottom }, theme),
  )
  return { svg, table: tableOf(data, view, points, front), notes: [measuredHow(data), ...notes] }
}
