import { bdRate, type RdCurve } from '../../lib/index'
import { averagedCurve, type Curve, measured, rdCurve } from './curves'
import { kindOf } from './kind'
import { bootstrapInterval, mean, median } from './statistics'
import type { BdEntry, BdMethod, PictureBd } from './table'

export interface EntryOptions {
  method: BdMethod
  hull: boolean
  resamples: number
  seed: number
}

type Attempt = { bdRate: number | null; reason?: string; warnings: string[] }

/** A BD-rate, or the reason why there is none; `none` is that of a curve without points. */
function attempt(
  anchor: RdCurve,
  test: RdCurve,
  { metric, method, none }: { metric: string; method: BdMethod; none: string },
): Attempt {
  const empty = [anchor, test].findIndex(({ bpp }) => bpp.length === 0)
  if (empty >= 0) {
    return { bdRate: null, reason: `${['anchor', 'test'][empty]}: ${none}`, warnings: [] }
  }
  try {
    const found = bdRate(anchor, test, { metric, method })
    return { bdRate: found.bdRate, warnings: found.warnings }
  } catch (error) {
    return { bdRate: null, reason: (error as Error).message, warnings: [] }
  }
}

const attemptOfAverages = (
  anchor: RdCurve,
  test: RdCurve,
  metric: string,
  { method }: EntryOptions,
): Attempt =>
  attempt(anchor, test, {
    metric,
    method,
    none: `no quality at which every picture has ${metric}`,
  })

function perPicture(anchor: Curve, test: Curve, metric: string, options: EntryOptions) {
  const { method, hull } = options
  return [...anchor.pictures].flatMap(([sha256, { picture, rows }]): PictureBd[] => {
    const other = test.pictures.get(sha256)
    if (!other) return []
    const [of, to] = [rows, other.rows].map((one) => rdCurve(one, metric, hull))
    return [
      {
        picture: picture.name,
        sha256,
        ...attempt(of!, to!, { metric, method, none: `no ${metric}` }),
      },
    ]
  })
}

/** Each text once, with how many of the pictures it is true of. */
function gathered(pictures: readonly PictureBd[]): string[] {
  const counts = new Map<string, number>()
  for (const { warnings, reason } of pictures) {
    for (const text of [...warnings, ...(reason === undefined ? [] : [reason])]) {
      const kind = kindOf(text)
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }
  return [...counts].map(([text, n]) => `${text} (${n} of ${pictures.length} pictures)`)
}

/** One test curve against the anchor in one metric. */
export function bdEntry(
  anchor: Curve,
  test: Curve,
  metric: string,
  options: EntryOptions,
): BdEntry {
  const pictures = perPicture(anchor, test, metric, options)
  const rates = pictures.flatMap(({ bdRate: rate }) => (rate === null ? [] : [rate]))
  const shared = new Set(
    [...measured(anchor, metric)].filter((sha256) => measured(test, metric).has(sha256)),
  )
  const [of, to] = [anchor, test].map((curve) => averagedCurve(curve, shared, metric))
  const average = attemptOfAverages(of!, to!, metric, options)
  const missing = anchor.pictures.size - pictures.length
  return {
    label: test.label,
    metric,
    pictures,
    count: rates.length,
    mean: rates.length > 0 ? mean(rates) : null,
    median: rates.length > 0 ? median(rates) : null,
    interval: bootstrapInterval(rates, options.resamples, options.seed) ?? null,
    ofAverage: average.bdRate,
    ...(average.reason !== undefined && { ofAverageReason: average.reason }),
    warnings: [
      ...gathered(pictures),
      ...(missing > 0 ? [`${missing} of the anchor's pictures are not there`] : []),
    ],
  }
}

/** A published curve has no pictures: only averaged curves can be compared. */
export function averagedEntry(
  label: string,
  anchor: RdCurve,
  test: RdCurve,
  metric: string,
  options: EntryOptions,
): BdEntry {
  const { bdRate: ofAverage, reason, warnings } = attemptOfAverages(anchor, test, metric, options)
  return {
    label,
    metric,
    pictures: [],
    count: 0,
    mean: null,
    median: null,
    interval: null,
    ofAverage,
    ...(reason !== undefined && { ofAverageReason: reason }),
    warnings: ['averaged curves only: one of the two is published', ...warnings],
  }
}
