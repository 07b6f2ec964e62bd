import type { ResultRow } from '../results/index'
import type { Curve } from './curves'
import { geometricMean } from './statistics'
import type { TimeRatio } from './table'

type Step = 'encode' | 'decode'

const timedTwice = ({ times }: ResultRow): boolean => times !== undefined

/** Wall milliseconds: the second pass's median, or those of the loaded pass. */
const msOf = (row: ResultRow, step: Step, second: boolean): number =>
  second ? row.times![step].median : row[step].wallMs

/** Test over anchor; null where the two have no picture, or a time that is too short, in common. */
export function timeRatio(anchor: Curve, test: Curve): TimeRatio {
  const shared = [...anchor.pictures.keys()].filter((sha256) => test.pictures.has(sha256))
  const pairs = shared.map((sha256) =>
    [anchor, test].map(({ pictures }) => pictures.get(sha256)!.rows),
  )
  const second = pairs.flat(2).every(timedTwice)
  const ratio = (step: Step): number | null => {
    const ratios = pairs.map(([of, to]) => {
      const [before, after] = [of!, to!].map((rows) =>
        geometricMean(rows.map((row) => msOf(row, step, second))),
      )
      return after! / before!
    })
    const found = geometricMean(ratios)
    return Number.isFinite(found) && found > 0 ? found : null
  }
  return {
    label: test.label,
    encode: ratio('encode'),
    decode: ratio('decode'),
    source: second && shared.length > 0 ? 'second pass' : 'loaded pass',
    pictures: shared.length,
  }
}
