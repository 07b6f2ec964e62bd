import { noCurve } from './anchor'
import { type ResultRow, type Row, valueOf } from '../results/index'
import { axisValue, fromAxis } from './axis'
import { curvesOf } from './curves'
import { upperHull } from './hull'
import { checkThere } from './metrics_there'
import { geometricMean, mean } from './statistics'

/** What is equal: bits per pixel, or the score in a metric. */
export type MatchAt =
  | {
      /** The rate at which scores are compared. */
      bpp: number
      /** The metric of the scores. */
      metric: string
    }
  | {
      /** The score at which rates are compared. */
      score: number
      /** The metric of that score. */
      metric: string
    }

/** A curve at the common place of one picture: interpolated, or null where it does not get there. */
export interface Match {
  /** Of the curve. */
  label: string
  /** Its name and the SHA-256 of its samples: two may have one name. */
  picture: string
  /** Of its samples. */
  sha256: string
  /** Its rate there. */
  bpp: number | null
  /** Its metric there. */
  score: number | null
}

/** Curves at one place: equal rate, or equal score. */
export interface MatchTable {
  /** What is equal. */
  at: MatchAt
  /** The label of the curve that the others are compared with. */
  anchor: string
  /** A row per curve and picture. */
  matches: Match[]
  /** Over the pictures where both the curve and the anchor get there. */
  means: {
    label: string
    pictures: number
    /** Geometric mean of rate over the anchor's at equal score; 1 at equal rate. */
    rateRatio: number | null
    /** Mean of the score minus the anchor's, in the metric's unit. */
    scoreGain: number | null
  }[]
}

/** The straight line between the two neighbours of x; null outside of them. */
function between(points: readonly (readonly [number, number])[], x: number): number | null {
  const sorted = [...points].sort(([a], [b]) => a - b)
  const next = sorted.findIndex(([at]) => at >= x)
  if (next < 0) return null
  const [x1, y1] = sorted[next]!
  if (x1 === x) return y1
  if (next === 0) return null
  const [x0, y0] = sorted[next - 1]!
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}

function pointsOf(rows: readonly ResultRow[], metric: string, hull: boolean) {
  const points = rows.flatMap((row) => {
    const value = valueOf(row, metric)
    const quality = value === undefined ? Infinity : axisValue(metric, value)
    return Number.isFinite(quality) ? [{ rate: row.bpp, quality }] : []
  })
  return (hull ? upperHull(points) : points).map(
    ({ rate, quality }) => [Math.log(rate), quality] as const,
  )
}

function matchOf(rows: readonly ResultRow[], at: MatchAt, hull: boolean) {
  const points = pointsOf(rows, at.metric, hull)
  if ('bpp' in at) {
    const score = between(points, Math.log(at.bpp))
    return {
      bpp: score === null ? null : at.bpp,
      score: score === null ? null : fromAxis(at.metric, score),
    }
  }
  const swapped = points.map(([rate, quality]) => [quality, rate] as const)
  const rate = between(swapped, axisValue(at.metric, at.score))
  return { bpp: rate === null ? null : Math.exp(rate), score: rate === null ? null : at.score }
}

function meansOf(
  label: string,
  matches: readonly Match[],
  anchors: ReadonlyMap<string, Match>,
): MatchTable['means'][0] {
  const pairs = matches.flatMap((one) => {
    const other = anchors.get(one.sha256)
    return one.label === label && one.bpp && other?.bpp ? [{ one, other }] : []
  })
  const none = pairs.length === 0
  return {
    label,
    pictures: pairs.length,
    rateRatio: none ? null : geometricMean(pairs.map(({ one, other }) => one.bpp! / other.bpp!)),
    scoreGain: none ? null : mean(pairs.map(({ one, other }) => one.score! - other.score!)),
  }
}

/**
 * Curves at equal bytes or at equal score, picture by picture: on the straight line between the two
 * measured points beside it, over the logarithm of the rate. A curve that does not get there has no
 * value: nothing is extrapolated. RangeError for an anchor or a metric that no curve is or has.
 */
export function matchTable(
  rows: readonly Row[],
  { anchor, at, hull = false }: { anchor: string; at: MatchAt; hull?: boolean },
): MatchTable {
  const { curves, labels } = curvesOf(rows, hull)
  const name = labels.get(anchor) ?? anchor
  if (!curves.some(({ label }) => label === name)) throw noCurve(anchor, curves)
  checkThere([at.metric], rows)
  const matches = curves.flatMap(({ label, pictures }) =>
    [...pictures.values()].map(({ picture, rows: own }) => ({
      label,
      picture: picture.name,
      sha256: picture.sha256,
      ...matchOf(own, at, hull),
    })),
  )
  const own = matches.filter(({ label }) => label === name)
  const anchors = new Map(own.map((one) => [one.sha256, one]))
  const means = curves.map(({ label }) => meansOf(label, matches, anchors))
  return { at, anchor: name, matches, means }
}
