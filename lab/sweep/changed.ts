import { grouped } from '../bd/curves'
import { labelsApart } from '../results/curves_apart'
import { isRead, isResult, type Row } from '../results/index'
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

/**
 * What to say of labels of which the same points stand in earlier rows with other options or by other
 * versions: they stay, as a curve of their own.
 */
export function changedSettings(points: readonly PlannedPoint[], rows: readonly Row[]): string[] {
  const planned = new Set(points.map(({ about }) => about.key))
  const earlier = rows.filter(isResult).filter(({ key }) => !planned.has(key))
  const apart = labelsApart([...earlier, ...points.map(({ about }) => about)])
  return [...apart].map(([label, nameOf]) => {
    const own = earlier.filter((row) => row.label === label)
    const names = [...new Set(own.map(nameOf))].join('; ')
    return `${label}: ${own.length} earlier points are by ${names}; they stay, as a curve of their own`
  })
}
