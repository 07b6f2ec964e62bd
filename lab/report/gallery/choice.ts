import { grouped } from '../../bd/curves'
import { matched, nearestRate } from '../matching'
import type { ReportData } from '../model'

/**
 * The points whose pixels are worth keeping: of every picture, at every rate, the anchor's nearest
 * measured point and each codec's nearest to that in bytes and in the metric's value.
 */
export function chosenPoints(data: ReportData, anchor: number, rates: readonly number[]): number[] {
  const metric = data.metrics[0]!.name
  const placeOf = (series: number, picture: number) => `${series} ${picture}`
  const places = grouped([...data.points.keys()], (i) => {
    const { series, picture } = data.points[i]!
    return placeOf(series, picture)
  })
  const pointsOf = (series: number, picture: number) => places.get(placeOf(series, picture)) ?? []
  const chosen = data.pictures.flatMap((_, picture) =>
    rates.flatMap((rate) => {
      const reference = nearestRate(data, pointsOf(anchor, picture), rate)
      if (reference === null) return []
      const like = data.points[reference]!
      const others = data.series.flatMap((__, series) => {
        const points = pointsOf(series, picture)
        return (['bytes', 'score'] as const).map((match) =>
          matched(data, points, like, match, metric),
        )
      })
      return [reference, ...others.filter((point) => point !== null)]
    }),
  )
  return [...new Set(chosen)].sort((a, b) => a - b)
}
