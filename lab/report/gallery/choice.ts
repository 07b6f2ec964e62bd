import { matched, nearestRate, pointsOf } from '../matching'
import type { ReportData } from '../model'

/**
 * The points whose pixels are worth keeping: of every picture, at every rate, the anchor's nearest
 * measured point and each codec's nearest to that in bytes and in the metric's value.
 */
export function chosenPoints(data: ReportData, anchor: number, rates: readonly number[]): number[] {
  const metric = data.metrics[0]!.name
  const chosen = data.pictures.flatMap((_, picture) =>
    rates.flatMap((rate) => {
      const reference = nearestRate(data, pointsOf(data, anchor, picture), rate)
      if (reference === null) return []
      const like = data.points[reference]!
      const others = data.series.flatMap((__, series) => {
        const points = pointsOf(data, series, picture)
        return (['bytes', 'score'] as const).map((match) =>
          matched(data, points, like, match, metric),
        )
      })
      return [reference, ...others.filter((point) => point !== null)]
    }),
  )
  return [...new Set(chosen)].sort((a, b) => a - b)
}
