import { damaged } from '../bytes'

const truncated = () => damaged('BPG', 'the file is truncated')

/** ue7(32): base-128, big-endian, top bit = "more follows", shortest form (BPG 0.9.5 section 2). */
export function ue7(value: number): number[] {
  const bytes = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest % 128) | 0x80)
  }
  return bytes
}

/** Reads bytes and ue7 values up to `end`; every overrun is CodecError `ERR_DECODE`. */
export class Ue7Reader {
  constructor(
    readonly bytes: Uint8Array,
    public position = 0,
    readonly end = bytes.length,
  ) {}

  byte(): number {
    const value = this.bytes[this.position]
    if (value === undefined || this.position >= this.end) throw truncated()
    this.position++
    return value
  }

  ue7(name: string): number {
    let value = 0
    for (let count = 0; ; count++) {
      const byte = this.byte()
      if (count === 0 && byte === 0x80) {
        throw damaged('BPG', `${name} is not coded in its shortest form`)
      }
      value = value * 128 + (byte & 0x7f)
      if (value >= 2 ** 32) {
        throw damaged('BPG', `${name} does not fit in 32 bits`)
      }
      if (byte < 0x80) return value
    }
  }

  take(length: number, name: string): Uint8Array {
    if (length > this.end - this.position) {
      throw damaged('BPG', `${name} takes ${length} bytes, ${this.end - this.position} are left`)
    }
    this.position += length
    return this.bytes.subarray(this.position - length, this.position)
  }
}
