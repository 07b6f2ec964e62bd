import { valueOf } from '../results/row'
import type { ReportData } from './model'
import { type View, visible } from './view'

/** Pictures of which each series has a finite value in the metric, by series. */
function measuredIn(data: ReportData, metric: string): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>()
  for (const point of data.points) {
    if (!Number.isFinite(valueOf(point, metric))) continue
    const pictures = found.get(point.series) ?? new Set()
    found.set(point.series, pictures.add(point.picture))
  }
  return found
}

/**
 * The pictures that mean curves are means of: those that all codecs shown, and the anchor, have in the
 * metric. Means over other pictures could not be compared; one picture with alpha, which JPEG has not,
 * must not cost JPEG's curve. All pictures where there is none in common.
 */
export function commonPictures(
  data: ReportData,
  view: Pick<View, 'metric' | 'hidden' | 'anchor'>,
): ReadonlySet<number> {
  const measured = measuredIn(data, view.metric)
  const sets = [...new Set([...visible(data, view), view.anchor])].flatMap(
    (series) => measured.get(series) ?? [],
  )
  const all = data.pictures.map((_, i) => i)
  const common = all.filter((picture) => sets.every((has) => has.has(picture)))
  return new Set(common.length > 0 ? common : all)
}
