import { addon } from '../backends/native/addon'
import { checkRange } from '../convert/range'
import type { PixelPicture } from '../image'
import { type Steps, together } from '../task'
import { type MetricName, metricRow } from './names'
import { native } from './native'
import { checkNeeds, checkPair, doubtOf } from './needs'
import type { MetricSettings } from '../backends/native/addon'

/** The values of the names, and the warnings that came with them. */
export interface Compared<N extends string> {
  values: Record<N, number>
  warnings: string[]
}

/** Compares pixels: one call of each scorer, side by side, for all of its names. */
export function* comparePixels<N extends MetricName>(
  a: PixelPicture,
  b: PixelPicture,
  names: readonly N[],
  settings: MetricSettings & { ffmpegPath?: string },
): Steps<Compared<N>> {
  checkPair(a, b)
  const rows = names.map(metricRow)
  for (const row of rows) checkNeeds(row, a, settings.ffmpegPath)
  const scorers = [...new Set(rows.map(({ compute }) => compute))]
  if (!addon() || scorers.some((scorer) => scorer !== native)) {
    checkRange(a, 'metrics: a') // the addon looks by itself
    checkRange(b, 'metrics: b')
  }
  const shares = scorers.map((scorer) => ({
    scorer,
    names: names.filter((name) => metricRow(name).compute === scorer),
  }))
  // side by side: all samples are read before an async call returns
  const scores = yield* together(
    shares.map((share) => share.scorer.score(a, b, share.names, settings)),
  )
  const entries = shares.flatMap((share, i) =>
    share.names.map((name, k) => [name, scores[i]![k]!] as const),
  )
  const found = new Map<string, number>(entries)
  return {
    values: Object.fromEntries(names.map((name) => [name, found.get(name)])) as Record<N, number>,
    warnings: rows.map((row) => doubtOf(row, a)).filter((doubt) => doubt !== undefined),
  }
}
