/** Which item refers to which, by type of reference; each way is looked up in one step. */
export class References {
  readonly #to = new Map<string, number[]>()
  readonly #from = new Map<string, number[]>()

  /** `from` refers to the items `to`. Of several references of one type and source the first counts. */
  add(type: string, from: number, to: readonly number[]): void {
    const key = `${type} ${from}`
    if (!this.#to.has(key)) this.#to.set(key, [...to])
    for (const target of to) {
      const sources = this.#from.get(`${type} ${target}`)
      if (sources) sources.push(from)
      else this.#from.set(`${type} ${target}`, [from])
    }
  }

  /** The items that item `from` refers to, in the file's order. */
  targets(type: string, from: number): readonly number[] {
    return this.#to.get(`${type} ${from}`) ?? []
  }

  /** The items that refer to item `to`. */
  sources(type: string, to: number): readonly number[] {
    return this.#from.get(`${type} ${to}`) ?? []
  }
}
