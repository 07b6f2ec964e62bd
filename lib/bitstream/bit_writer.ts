/** Writes bit fields, most significant bit first, as the headers of ITU-T and AOM codecs store them. */
export class BitWriter {
  readonly #out: number[] = []
  #free = 0

  /** `value` in `count` bits, 0 to 32; bits above are dropped. */
  u(count: number, value: number): this {
    for (let bit = count - 1; bit >= 0; bit--) {
      if (this.#free === 0) {
        this.#out.push(0)
        this.#free = 8
      }
      const set = Math.floor(value / 2 ** bit) % 2
      this.#out[this.#out.length - 1]! |= set << --this.#free
    }
    return this
  }

  flag(value: boolean): this {
    return this.u(1, value ? 1 : 0)
  }

  /** Unsigned Exp-Golomb code of 0 to 2^32 - 2 (H.265 section 9.2). */
  ue(value: number): this {
    const length = Math.floor(Math.log2(value + 1))
    return this.u(length, 0).u(length + 1, value + 1)
  }

  /** rbsp_trailing_bits(): a one; zeros follow up to the byte boundary (H.265 section 7.3.2.11). */
  stop(): this {
    return this.u(1, 1)
  }

  /** What has been written, the last byte filled up with zeros. */
  bytes(): number[] {
    return [...this.#out]
  }
}
