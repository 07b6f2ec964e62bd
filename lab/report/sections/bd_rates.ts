import { axes, type Box, drawing, level, rowName, rowsBox } from '../chart/frame'
import { textWidth } from '../chart/labels'
import { pointMark } from '../chart/marker'
import { metricTitle } from '../chart/metric_axis'
import { beyondMark, highestInView } from '../chart/outliers'
import { extent, linear, type Scale } from '../chart/scale'
import { group, line, text } from '../chart/svg'
import { colourOf, type Theme } from '../chart/theme'
import { bdOf, doubtNotes, type Rate, rateOf, someOf } from '../bd'
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

interface Drawing {
  x: Scale
  box: Box
  theme: Theme
  /** The highest rate within the axis. */
  top: number
}

/** Every picture's own rate, the mean's interval and the mean; a chevron where they go on. */
function marks(label: string, rate: Rate & { rate: number }, y: number, drawn: Drawing): string {
  const { x, box, theme, top } = drawn
  const strokes = { stroke: colourOf(theme, rate.series), 'stroke-width': theme.line }
  const at = (value: number): number => x.position(Math.min(value, top))
  const half = theme.marker * 1.5
  const ticks = rate.pictures
    .filter((p) => p <= top)
    .map((p) =>
      line([at(p), y - half], [at(p), y + half], { ...strokes, 'stroke-opacity': '0.35' }),
    )
  const [from, to] = rate.interval ?? [rate.rate, rate.rate]
  const end = box.width - box.right
  const farther = Math.max(to, rate.rate, ...rate.pictures) > top
  const whisker = line([at(from), y], [to > top ? end : at(to), y], strokes)
  const tip = [
    label,
    `BD-rate ${percent(rate.rate)} %`,
    ...(rate.interval ? [`95 % interval ${between(rate.interval)} %`] : []),
  ]
  const place: [number, number] = [at(rate.rate), y]
  const facts = { value: rate.rate }
  const mark = pointMark(rate.series, place, theme.marker * 1.25, theme, tip, facts)
  const beyond = farther ? beyondMark([end + half, y], 'right', strokes.stroke, theme) : ''
  return ticks.join('') + whisker + mark + beyond
}

function row(data: ReportData, rate: Rate, y: number, drawn: Drawing): string {
  const { box, theme } = drawn
  const { label } = data.series[rate.series]!
  const colour = colourOf(theme, rate.series)
  const name = rowName(label, y, box, theme, { fill: colour, 'font-weight': '600' })
  const x = box.width - box.right + theme.fontSize * 0.8
  const fill = rate.rate === null ? theme.muted : theme.ink
  const value = text({ x, y, dy: '0.32em', fill }, valueOf(rate))
  const known = rate.rate === null ? '' : marks(label, { ...rate, rate: rate.rate }, y, drawn)
  return group({ class: 'series', 'data-series': label }, known, name, value)
}

/** What is farther than the axis goes, in words. */
function beyondNotes(order: readonly Rate[], top: number, data: ReportData): string[] {
  const far = order.flatMap(({ series, rate, pictures, entry }) => {
    const { label } = data.series[series]!
    const own = entry?.pictures.filter(({ bdRate }) => (bdRate ?? 0) > top) ?? []
    const told = pictures.length ? own.map((p) => `${p.picture} ${percent(p.bdRate)} %`) : []
    const mean = rate !== null && rate > top ? [`${percent(rate)} %`] : []
    return mean.length + told.length ? [`${label} ${someOf([...mean, ...told])}`] : []
  })
  return far.length ? [`Beyond the axis: ${far.join('; ')}.`] : []
}

/** A published curve has no pictures: its number is that of the averaged curves. */
const ofAverages = ({ rate, entry }: Rate): boolean => rate !== null && entry?.pictures.length === 0

/** Of how many pictures the means of a codec are, in the metrics together: '10', '5–6', '' of none. */
function counted(data: ReportData, view: View, series: number): string {
  const { label } = data.series[series]!
  const own = bdOf(data, view.anchor)?.entries.filter((entry) => entry.label === label) ?? []
  const counts = own.flatMap(({ count }) => (count > 0 ? [count] : []))
  const ends = new Set([Math.min(...counts), Math.max(...counts)])
  return counts.length > 0 ? [...ends].join('–') : ''
}

