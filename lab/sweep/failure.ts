import type { FailedRow } from '../results/index'
import { TaskError } from '../work/child'
import type { Failure } from '../work/task'

/** The row of a point that failed. */
export function failedRow(
  about: Omit<FailedRow, 'error' | 'at'>,
  { code, message }: Failure,
): FailedRow {
  return { ...about, error: { ...(code && { code }), message }, at: new Date().toISOString() }
}

/** Only a task's own failure is a row; an abort ends the sweep. */
export function taskError(error: unknown): TaskError {
  if (error instanceof TaskError && error.code !== 'ERR_CLOSED') return error
  throw error
}
