import type { RdCurve } from '../../lib/index'
import { isResult, type ResultRow, type Row, valueOf } from '../results/index'
import { curvesApart } from '../results/curves_apart'
import { axisValue } from './axis'
import { upperHull } from './hull'
import { mean } from './statistics'

/** The points of one curve on one picture. */
interface PictureCurve {
  picture: ResultRow['picture']
  rows: ResultRow[]
}

/** A curve of the table: its points by picture. */
export interface Curve {
  label: string
  /** By the picture's SHA-256. */
  pictures: Map<string, PictureCurve>
}

export const grouped = <T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

/** With `hull`, all efforts of an encoder, and of a version of it, are one curve. */
function nameOf(
  rows: readonly ResultRow[],
  hull: boolean,
  apartOf: (row: ResultRow) => string,
): (row: ResultRow) => string {
  if (!hull) return ({ label }) => label
  const encoders = grouped(rows, ({ codec }) => codec)
  const several = (codec: string) =>
    new Set(encoders.get(codec)!.map(({ encoder }) => encoder)).size > 1
  return (row) => {
    const { codec, encoder } = row
    return `${several(codec) ? `${codec} ${encoder}` : codec}${apartOf(row)}`
  }
}

/**
 * The curves of results, in the order in which they first appear, and how labels map to them: a curve
 * a version and an option where a label has the same points by several (a hull is over all options).
 */
export function curvesOf(rows: readonly Row[], hull: boolean) {
  const given = rows.filter(isResult)
  const results = curvesApart(given, hull ? 'version' : 'setting')
  const added = new Map(results.map((row, i) => [row, row.label.slice(given[i]!.label.length)]))
  const name = nameOf(results, hull, (row) => added.get(row)!)
  const curves = [...grouped(results, name)].map(([label, own]): Curve => {
    const byPicture = grouped(own, ({ picture }) => picture.sha256)
    const pictures = [...byPicture].map(
      ([sha256, points]) => [sha256, { picture: points[0]!.picture, rows: points }] as const,
    )
    return { label, pictures: new Map(pictures) }
  })
  const labels = new Map(results.map((row) => [row.label, name(row)]))
  return { curves, labels }
}

/** A curve's points in one metric, for `bdRate`; empty where it has none. */
export function rdCurve(rows: readonly ResultRow[], metric: string, hull: boolean): RdCurve {
  const points = rows.flatMap((row) => {
    const value = valueOf(row, metric)
    return value === undefined ? [] : [{ rate: row.bpp, quality: axisValue(metric, value) }]
  })
  const kept = hull ? upperHull(points) : points
  return { bpp: kept.map(({ rate }) => rate), [metric]: kept.map(({ quality }) => quality) }
}

/** The pictures of which a curve has the metric: MS-SSIM has no value of small ones. */
export const measured = ({ pictures }: Curve, metric: string): Set<string> =>
  new Set(
    [...pictures].flatMap(([sha256, { rows }]) =>
      rows.some((row) => valueOf(row, metric) !== undefined) ? [sha256] : [],
    ),
  )

/** A setting: what two points of one averaged curve have in common. */
const settingOf = ({ label, quality }: ResultRow): string => `${label} ${quality}`

/**
 * The curve that is averaged over pictures first, as CompressAI's plots are: of each setting that all
 * pictures have, the mean rate and the mean of the metric's own values (MS-SSIM before it is turned
 * into decibels).
 */
export function averagedCurve(
  { pictures }: Curve,
  shared: ReadonlySet<string>,
  metric: string,
): RdCurve {
  const rows = [...pictures].flatMap(([sha256, one]) => (shared.has(sha256) ? one.rows : []))
  const points = [...grouped(rows, settingOf).values()].flatMap((same) => {
    const values = same.flatMap((row) => valueOf(row, metric) ?? [])
    if (new Set(same.map(({ picture }) => picture.sha256)).size < shared.size) return []
    if (values.length < same.length) return []
    return [{ rate: mean(same.map(({ bpp }) => bpp)), quality: axisValue(metric, mean(values)) }]
  })
  return { bpp: points.map(({ rate }) => rate), [metric]: points.map(({ quality }) => quality) }
}
