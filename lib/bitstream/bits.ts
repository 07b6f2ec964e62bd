import { damaged } from './bytes'

/** Reads bits, most significant first. Every read past the end is ERR_DECODE. */
export class BitReader {
  readonly #bytes: Uint8Array
  readonly #format: string
  #bit = 0

  /** @param format what the error messages name ("HEVC SPS") */
  constructor(bytes: Uint8Array, format: string) {
    this.#bytes = bytes
    this.#format = format
  }

  /** Bits read so far. */
  get position(): number {
    return this.#bit
  }

  flag(): boolean {
    return this.u(1) === 1
  }

  /** Unsigned integer of `count` bits, 0..32. */
  u(count: number): number {
    this.skip(count)
    let value = 0
    for (let at = this.#bit - count; at < this.#bit; at++) {
      value = value * 2 + ((this.#bytes[at >> 3]! >> (7 - (at & 7))) & 1)
    }
    return value
  }

  skip(count: number): void {
    if (this.#bit + count > this.#bytes.length * 8) throw damaged(this.#format, 'ends too early')
    this.#bit += count
  }

  /** Unsigned Exp-Golomb code, 0..2^32-2 (H.264 9.1, H.265 9.2). */
  ue(): number {
    let zeros = 0
    while (!this.flag()) {
      if (++zeros > 31) throw damaged(this.#format, 'Exp-Golomb code of more than 32 bits')
    }
    return 2 ** zeros - 1 + this.u(zeros)
  }

  /** Signed Exp-Golomb code. */
  se(): number {
    const code = this.ue()
    return code % 2 ? (code + 1) / 2 : -code / 2
  }
}
