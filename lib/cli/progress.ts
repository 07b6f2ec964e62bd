import { Presets, SingleBar } from 'cli-progress'
import { visibleLine } from './visible'

export interface Progress {
  /** What is being done now. */
  begin(task: string): void
  /** One more is done. */
  step(): void
  stop(): void
}

/** A bar on stderr while that is a terminal; nothing otherwise. */
export function progress(total: number): Progress {
  const bar = new SingleBar(
    {
      format: '{bar} {value}/{total} {task}',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  )
  bar.start(total, 0, { task: '' })
  return {
    begin: (task) => bar.update({ task: visibleLine(task) }),
    step: () => bar.increment(),
    stop: () => bar.stop(),
  }
}
