import type { ResultRow, Row } from '../results/index'
import type { RunTask } from '../work/lanes'
import type { PointResult } from '../work/task'
import { failedRow, taskError } from './failure'
import type { PlannedPoint } from './plan'

const now = (): string => new Date().toISOString()

/** A point's row, and its stream where it was coded just now. */
export interface Ran {
  row: Row
  bytes?: Uint8Array
}

function rowOf(point: PlannedPoint, result: PointResult): ResultRow {
  const { bytes, counted = bytes.length, ...rest } = result
  const { width, height } = point.about.picture
  return {
    ...point.about,
    bytes: counted,
    bpp: (counted * 8) / (width * height),
    ...rest,
    at: now(),
  }
}

/** Codes a point. */
export async function codePoint(
  point: PlannedPoint,
  metrics: string[],
  run: RunTask,
): Promise<Ran> {
  const { path, setup, about } = point
  try {
    const { quality, picture } = about
    const { sha256 } = picture
    const result = await run({ kind: 'point', path, sha256, setup, quality, metrics })
    return { row: rowOf(point, result), bytes: result.bytes }
  } catch (error) {
    return { row: failedRow(about, taskError(error)) }
  }
}

/** More metrics for a point whose stream is there. */
export async function measurePoint(
  point: PlannedPoint,
  known: ResultRow,
  stream: Uint8Array,
  metrics: string[],
  run: RunTask,
): Promise<Ran> {
  const { path, setup, about } = point
  try {
    const { sha256 } = about.picture
    const measured = await run({ kind: 'measure', path, sha256, setup, stream, metrics })
    return { row: { ...known, ...measured, at: now() } }
  } catch (error) {
    const { message } = taskError(error)
    const metricErrors = Object.fromEntries(metrics.map((name) => [name, message]))
    return { row: { ...known, metrics: {}, metricVersions: {}, metricErrors, at: now() } }
  }
}
