import { valueOf } from '../results/row'
import type { Point, ReportData } from './model'

/** What two pictures shall have in common. */
export type Match = 'bytes' | 'score'

const nearest = (points: readonly number[], distance: (point: number) => number): number | null =>
  points.reduce<number | null>(
    (best, point) => (best === null || distance(point) < distance(best) ? point : best),
    null,
  )

const logDistance = (a: number, b: number): number => Math.abs(Math.log(a / b))

/** A series' points of a picture, by their places among all. */
export const pointsOf = (data: ReportData, series: number, picture: number): number[] =>
  data.points.flatMap((p, i) => (p.series === series && p.picture === picture ? [i] : []))

/** Of these points the one nearest to a rate in bits per pixel. */
export const nearestRate = (data: ReportData, points: readonly number[], bpp: number) =>
  nearest(points, (i) => logDistance(data.points[i]!.bpp, bpp))

/**
 * Of these points the measured one that is nearest to `reference` in bytes (by ratio) or in the
 * metric's value; null where there is none. Nothing is interpolated: how near it came is for whoever
 * shows it to say.
 */
export function matched(
  data: ReportData,
  points: readonly number[],
  reference: Point,
  match: Match,
  metric: string,
): number | null {
  if (match === 'bytes') {
    return nearest(points, (i) => logDistance(data.points[i]!.bytes, reference.bytes))
  }
  const wanted = valueOf(reference, metric)
  if (wanted === undefined) return null
  const having = points.filter((i) => valueOf(data.points[i]!, metric) !== undefined)
  return nearest(having, (i) => {
    const value = valueOf(data.points[i]!, metric)!
    return value === wanted ? 0 : Math.abs(value - wanted)
  })
}
