import type { ResultRow } from './row'

/** Milliseconds: the second pass's median where there was one. */
export const msOf = (row: ResultRow, step: 'encode' | 'decode'): number =>
  row.times?.[step].median ?? row[step].wallMs
