import type { FailedRow, ResultRow, Row } from '../results/index'
import { TaskError } from '../work/child'
import type { RunTask } from '../work/lanes'
import type { PointResult } from '../work/task'
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

export function failedRow(point: PlannedPoint, { code, message }: TaskError): FailedRow {
  return { ...point.about, error: { ...(code && { code }), message }, at: now() }
}

/** Only a task's own failure is a row; an abort ends the sweep. */
export function taskError(error: unknown): TaskError {
  if (error instanceof TaskError && error.code !== 'ERR_CLOSED') return error
  throw error
}

/** Codes a point. */
export async function codePoint(
  point: PlannedPoint,
  metrics: string[],
  run: RunTask,
): Promise<Ran> {
  const { path, setup, about } = point
  try {
    const result = await run({ kind: 'point', path, setup, quality: about.quality, metrics })
    return { row: rowOf(point, result), bytes: result.bytes }
  } catch (error) {
    return { row: failedRow(point, taskError(error)) }
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
  const { path, setup } = point
  try {
    const measured = await run({ kind: 'measure', path, setup, stream, metrics })
    return { row: { ...known, ...measured, at: now() } }
  } catch (error) {
    const { message } = taskError(error)
    const metricErrors = Object.fromEntries(metrics.map((name) => [name, message]))
    return { row: { ...known, metrics: {}, metricVersions: {}, metricErrors, at: now() } }
  }
}
