import { Presets, SingleBar } from 'cli-progress'
import type { SweepProgress } from '../index'
import { tell } from './tools'

/** 4000 -> "4 s", 100000 -> "1 min 40 s", 9000000 -> "2 h 30 min". */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}

const phases = { reading: 'reading pictures', points: 'points', times: 'times' } as const

function describe({ phase, total, known, done, failed, leftMs }: SweepProgress): string {
  const parts = [
    `${known + done}/${total} ${phases[phase]}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(leftMs !== undefined && known + done < total ? [`${duration(leftMs)} left`] : []),
  ]
  return parts.join(', ')
}

/** Milliseconds between two lines of a log. */
const PAUSE = 5000

function inLines() {
  let last = -Infinity
  return {
    show(progress: SweepProgress): void {
      const { phase, known, done, total } = progress
      const now = performance.now()
      const over = known + done === total
      if (phase === 'reading' || (!over && now - last < PAUSE)) return
      last = now
      tell(describe(progress))
    },
    stop(): void {},
  }
}

function asBar() {
  const bar = new SingleBar(
    { format: '{bar} {text}', stream: process.stderr, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  )
  let phase: SweepProgress['phase'] | undefined
  return {
    show(progress: SweepProgress): void {
      const { known, done, total } = progress
      const text = describe(progress)
      if (phase !== progress.phase) bar.start(Math.max(total, 1), 0, { text })
      phase = progress.phase
      bar.update(known + done, { text })
    },
    stop: () => bar.stop(),
  }
}

/** A bar on stderr while that is a terminal, a line now and then otherwise. */
export const sweepProgress = () => (process.stderr.isTTY ? asBar() : inLines())
