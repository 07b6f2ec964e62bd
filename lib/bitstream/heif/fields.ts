import { boxes, type Box } from '../bmff'
import { be, damaged, fourcc } from '../bytes'

export const FORMAT = 'HEIF'
/** Names that mean anything are short, a box may have megabytes. */
const MAX_NAME = 256

/** Reads fields of a box in order; every overrun is CodecError `ERR_DECODE`. */
export class FieldReader {
  constructor(
    readonly bytes: Uint8Array,
    public position: number,
    readonly end: number,
  ) {}

  /** Unsigned integer of 0 to 8 bytes. */
  u(size: number): number {
    if (this.position + size > this.end) throw damaged(FORMAT, `box ends too early at ${this.end}`)
    this.position += size
    const value = be(this.bytes, this.position - size, size)
    if (!Number.isSafeInteger(value)) throw damaged(FORMAT, 'a field does not fit in 53 bits')
    return value
  }

  fourcc(): string {
    this.u(4)
    return fourcc(this.bytes, this.position - 4)
  }

  /** Text up to a 0 or the end. */
  text(): string {
    const { bytes, position: start, end } = this
    const zero = bytes.subarray(start, end).indexOf(0)
    const stop = zero < 0 ? end : start + zero
    this.position = Math.min(end, stop + 1)
    return String.fromCharCode(...bytes.subarray(start, Math.min(stop, start + MAX_NAME)))
  }

  /** Version and flags of a full box. */
  full(): { version: number; flags: number } {
    return { version: this.u(1), flags: this.u(3) }
  }
}

export const body = (bytes: Uint8Array, { bodyStart, end }: Box): FieldReader =>
  new FieldReader(bytes, bodyStart, end)

/** The boxes in a box. */
export const children = (bytes: Uint8Array, start: number, end: number): Box[] => [
  ...boxes(bytes, start, end, FORMAT),
]
