import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** Milliseconds that the parent has to end a late task itself, and to tell why. */
const GRACE = 5000

/**
 * The thread: `state` is [task or 0, its milliseconds, the parent's pid]. It needs nothing of the
 * main thread, which a codec may hold for ever.
 */
const program = `
import('node:worker_threads').then(({ workerData }) => {
  const state = new Int32Array(workerData)
  for (;;) {
    Atomics.wait(state, 0, 0)
    const task = Atomics.load(state, 0)
    const end = performance.now() + state[1]
    while (task !== 0 && Atomics.load(state, 0) === task) {
      if (performance.now() > end || process.ppid !== state[2]) process.kill(process.pid, 'SIGKILL')
      Atomics.wait(state, 0, task, 500)
    }
  }
})`

/**
 * Ends this process when a task takes too long or its parent is gone, though the main thread never
 * yields: a parent that is stopped, blocked or dead cannot do it.
 */
export class Watchdog {
  readonly #state = new Int32Array(new SharedArrayBuffer(12))
  readonly #ready: Promise<unknown>
  #count = 0

  constructor() {
    this.#state[2] = process.ppid
    const workerData = this.#state.buffer
    const thread = new Worker(program, { eval: true, workerData, execArgv: [] })
    this.#ready = once(thread, 'online')
    thread.unref()
  }

  /** @param timeout milliseconds */
  async watch<T>(timeout: number, task: () => Promise<T>): Promise<T> {
    await this.#ready
    this.#state[1] = Math.min(timeout + GRACE, 2 ** 31 - 1)
    this.#set(++this.#count)
    try {
      return await task()
    } finally {
      this.#set(0)
    }
  }

  #set(task: number): void {
    Atomics.store(this.#state, 0, task)
    Atomics.notify(this.#state, 0)
  }
}
