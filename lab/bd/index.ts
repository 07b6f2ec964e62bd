import { noCurve } from './anchor'
import type { RdCurve } from '../../lib/index'
import type { Row } from '../results/index'
import { axisValue } from './axis'
import { averagedCurve, type Curve, curvesOf } from './curves'
import { averagedEntry, bdEntry, type EntryOptions } from './entry'
import { checkThere, metricsThere } from './metrics_there'
import type { PublishedCurve } from './published'
import type { BdEntry, BdTable, BdTableOptions } from './table'
import { timeRatio } from './times'

export { axisValue, fromAxis } from './axis'
export { upperHull, type RatePoint } from './hull'
export { type Match, type MatchAt, type MatchTable, matchTable } from './match'
export type { PublishedCurve } from './published'
export * from './table'

const convention =
  'BD-rate per picture over the common range of the metric, then mean over pictures (arithmetic), ' +
  'median and 95 % bootstrap interval of the mean; beside it the one of the averaged curve (means of ' +
  'rate and metric over pictures first), which may differ by several points. SSIM and MS-SSIM are ' +
  'taken as -10 log10(1 - x), distances as -x.'

function publishedRd({ points }: PublishedCurve, metric: string): RdCurve {
  const having = points.filter(({ metrics }) => metrics[metric] !== undefined)
  return {
    bpp: having.map(({ bpp }) => bpp),
    [metric]: having.map(({ metrics }) => axisValue(metric, metrics[metric]!)),
  }
}

const averageOf = (curve: Curve, metric: string): RdCurve =>
  averagedCurve(curve, new Set(curve.pictures.keys()), metric)

/** All curves against a published one. */
function againstPublished(
  anchor: PublishedCurve,
  curves: readonly Curve[],
  others: readonly PublishedCurve[],
  metrics: readonly string[],
  options: EntryOptions,
): BdEntry[] {
  return metrics.flatMap((metric) => {
    const of = publishedRd(anchor, metric)
    const own = curves.map((curve) =>
      averagedEntry(curve.label, of, averageOf(curve, metric), metric, options),
    )
    const published = others.map((curve) =>
      averagedEntry(curve.label, of, publishedRd(curve, metric), metric, options),
    )
    return [...own, ...published]
  })
}

/**
 * BD-rates of every curve against the anchor, in every metric: per picture first, then over pictures.
 * What has no number says why (no overlap, too few points): nothing is extrapolated, and nothing is
 * taken for 0. RangeError for an anchor or a metric that no curve is or has.
 */
export function bdTable(rows: readonly Row[], given: BdTableOptions): BdTable {
  const { method = 'pchip', hull = false, resamples = 2000, seed = 1, published = [] } = given
  const options = { method, hull, resamples, seed }
  const metrics = [...(given.metrics ?? metricsThere(rows, published))]
  const { curves, labels } = curvesOf(rows, hull)
  const name = labels.get(given.anchor) ?? given.anchor
  const anchor = curves.find(({ label }) => label === name)
  const known = published.find(({ label }) => label === given.anchor)
  if (!anchor && !known) throw noCurve(given.anchor, [...curves, ...published])
  checkThere(metrics, rows, published)
  const table = { anchor: name, metrics, ...options, convention }
  if (!anchor) {
    const others = published.filter((curve) => curve !== known)
    const entries = againstPublished(known!, curves, others, metrics, options)
    return { ...table, entries, times: [] }
  }
  const tests = curves.filter((curve) => curve !== anchor)
  const entries = metrics.flatMap((metric) => [
    ...tests.map((test) => bdEntry(anchor, test, metric, options)),
    ...published.map((curve) => {
      const of = averageOf(anchor, metric)
      return averagedEntry(curve.label, of, publishedRd(curve, metric), metric, options)
    }),
  ])
  return { ...table, entries, times: tests.map((test) => timeRatio(anchor, test)) }
}