/** What the means are of, and the column that says so where it is not the same for all codecs. */
function countsOf(data: ReportData, view: View, order: readonly Rate[]) {
  const cells = order.map(({ series }) => counted(data, view, series))
  const all = new Set(cells.filter((cell) => cell !== ''))
  const uniform = all.size < 2
  const [count = ''] = all
  const several = view.picture === 'mean' && data.pictures.length > 1
  if (!several) return { words: pictureName(data, view), uniform: true, cells }
  const words = uniform && count !== '' ? `mean of ${count} pictures` : 'mean over pictures'
  return { words, uniform, cells }
}

/** Every metric beside the chosen one: mean and interval. */
function tableOf(data: ReportData, view: View, order: readonly Rate[]): Table {
  const anchor = data.series[view.anchor]!.label
  const metrics = bdOf(data, view.anchor)?.metrics ?? []
  const cell = (series: number, metric: string): string => {
    const found = rateOf(data, series, metric, view)
    const { rate, interval } = found
    const more = interval ? ` (${between(interval)})` : ofAverages(found) ? ' *' : ''
    return series === view.anchor ? 'anchor' : percent(rate) + more
  }
  const { words, uniform, cells } = countsOf(data, view, order)
  const rows = order.map(({ series }, i) => [
    data.series[series]!.label,
    ...metrics.map((metric) => cell(series, metric)),
    ...(uniform ? [] : [cells[i]!]),
  ])
  const starred = rows.flat().some((text) => text.endsWith(' *'))
  const several = view.picture === 'mean' && data.pictures.length > 1
  const conventions = [
    ...(several ? ['95 % interval'] : []),
    ...(starred ? ['* of the averaged curves'] : []),
  ]
  const how = conventions.length > 0 ? ` (${conventions.join('; ')})` : ''
  return {
    caption: `BD-rate against ${anchor} in percent, ${words}${how}`,
    columns: [
      { title: 'codec' },
      ...metrics.map((metric) => numeric(metricTitle(metric))),
      ...(uniform ? [] : [numeric('pictures')]),
    ],
    rows,
  }
}

/** All that is drawn of the rates. */
const ratesOf = ({ rate, interval, pictures }: Rate): number[] => [
  rate ?? 0,
  ...(interval ?? []),
  ...pictures,
]

/** Each codec's BD-rate with its interval and every picture's own as a tick. */
export function bdRates(data: ReportData, view: View): Section {
  const { theme } = view
  const order = sorted(visible(data, view).map((s) => rateOf(data, s, view.metric, view)))
  const pitch = theme.fontSize * 2
  const widthOf = (words: string): number => textWidth(words, theme.fontSize)
  const right = Math.max(...order.map((rate) => widthOf(valueOf(rate)))) + theme.fontSize * 1.6
  const labels = order.map(({ series }) => data.series[series]!.label)
  const box = rowsBox(labels, pitch, right, 0.3, view)
  const top = highestInView(order.flatMap(({ rate, pictures }) => [rate ?? 0, ...pictures]))
  const seen = [0, ...order.flatMap(ratesOf)].map((rate) => Math.min(rate, top))
  const x = linear(extent(seen, 0.04), [box.left, box.width - box.right])
  const label = `bytes against ${data.series[view.anchor]!.label} at equal ${metricTitle(view.metric)} (%)`
  const at = x.position(0)
  const zero = level([at, box.top], [at, box.height - box.bottom], theme)
  const drawn = { x, box, theme, top }
  const rows = order.map((rate, i) => row(data, rate, box.top + pitch * (i + 0.6), drawn))
  const svg = drawing(
    box,
    theme,
    `BD-rate: ${label}`,
    axes({ scale: x, label }, undefined, box, theme),
    zero,
    ...rows,
  )
  const notes = [...beyondNotes(order, top, data), ...doubtNotes(order, view, data)]
  return { svg, table: tableOf(data, view, order), notes }
}
