/** Values as they come, for one reader. */
export class Arrivals<T> {
  readonly #values: T[] = []
  #failure: { error: unknown } | undefined
  #wake: () => void = () => undefined

  push(value: T): void {
    this.#values.push(value)
    this.#wake()
  }

  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#wake()
  }

  /** The next value; throws the failure at once: what is over need not be waited for. */
  async next(): Promise<T> {
    for (;;) {
      if (this.#failure) throw this.#failure.error
      if (this.#values.length > 0) return this.#values.shift()!
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
