/** How long the rest takes, from what points of each curve took: an AV1 point costs a hundred JPEGs. */
export class Estimate {
  readonly #left = new Map<string, number>()
  readonly #took = new Map<string, { count: number; ms: number }>()
  readonly #all = { count: 0, ms: 0 }

  constructor(
    labels: readonly string[],
    readonly lanes: number,
  ) {
    for (const label of labels) this.#left.set(label, (this.#left.get(label) ?? 0) + 1)
  }

  done(label: string, ms: number): void {
    this.#left.set(label, this.#left.get(label)! - 1)
    const took = this.#took.get(label) ?? { count: 0, ms: 0 }
    this.#took.set(label, took)
    for (const one of [took, this.#all]) {
      one.count++
      one.ms += ms
    }
  }

  /** Of one point, from those of its curve that are done; Infinity before there is one. */
  of(label: string): number {
    const took = this.#took.get(label)
    return took ? took.ms / took.count : Infinity
  }

  /** Milliseconds, undefined before the first point is done. */
  left(): number | undefined {
    if (this.#all.count === 0) return undefined
    const ms = [...this.#left].map(([label, count]) => {
      const took = this.#took.get(label) ?? this.#all
      return (count * took.ms) / took.count
    })
    return ms.reduce((sum, one) => sum + one, 0) / this.lanes
  }
}
