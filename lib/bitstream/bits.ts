import { CodecError } from '../errors'

/**
 * Reads bit fields, most significant bit first, as every header of ITU-T and AOM codecs stores them.
 * Reading past the end throws CodecError `ERR_DECODE`, naming `what`.
 */
export class BitReader {
  /** Position in bits from the start of `bytes`. */
  position = 0

  constructor(
    readonly bytes: Uint8Array,
    private readonly what = 'header',
  ) {}

  get bitsLeft(): number {
    return this.bytes.length * 8 - this.position
  }

  /** Unsigned integer of `count` bits, 0 to 32. */
  u(count: number): number {
    if (count > this.bitsLeft) throw new CodecError('ERR_DECODE', `${this.what} is truncated`)
    let value = 0
    for (let left = count; left > 0;) {
      const offset = this.position & 7
      const take = Math.min(8 - offset, left)
      const byte = this.bytes[this.position >>> 3] ?? 0
      // Multiplied, not shifted: 32 bit fields would turn negative.
      value = value * 2 ** take + ((byte >> (8 - offset - take)) & (2 ** take - 1))
      this.position += take
      left -= take
    }
    return value
  }

  flag(): boolean {
    return this.u(1) === 1
  }

  skip(count: number): void {
    if (count > this.bitsLeft) throw new CodecError('ERR_DECODE', `${this.what} is truncated`)
    this.position += count
  }

  /** ue(v): unsigned 0-th order Exp-Golomb code, at most 2^32 - 2 (H.265 section 9.2). */
  ue(): number {
    let zeros = 0
    while (!this.flag()) {
      if (++zeros > 31) {
        throw new CodecError('ERR_DECODE', `${this.what} holds an Exp-Golomb code that is too long`)
      }
    }
    return 2 ** zeros - 1 + this.u(zeros)
  }

  /** se(v): signed Exp-Golomb code: 0, 1, -1, 2, -2, ... (H.265 section 9.2.2). */
  se(): number {
    const code = this.ue()
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2 + 0
  }

  /** Moves to the next byte boundary; the bits passed over may have any value. */
  align(): void {
    this.position = (this.position + 7) & ~7
  }
}

/** Writes bit fields, most significant bit first. */
export class BitWriter {
  private readonly out: number[] = []
  private used = 8

  /** `value` in `count` bits, 0 to 32; bits above are dropped. */
  u(count: number, value: number): this {
    for (let bit = count - 1; bit >= 0; bit--) {
      if (this.used === 8) {
        this.out.push(0)
        this.used = 0
      }
      const set = Math.floor(value / 2 ** bit) % 2
      this.out[this.out.length - 1]! |= set << (7 - this.used++)
    }
    return this
  }

  flag(value: boolean): this {
    return this.u(1, value ? 1 : 0)
  }

  /** ue(v), 0 to 2^32 - 2. */
  ue(value: number): this {
    const length = Math.floor(Math.log2(value + 1))
    return this.u(length, 0).u(length + 1, value + 1)
  }

  /** se(v). */
  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value)
  }

  /** rbsp_trailing_bits(): a one and zeros to the next byte boundary. */
  trailingBits(): this {
    return this.u(1, 1)
  }

  /** What has been written, the last byte filled up with zeros. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.out)
  }
}

/** The RBSP of a NAL unit: every emulation prevention byte (the 3 of 00 00 03) taken out. */
export function removeEmulationPrevention(nal: Uint8Array): Uint8Array {
  const out = new Uint8Array(nal.length)
  let length = 0
  let zeros = 0
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    out[length++] = byte
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return out.subarray(0, length)
}

/** A NAL unit from its RBSP: 00 00 00..03 becomes 00 00 03 00..03, so that no start code appears inside. */
export function addEmulationPrevention(rbsp: Uint8Array): Uint8Array {
  const out: number[] = []
  let zeros = 0
  for (const byte of rbsp) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3)
      zeros = 0
    }
    out.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Uint8Array.from(out)
}
