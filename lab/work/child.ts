import { type ChildProcess, fork } from 'node:child_process'
import { extname, join } from 'node:path'
import type { Answer, Failure, Reply, Request, Task } from './task'

const KEPT_STDERR = 4096
/** Milliseconds for a new process to begin, beside the task's own time: a busy machine is slow. */
const START_LIMIT = 60_000
/** Milliseconds for the rest of stderr, when the process has ended. */
const STDERR_LIMIT = 1000

/** Milliseconds for a process to end the programs that it has started. */
const END_LIMIT = 300

/** This file's neighbour, as source or as built. */
const program = join(__dirname, `child_process${extname(__filename)}`)

/** Why a task has no answer: the codec's own error, or the end of its process. */
export class TaskError extends Error {
  readonly code: string | undefined
  constructor({ code, message }: Failure) {
    super(message)
    this.name = 'TaskError'
    this.code = code
  }
}

/** The process ended before it had the task: no fault of the task's. */
class Unbegun extends TaskError {}

interface Waiting {
  id: number
  hasBegun: boolean
  begun(): void
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/**
 * A child process that does tasks, one at a time. A task that ends the process (a library that
 * aborts, a decoder that crashes) or exceeds its time fails by itself: the next one gets a new
 * process.
 */
export class Child {
  #process: ChildProcess | undefined
  #waiting: Waiting | undefined
  #stderr = ''
  #count = 0
  #closed = false

  /** Begins the process, which is then ready sooner; `run` does so by itself. */
  start(): void {
    if (!this.#closed) this.#process ??= this.#begin()
  }

  /**
   * Rejects with TaskError, or `signal.reason`; `timeout` in milliseconds. A process that had ended
   * while it had nothing to do is replaced.
   */
  async run<T extends Task>(task: T, timeout: number, signal?: AbortSignal): Promise<Answer<T>> {
    const wasKept = this.#process !== undefined
    try {
      return await this.#attempt(task, timeout, signal)
    } catch (error) {
      if (!wasKept || !(error instanceof Unbegun)) throw error
      return await this.#attempt(task, timeout, signal)
    }
  }

  async #attempt<T extends Task>(
    task: T,
    timeout: number,
    signal?: AbortSignal,
  ): Promise<Answer<T>> {
    signal?.throwIfAborted()
    if (this.#closed) throw new TaskError({ code: 'ERR_CLOSED', message: 'the child is closed' })
    const child = (this.#process ??= this.#begin())
    this.#stderr = ''
    const id = ++this.#count
    const limit = (ms: number) => setTimeout(() => this.#fail(tooLong(timeout)), ms)
    let timer = limit(timeout + START_LIMIT)
    const begun = () => {
      clearTimeout(timer)
      timer = limit(timeout)
    }
    const abort = () => this.#fail(signal?.reason)
    try {
      return await new Promise<Answer<T>>((resolve, reject) => {
        this.#waiting = { id, hasBegun: false, begun, resolve, reject }
        signal?.addEventListener('abort', abort, { once: true })
        child.send({ id, task, timeout } satisfies Request, (error) => {
          if (error) this.#ended(child, `was lost: ${error.message}`)
        })
      })
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  }

  /** Kills the process, whatever it does. */
  close(): void {
    this.#closed = true
    this.#fail(new TaskError({ code: 'ERR_CLOSED', message: 'the child is closed' }))
  }

  #begin(): ChildProcess {
    const child = fork(program, {
      execArgv: process.execArgv,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (child === this.#process) this.#stderr = (this.#stderr + text).slice(-KEPT_STDERR)
    })
    child.on('message', (reply: Reply) => this.#take(reply))
    child.on('error', (error) => this.#ended(child, error.message))
    child.on('exit', (code, signal) => {
      const end = () => this.#ended(child, `was ended by ${signal ?? `exit ${code}`}`)
      // stderr has then been read, unless a program of the codec's holds it open
      const timer = setTimeout(end, STDERR_LIMIT)
      child.on('close', () => {
        clearTimeout(timer)
        end()
      })
    })
    return child
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting
    if (waiting?.id !== reply.id) return
    if ('begun' in reply) {
      waiting.hasBegun = true
      return waiting.begun()
    }
    this.#waiting = undefined
    if ('answer' in reply) waiting.resolve(reply.answer)
    else waiting.reject(new TaskError(reply.failure))
  }

  #ended(child: ChildProcess, how: string): void {
    if (child !== this.#process) return
    const last = this.#stderr.trim().split('\n').at(-1)
    const message = `the codec's process ${how}${last ? `: ${last}` : ''}`
    const Kind = this.#waiting?.hasBegun === false ? Unbegun : TaskError
    this.#fail(new Kind({ code: 'ERR_CHILD', message }))
  }

  /** The task fails, and its process goes with it. */
  #fail(error: unknown): void {
    const [waiting, child] = [this.#waiting, this.#process]
    this.#waiting = undefined
    this.#process = undefined
    if (child) end(child)
    child?.stderr?.destroy() // whoever holds its other end would keep this process
    waiting?.reject(error)
  }
}

/** It ends its programs and itself, if it can (its main thread may be a codec's for ever). */
function end(child: ChildProcess): void {
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), END_LIMIT).unref()
}

const tooLong = (timeout: number): TaskError =>
  new TaskError({
    code: 'ERR_TIMEOUT',
    message: `took longer than ${timeout / 1000} s, the time limit of a point`,
  })
