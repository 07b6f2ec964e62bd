import { CodecError, type CodecErrorDetails } from '../errors'

/**
 * The time that one call may work. It runs while anything of the call does, and stands still while
 * all of it waits for a turn: a busy machine makes no call late.
 */
export class Clock {
  readonly #label: string
  readonly #limit: number
  readonly #controller = new AbortController()
  #left: number
  #running = 0
  #since = 0
  #timer: NodeJS.Timeout | undefined

  /**
   * @param limit milliseconds of work
   * @param label whose call it is, for the message
   * @param spent milliseconds that it worked already
   */
  constructor(limit: number, label: string, spent = 0) {
    this.#limit = limit
    this.#left = Math.max(limit - spent, 0)
    this.#label = label
  }

  /** Aborts with `late()` when the time is over, if the event loop runs. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Milliseconds that are left; 0: the time is over. */
  get left(): number {
    if (this.signal.aborted) return 0
    const spent = this.#running > 0 ? performance.now() - this.#since : 0
    return Math.max(this.#left - spent, 0)
  }

  /** Something of the call works from now on. */
  start(): void {
    this.#running += 1
    if (this.#running > 1) return
    this.#since = performance.now()
    // Timers hold 31 bits. It keeps the process: a stream that gives nothing is nothing to wait for.
    const wait = Math.min(this.#left, 2 ** 31 - 1)
    this.#timer = setTimeout(() => this.#controller.abort(this.late()), wait)
  }

  /** It is done, or waits. */
  stop(): void {
    this.#left = this.#running === 1 ? this.left : this.#left
    this.#running -= 1
    if (this.#running === 0) clearTimeout(this.#timer)
  }

  /** ERR_TIMEOUT, with what is known about the work that was ended. */
  late(details?: CodecErrorDetails): CodecError {
    const message = `${this.#label}: took longer than timeout = ${this.#limit} ms`
    return new CodecError('ERR_TIMEOUT', message, { codec: this.#label, ...details })
  }
}
