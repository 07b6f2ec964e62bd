import { damaged } from './bytes'
import type { Section, SectionKind } from './section'

/** Collects sections that follow one another without gap or overlap: each begins where the last ended. */
export class Cover {
  readonly #format: string
  readonly #total: number
  readonly #sections: Section[] = []
  #offset = 0

  constructor(format: string, total: number) {
    this.#format = format
    this.#total = total
  }

  /** A section from the end of the last one to `end` (exclusive); nothing if that is empty. */
  to(kind: SectionKind, name: string, end: number): void {
    if (end < this.#offset || end > this.#total) {
      throw damaged(this.#format, `${name} ends at ${end}, the stream at ${this.#total}`)
    }
    if (end === this.#offset) return
    this.#sections.push({ kind, name, offset: this.#offset, length: end - this.#offset })
    this.#offset = end
  }

  /** The sections of an inner stream that begins here. */
  append(inner: readonly Section[]): void {
    for (const { kind, name, length } of inner) this.to(kind, name, this.#offset + length)
  }

  /** All sections; ERR_DECODE if they do not reach the end. */
  done(): Section[] {
    if (this.#offset === this.#total) return this.#sections
    throw damaged(
      this.#format,
      `${this.#total - this.#offset} bytes at ${this.#offset} are unexplained`,
    )
  }
}
