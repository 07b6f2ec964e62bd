import { availableParallelism, loadavg } from 'node:os'
import { isResult, type Row } from '../results/index'
import { Lanes } from '../work/lanes'
import { Estimate } from './estimate'
import { changedPictures, changedSettings } from './changed'
import { checkOptions } from './check_options'
import { defaultMetrics, DEFAULT_TIMEOUT, type SweepOptions, type SweepRows } from './options'
import { readPictures } from './pictures'
import { availableEntrants, curvesOf, type Plan, type PlannedPoint, planPoints } from './plan'
import { type Left, leftOf, runLeft } from './run_left'
import type { Ran } from './run_point'
import { openStore, type Store } from './store'
import { byPicture, type Timed, timePicture } from './times'

/**
 * Runs codecs over pictures and qualities and yields a row per point: first what `out` has already,
 * then the new ones as they are done. Work runs in child processes, all processors busy with one
 * encoder thread each; what a codec does to its process costs one row. Leaving the loop, or
 * `signal`, ends it within a second, and `out` goes on from there the next time.
 * @throws TypeError and RangeError for mistakes, CodecError `ERR_UNAVAILABLE` for a codec that this
 *   machine does not have, `signal.reason`
 */
export async function* sweep(options: SweepOptions): SweepRows {
  checkOptions(options)
  const { jobs = availableParallelism(), timeout = DEFAULT_TIMEOUT, signal } = options
  const lanes = new Lanes({ count: jobs, timeout: timeout * 1000, signal })
  try {
    if (options.queue === undefined) lanes.start()
    const plan = await planned(options, lanes)
    const store = openStore(options.out, options.streams ?? true)
    try {
      const warnings = [changedPictures, changedSettings].flatMap((of) =>
        of(plan.points, store.rows()),
      )
      warnings.forEach((text) => options.onWarning?.(text))
      yield* runAll(plan, store, lanes, options)
      if (options.time) yield* timeAll(plan.points, store, options)
    } finally {
      store.close()
    }
  } finally {
    lanes.close()
  }
}

async function planned(options: SweepOptions, lanes: Lanes): Promise<Plan> {
  const entrants = await availableEntrants(options)
  options.onProgress?.({ phase: 'reading', total: 0, known: 0, done: 0, failed: 0 })
  const reading = readPictures(options, (items, work) => lanes.each(items, work, same))
  const describing = Promise.resolve().then(() => curvesOf(entrants, options))
  const [pictures, curves] = await Promise.all([reading, describing])
  return planPoints(pictures, curves, options)
}

const same = <T>(found: T): T => found

async function* runAll(
  { points, unread }: Plan,
  store: Store,
  lanes: Lanes,
  options: SweepOptions,
): SweepRows {
  const metrics = [...(options.metrics ?? defaultMetrics)]
  const left = points.flatMap(
    (point) => leftOf(point, store, metrics, options.retry ?? false) ?? [],
  )
  const open = new Set(left.map(({ point }) => point.about.key))
  const finished = points.filter(({ about }) => !open.has(about.key))
  const known = finished.map(({ about }) => store.find(about.key)!)
  const progress = {
    phase: 'points' as const,
    total: points.length + unread.length,
    known: known.length,
    done: unread.length,
    failed: known.filter((row) => !isResult(row)).length + unread.length,
  }
  options.onProgress?.({ ...progress })
  for (const row of unread) yield store.add(row)
  yield* known
  const estimate = new Estimate(
    left.map(({ point }) => point.about.label),
    // a queue's rows come one after the other, however many work on them
    options.queue === undefined ? (options.jobs ?? availableParallelism()) : 1,
  )
  const keep = ({ point }: Left, ran: Ran, ms: number): Row => {
    if (isResult(ran.row) && ran.bytes) {
      store.keepStream(ran.row.stream, point.fileExtension, ran.bytes)
    }
    estimate.done(point.about.label, ms)
    return store.add(ran.row)
  }
  const msOf = (label: string) => estimate.of(label)
  for await (const row of runLeft(left, store, lanes, options, keep, msOf)) {
    progress.done++
    if (!isResult(row)) progress.failed++
    options.onProgress?.({ ...progress, leftMs: estimate.left() })
    yield row
  }
}

/** The second pass: one process, alone. */
async function* timeAll(
  points: readonly PlannedPoint[],
  store: Store,
  options: SweepOptions,
): SweepRows {
  const { time: rounds = 0, signal, onProgress, onWarning, timeout = DEFAULT_TIMEOUT } = options
  const all = points.flatMap((point): Timed[] => {
    const row = store.find(point.about.key)
    return row && isResult(row) && (row.times?.encode.rounds ?? 0) < rounds ? [{ point, row }] : []
  })
  if (all.length === 0) return
  const load = loadavg()[0]!
  if (load > 0.5 + (options.jobs ?? availableParallelism())) {
    onWarning?.(`the machine is busy (load ${load.toFixed(1)}): its times will say so`)
  }
  const lane = new Lanes({ count: 1, timeout: timeout * 1000, signal })
  const progress = { total: all.length, known: 0, done: 0, failed: 0, phase: 'times' as const }
  try {
    onProgress?.({ ...progress })
    const timed = lane.each(byPicture(all), (group, run) => timePicture(group, rounds, run), same)
    for await (const rows of timed) {
      progress.done += rows.length
      onProgress?.({ ...progress })
      for (const row of rows) yield store.add(row)
    }
  } finally {
    lane.close()
  }
}
