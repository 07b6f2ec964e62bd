import { throughQueue } from '../queue/producer'
import { isResult, type ResultRow, type Row } from '../results/index'
import type { Lanes, RunTask } from '../work/lanes'
import { DEFAULT_TIMEOUT, type SweepOptions, type SweepRows } from './options'
import type { PlannedPoint } from './plan'
import { codePoint, measurePoint, type Ran } from './run_point'
import { lacking, type Store } from './store'

/** What is left to do of a point: all of it, or some metrics. */
export interface Left {
  point: PlannedPoint
  known?: ResultRow
  metrics: string[]
}

/** undefined: nothing. */
export function leftOf(
  point: PlannedPoint,
  store: Store,
  metrics: string[],
  retry: boolean,
): Left | undefined {
  const row = store.find(point.about.key)
  if (!row) return { point, metrics }
  if (!isResult(row)) return retry ? { point, metrics } : undefined
  const missing = lacking(row, metrics)
  return missing.length > 0 ? { point, known: row, metrics: missing } : undefined
}

/** Keeps what was found, as soon as it is, and says what is now known of the point. */
type Keep = (left: Left, ran: Ran, ms: number) => Row

function finish(
  { point, known, metrics }: Left,
  stream: Uint8Array | undefined,
  run: RunTask,
): Promise<Ran> {
  if (!known || !stream) return codePoint(point, metrics, run)
  return measurePoint(point, known, stream, metrics, run)
}

/**
 * The next of what is left: picture by picture, as a child keeps the last one, and of the last
 * picture the longest first, so that no processor waits long for the last point.
 */
export function nextOf(left: readonly Left[], msOf: (label: string) => number): number {
  if (left[0]!.point.path !== left.at(-1)!.point.path) return 0
  const times = left.map(({ point }) => msOf(point.about.label))
  return times.indexOf(Math.max(...times))
}

/** Does what is left, here, or by a queue's workers, who have no streams to measure again. */
export async function* runLeft(
  left: readonly Left[],
  store: Store,
  lanes: Lanes,
  { queue: url, timeout = DEFAULT_TIMEOUT, signal }: SweepOptions,
  keep: Keep,
  msOf: (label: string) => number,
): SweepRows {
  const kept = ({ known, point }: Left) => known && store.stream(known, point.fileExtension)
  const here = url === undefined ? left : left.filter(kept)
  const work = async (one: Left, run: RunTask) => {
    const start = performance.now()
    const ran = await finish(one, kept(one), run)
    return { one, ran, ms: performance.now() - start }
  }
  yield* lanes.each(
    here,
    work,
    ({ one, ran, ms }) => keep(one, ran, ms),
    (some) => nextOf(some, msOf),
  )
  if (url === undefined) return
  const there = left.filter((one) => !here.includes(one))
  let last = performance.now()
  for await (const { one, ran } of throughQueue(there, { url, timeout, signal })) {
    const ms = performance.now() - last
    last += ms
    yield keep(one, ran, ms)
  }
}
