import { grouped } from '../bd/curves'
import { isRead, type Row } from '../results/index'
import type { PlannedPoint } from './plan'

/**
 * What to say of pictures whose name stands in earlier rows with other samples: a file that has
 * changed since, or another of that name. Its rows stay, and whoever reads them sees two pictures.
 */
export function changedPictures(points: readonly PlannedPoint[], rows: readonly Row[]): string[] {
  const earlier = grouped(rows.filter(isRead), ({ picture }) => picture.name)
  const pictures = new Map(points.map(({ about }) => [about.picture.name, about.picture.sha256]))
  return [...pictures].flatMap(([name, sha256]) => {
    const others = (earlier.get(name) ?? []).filter(({ picture }) => picture.sha256 !== sha256)
    if (others.length === 0) return []
    return [
      `${name}: ${others.length} earlier points of this name are of other samples; they stay, as ` +
        'those of another picture. For the new ones alone take another folder',
    ]
  })
}
