import { type Box, drawing } from '../chart/frame'
import { shortened, textWidth } from '../chart/labels'
import { pointMark } from '../chart/marker'
import { metricTitle } from '../chart/metric_axis'
import { element, group, polyline, text } from '../chart/svg'
import { colourOf } from '../chart/theme'
import { bdOf, rateOf } from '../bd'
import type { ReportData } from '../model'
import { kendall, ranks } from '../ranks'
import { number, numeric, type Section, type Table, type View, visible } from '../view'

interface Ranking {
  metrics: string[]
  series: number[]
  /** By metric, then by series. */
  rates: (number | null)[][]
  ranks: (number | null)[][]
}

function rankingOf(data: ReportData, view: View): Ranking {
  const metrics = bdOf(data, view.anchor)?.metrics ?? []
  const series = visible(data, view)
  const rates = metrics.map((metric) => series.map((s) => rateOf(data, s, metric, view).rate))
  return { metrics, series, rates, ranks: rates.map((of) => ranks(of)) }
}

/** The two metrics that agree least, and how many pairs of codecs all put in one order. */
function agreement({ metrics, series, rates }: Ranking): string[] {
  const pairs = metrics.flatMap((_, i) =>
    metrics.slice(i + 1).map((__, k) => [i, i + 1 + k] as const),
  )
  const taus = pairs.flatMap(([i, j]) => {
    const tau = kendall(rates[i]!, rates[j]!)
    return tau === undefined ? [] : [{ i, j, tau }]
  })
  if (taus.length === 0) return []
  const least = taus.reduce((a, b) => (b.tau < a.tau ? b : a))
  const duels = series.flatMap((_, a) =>
    series.slice(a + 1).map((__, k) => [a, a + 1 + k] as const),
  )
  const orders = duels.map(([a, b]) =>
    rates.map((of) => (of[a] == null || of[b] == null ? NaN : Math.sign(of[a] - of[b]))),
  )
  const judged = orders.filter((signs) => signs.every((sign) => !Number.isNaN(sign)))
  const agreed = judged.filter((signs) => signs.every((sign) => sign === signs[0]))
  const all = `All metrics put ${agreed.length} of ${judged.length} pairs of codecs in the same order.`
  const told = judged.length > 0 ? [all] : []
  const tau = `Least alike: ${metricTitle(metrics[least.i]!)} and ${metricTitle(metrics[least.j]!)}, Kendall’s τ ${number(least.tau, 2)}.`
  return least.tau < 1 ? [...told, tau] : told
}

function tableOf(data: ReportData, { metrics, series, rates, ranks: places }: Ranking): Table {
  return {
    caption: `Place of each codec by each metric (BD-rate in percent)`,
    columns: [{ title: 'codec' }, ...metrics.map((metric) => numeric(metricTitle(metric)))],
    rows: series.map((s, i) => [
      data.series[s]!.label,
      ...metrics.map((_, m) => {
        const [rate, place] = [rates[m]![i]!, places[m]![i]!]
        return place === null ? '–' : `${place}. (${number(rate, 1, true)})`
      }),
    ]),
  }
}

/** On how many lines the heads stand, in turn, so that none overlap. */
function headLines(titles: readonly string[], step: number, fontSize: number): number {
  const widths = titles.map((title) => textWidth(title, fontSize))
  const fits = (lines: number) =>
    widths.slice(lines).every((w, i) => (w + widths[i]!) / 2 + fontSize / 2 <= lines * step)
  let lines = 1
  while (!fits(lines)) lines++
  return lines
}

/** Of the width, for the names on either side: the rest is for what is drawn. */
const LARGEST_SIDE = 0.35

/** The codecs in the order of each metric: lines that cross are metrics that disagree. */
export function metricDisagreement(data: ReportData, view: View): Section {
  const { theme, width } = view
  const ranking = rankingOf(data, view)
  const { metrics, series } = ranking
  const pitch = theme.fontSize * 2
  const names = series.map((s) => textWidth(data.series[s]!.label, theme.fontSize))
  const widest = Math.min(LARGEST_SIDE * width - theme.fontSize * 2, Math.max(...names))
  const side = widest + theme.fontSize * 2
  const step = (width - 2 * side) / Math.max(1, metrics.length - 1)
  const titles = metrics.map(metricTitle)
  const lines = headLines(titles, step, theme.fontSize)
  const headPitch = theme.fontSize * 1.3
  const top = theme.fontSize * 2.6 + headPitch * (lines - 1)
  const box: Box = {
    width,
    height: pitch * series.length + top + theme.fontSize * 0.4,
    left: side,
    right: side,
    top,
    bottom: 0,
  }
  const x = (m: number): number => (metrics.length < 2 ? width / 2 : side + m * step)
  const y = (rank: number): number => box.top + pitch * (rank - 0.5)
  const heads = titles.map((title, m) => {
    const y = theme.fontSize + (m % lines) * headPitch
    return text({ x: x(m), y, 'text-anchor': 'middle', fill: theme.ink }, title)
  })
  const curves = series.map((s, i) => {
    const { label } = data.series[s]!
    const places = metrics.flatMap((metric, m) => {
      const rank = ranking.ranks[m]![i]!
      return rank === null ? [] : [{ m, metric, rank, rate: ranking.rates[m]![i]! }]
    })
    if (places.length === 0) return ''
    const colour = colourOf(theme, s)
    const path = element('path', {
      d: polyline(places.map(({ m, rank }) => [x(m), y(rank)])),
      fill: 'none',
      stroke: colour,
      'stroke-width': theme.line * 1.3,
    })
    const marks = places.map(({ m, metric, rank, rate }) => {
      const place = `${metricTitle(metric)}: place ${rank}`
      const tip = [label, place, `BD-rate ${number(rate, 1, true)} %`]
      return pointMark(s, [x(m), y(rank)], theme.marker * 1.2, theme, tip, { rank })
    })
    const [first, last] = [places[0]!, places.at(-1)!]
    const style = { dy: '0.32em', fill: colour, 'font-weight': '600' }
    const name = shortened(label, widest, theme.fontSize)
    const before = { x: x(first.m) - theme.fontSize, y: y(first.rank), 'text-anchor': 'end' }
    const behind = { x: x(last.m) + theme.fontSize, y: y(last.rank) }
    const ends = [before, behind].map((place) => text({ ...place, ...style }, name))
    return group({ class: 'series', 'data-series': label }, path, ...marks, ...ends)
  })
  const svg = drawing(box, theme, 'Codecs ranked by BD-rate in each metric', ...heads, ...curves)
  return { svg, table: tableOf(data, ranking), notes: agreement(ranking) }
}
