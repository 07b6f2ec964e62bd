import type { Target } from '../calls/target'
import { isResult, type Row } from './comparison_row'
import { equalQuality } from './equal_quality'

/** What the table says of how codecs were compared. */
export function titleOf(rows: readonly Row[], match: Target | 'equal' | undefined) {
  if (match === undefined || !rows.some(isResult)) return {}
  const [name, value] = Object.entries(match === 'equal' ? equalQuality : match)[0]!
  const isMetric = rows.some((row) => isResult(row) && row.reached !== undefined)
  if (match !== 'equal') return isMetric ? { metric: name } : {}
  if (isMetric) {
    return {
      metric: name,
      note: `Each at its own quality that reaches ${name} ${value} (--match).`,
    }
  }
  return { note: `Each at its default quality: ${name} needs the addon and sides of 113 or more.` }
}
