import { isResult, type ResultRow, type Row } from './row'

/** What coded a point. */
const partsOf = ({ versions }: ResultRow): string[] => [
  versions.encoder,
  versions.encoderLibrary ?? '',
  versions.decoderLibrary ?? '',
  `nodecodecs ${versions.nodecodecs}`,
]

const told = (parts: readonly string[]): string =>
  [...new Set(parts.filter((part) => part !== ''))].join(', ')

/** `FFmpeg 5.1.9, libx265.so.199, libavcodec.so.59, nodecodecs 0.1.0` */
export const versionOf = (row: ResultRow): string => told(partsOf(row))

/** Labels of which one point at least is there by several versions, with the rows of each. */
export function labelsOfVersions(rows: readonly Row[]): Map<string, ResultRow[]> {
  const results = rows.filter(isResult)
  const points = new Map<string, string>()
  const mixed = new Set<string>()
  for (const row of results) {
    const point = `${row.label} ${row.quality} ${row.picture.sha256}`
    const version = versionOf(row)
    if ((points.get(point) ?? version) !== version) mixed.add(row.label)
    points.set(point, version)
  }
  return new Map([...mixed].map((label) => [label, results.filter((row) => row.label === label)]))
}

/** Which parts of the versions tell these rows apart. */
function differing(rows: readonly ResultRow[]): number[] {
  const all = rows.map(partsOf)
  return all[0]!.map((_, i) => i).filter((i) => new Set(all.map((parts) => parts[i])).size > 1)
}

/**
 * A curve a version, `x265 (libx265.so.209)`, where a label has the same points by several: a curve
 * can go through one of them only. All other rows are as they were.
 */
export function apartByVersion<R extends Row>(rows: readonly R[]): R[] {
  const places = new Map([...labelsOfVersions(rows)].map(([label, own]) => [label, differing(own)]))
  return rows.map((row) => {
    const at = places.get(row.label)
    if (at === undefined || !isResult(row)) return row
    const parts = partsOf(row)
    return { ...row, label: `${row.label} (${told(at.map((i) => parts[i]!))})` }
  })
}
