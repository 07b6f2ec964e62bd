import { isResult, type Row } from '../results/index'
import type { PublishedCurve } from './published'

const ofRows = (rows: readonly Row[]): string[] =>
  rows.filter(isResult).flatMap((row) => Object.keys(row.metrics))

const ofPublished = (curves: readonly PublishedCurve[]): string[] =>
  curves.flatMap(({ points }) => Object.keys(points[0]?.metrics ?? {}))

/** The metrics that are compared unless others are asked for: those of the rows. */
export function metricsThere(rows: readonly Row[], published: readonly PublishedCurve[]): string[] {
  const own = ofRows(rows)
  return [...new Set(own.length > 0 ? own : ofPublished(published))]
}

/** RangeError for a metric of which no curve has a value, with those that there are. */
export function checkThere(
  wanted: readonly string[],
  rows: readonly Row[],
  published: readonly PublishedCurve[] = [],
): void {
  const known = [...new Set([...ofRows(rows), ...ofPublished(published)])]
  const missing = wanted.find((name) => !known.includes(name))
  if (missing !== undefined) {
    throw new RangeError(`metrics: no curve has '${missing}'; there are ${known.join(', ')}`)
  }
}
