import { kindOf } from '../bd/kind'
import type { BdEntry, BdTable } from '../bd/table'
import type { ReportData } from './model'
import type { View } from './view'

export const bdOf = (data: ReportData, anchor: number): BdTable | undefined =>
  data.bd.find((table) => table.anchor === data.series[anchor]!.label)

export interface Rate {
  series: number
  /** Percent against the anchor; the anchor's own is 0; null where there is none. */
  rate: number | null
  interval: readonly [number, number] | null
  /** Each picture's own. */
  pictures: number[]
  entry?: BdEntry
}

const finite = (values: readonly (number | null)[]): number[] =>
  values.filter((value): value is number => value !== null)

/** A series' BD-rate in one metric: over the pictures, or of the one that is looked at. */
export function rateOf(
  data: ReportData,
  series: number,
  metric: string,
  view: Pick<View, 'anchor' | 'picture'>,
): Rate {
  if (series === view.anchor) return { series, rate: 0, interval: null, pictures: [] }
  const { label } = data.series[series]!
  const found = bdOf(data, view.anchor)?.entries
  const entry = found?.find((e) => e.label === label && e.metric === metric)
  if (!entry) return { series, rate: null, interval: null, pictures: [] }
  const { picture } = view
  if (picture === 'mean') {
    const pictures = finite(entry.pictures.map(({ bdRate }) => bdRate))
    // of a published curve there is only the averaged one
    const rate = entry.pictures.length > 0 ? entry.mean : entry.ofAverage
    return { series, rate, interval: entry.interval, pictures, entry }
  }
  const own = entry.pictures.find(({ sha256 }) => sha256 === data.pictures[picture]!.sha256)
  return { series, rate: own?.bdRate ?? null, interval: null, pictures: [], entry }
}

/** So many names are told; of a thousand pictures nobody reads all. */
const MOST_NAMES = 6

export const someOf = (names: readonly string[]): string =>
  names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} more`
    : names.join(', ')

/** Why there is no number, or what makes it doubtful. */
function doubts({ entry }: Rate, view: Pick<View, 'picture'>, data: ReportData): string[] {
  if (!entry) return []
  const sha256 = view.picture === 'mean' ? undefined : data.pictures[view.picture]!.sha256
  const of =
    view.picture === 'mean' ? entry.pictures : entry.pictures.filter((p) => p.sha256 === sha256)
  const lines = of.flatMap(({ picture, reason, warnings }) =>
    [...(reason ? [reason] : []), ...warnings].map((why) => ({ picture, why })),
  )
  if (view.picture !== 'mean') return [...new Set(lines.map(({ why }) => why))]
  const told = [...new Set(lines.map(({ why }) => kindOf(why)))].map((why) => {
    const same = lines.filter((line) => kindOf(line.why) === why)
    const pictures = [...new Set(same.map(({ picture }) => picture))]
    const all = pictures.length === entry.pictures.length
    return all ? `${why} (every picture)` : `${why} (${someOf(pictures)})`
  })
  const fewer =
    entry.count > 0 && entry.count < data.pictures.length
      ? [`mean of ${entry.count} of ${data.pictures.length} pictures`]
      : []
  const general = entry.warnings.filter((text) => !/ \(\d+ of \d+ pictures\)$/.test(text))
  return [...fewer, ...general, ...told]
}

/** What is to be said of several codecs, once, with their names. */
export function doubtNotes(
  rates: readonly Rate[],
  view: Pick<View, 'picture'>,
  data: ReportData,
): string[] {
  return toldOnce(
    data,
    rates.map((rate) => ({ series: rate.series, whys: doubts(rate, view, data) })),
  )
}

/** A line a text, with the names of the codecs of which it is true. */
export function toldOnce(
  data: ReportData,
  told: readonly { series: number; whys: readonly string[] }[],
): string[] {
  const labels = new Map<string, string[]>()
  for (const { series, whys } of told) {
    for (const why of whys) {
      labels.set(why, [...(labels.get(why) ?? []), data.series[series]!.label])
    }
  }
  return [...labels].map(([why, names]) => `${names.join(', ')}: ${why}.`)
}
