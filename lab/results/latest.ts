import { isRead, isResult, type ResultRow, type Row } from './row'

/** One point from two rows of it: the later one counts, and metrics and times of both are kept. */
export function joined(earlier: Row, later: Row): Row {
  if (!isResult(later)) return isResult(earlier) ? earlier : later
  if (!isResult(earlier) || earlier.stream !== later.stream) return later
  const times = later.times ?? earlier.times
  return {
    ...later,
    metrics: { ...earlier.metrics, ...later.metrics },
    metricVersions: { ...earlier.metricVersions, ...later.metricVersions },
    ...metricErrors(earlier, later),
    ...metricWarnings(earlier, later),
    ...(times && { times }),
  }
}

/** The reasons that still hold. */
function metricErrors(earlier: ResultRow, later: ResultRow): Pick<ResultRow, 'metricErrors'> {
  const both = { ...earlier.metricErrors, ...later.metricErrors }
  const left = Object.entries(both).filter(
    ([name]) => later.metrics[name] === undefined && earlier.metrics[name] === undefined,
  )
  return left.length > 0 ? { metricErrors: Object.fromEntries(left) } : {}
}

function metricWarnings(earlier: ResultRow, later: ResultRow): Pick<ResultRow, 'metricWarnings'> {
  const both = new Set([...(earlier.metricWarnings ?? []), ...(later.metricWarnings ?? [])])
  return both.size > 0 ? { metricWarnings: [...both] } : {}
}

const placeOf = ({ label, quality, picture }: Row): string => `${label} ${quality} ${picture.name}`

/** Without the failures of pictures that could not be read then, and have been read since. */
function withoutRepaired(rows: Row[]): Row[] {
  if (rows.every(isRead)) return rows
  const read = new Set(rows.filter(isRead).map(placeOf))
  return rows.filter((row) => isRead(row) || !read.has(placeOf(row)))
}

/** Each point once, where it first stood, as its latest row says; a success outlives a failure. */
export function latest(rows: readonly Row[]): Row[] {
  const found = new Map<string, Row>()
  for (const row of rows) {
    const earlier = found.get(row.key)
    found.set(row.key, earlier ? joined(earlier, row) : row)
  }
  return withoutRepaired([...found.values()])
}
