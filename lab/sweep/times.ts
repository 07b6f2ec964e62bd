import { loadavg } from 'node:os'
import { median } from '../bd/statistics'
import type { ResultRow, RunTime, Timing, Timings } from '../results/index'
import { rounded } from '../work/cpu_time'
import type { RunTask } from '../work/lanes'
import { machine } from '../work/machine'
import type { PlannedPoint } from './plan'
import { taskError } from './failure'

/** A point that succeeded, to be timed. */
export interface Timed {
  point: PlannedPoint
  row: ResultRow
}

function timingOf(runs: readonly RunTime[]): Timing {
  const wall = runs.map(({ wallMs }) => wallMs)
  const cpu = runs.flatMap(({ cpuMs }) => (cpuMs === null ? [] : [cpuMs]))
  const middle = median(wall)
  return {
    rounds: runs.length,
    min: Math.min(...wall),
    median: rounded(middle),
    spread: rounded(median(wall.map((ms) => Math.abs(ms - middle)))),
    cpuMedian: cpu.length === runs.length ? rounded(median(cpu)) : null,
  }
}

/** By picture: what is interrupted loses the picture that it was at. */
export function byPicture(all: readonly Timed[]): Timed[][] {
  const groups = new Map<string, Timed[]>()
  for (const one of all) groups.set(one.point.path, [...(groups.get(one.point.path) ?? []), one])
  return [...groups.values()]
}

/**
 * Times one picture's points: every round runs each of them once, so that a machine that slows down
 * does so for all alike. A setting's first run, which opens libraries and fills caches, is not
 * counted. A point that fails is left without times.
 */
export async function timePicture(
  group: readonly Timed[],
  rounds: number,
  run: RunTask,
): Promise<ResultRow[]> {
  const load = rounded(loadavg()[0]!)
  const runs = group.map(() => [] as { encode: RunTime; decode: RunTime }[])
  const one = ({ point }: Timed) => {
    const { path, setup, about } = point
    const { quality, picture } = about
    return run({ kind: 'time', path, sha256: picture.sha256, setup, quality })
  }
  const firsts = group.filter(
    ({ row }, i) => group.findIndex((g) => g.row.label === row.label) === i,
  )
  for (const first of firsts) await one(first).catch(taskError)
  for (let round = 0; round < rounds; round++) {
    for (const [i, timed] of group.entries()) {
      const times = await one(timed).catch(taskError)
      if ('encode' in times) runs[i]!.push(times)
    }
  }
  const here = machine()
  return group.flatMap(({ row }, i) => {
    if (runs[i]!.length < rounds) return []
    const [encode, decode] = (['encode', 'decode'] as const).map((name) =>
      timingOf(runs[i]!.map((times) => times[name])),
    )
    const times: Timings = { encode: encode!, decode: decode!, load, machine: here }
    return [{ ...row, times }]
  })
}
