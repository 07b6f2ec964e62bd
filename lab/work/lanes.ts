import { Arrivals } from './arrivals'
import { Child } from './child'
import type { Answer, Task } from './task'

/** Runs a task in a child process; rejects with TaskError, or the signal's reason. */
export type RunTask = <T extends Task>(task: T) => Promise<Answer<T>>

export interface LaneOptions {
  /** How many child processes. */
  count: number
  /** Milliseconds that a task may take. */
  timeout: number
  signal?: AbortSignal
}

/** A number of child processes that share a list of work. */
export class Lanes {
  readonly #children: Child[]
  readonly #options: LaneOptions

  constructor(options: LaneOptions) {
    this.#options = options
    this.#children = Array.from({ length: options.count }, () => new Child())
  }

  /**
   * Yields each item's outcome when it is done. `work` settles its own failures; `keep` makes the
   * outcome of what it found, while the child is at its next item already. `choose` is the index of
   * the item of those left that is next; default: the first.
   */
  async *each<I, F, O>(
    items: readonly I[],
    work: (item: I, run: RunTask) => Promise<F>,
    keep: (found: F) => O,
    choose: (left: readonly I[]) => number = () => 0,
  ): AsyncGenerator<O, void, undefined> {
    const arrivals = new Arrivals<O>()
    const left = [...items]
    let over = false
    const settle = (found: F) => {
      if (over) return
      try {
        arrivals.push(keep(found))
      } catch (error) {
        arrivals.fail(error)
      }
    }
    const lane = async (child: Child) => {
      const { timeout, signal } = this.#options
      const run: RunTask = (task) => child.run(task, timeout, signal)
      while (left.length > 0 && !over) {
        signal?.throwIfAborted()
        const [item] = left.splice(choose(left), 1)
        const found = await work(item!, run)
        setImmediate(settle, found)
      }
    }
    for (const child of this.#children) lane(child).catch((error: unknown) => arrivals.fail(error))
    try {
      for (let done = 0; done < items.length; done++) yield await arrivals.next()
    } finally {
      over = true
    }
  }

  /** Begins the processes, while the caller is still planning their work. */
  start(): void {
    for (const child of this.#children) child.start()
  }

  close(): void {
    for (const child of this.#children) child.close()
  }
}
