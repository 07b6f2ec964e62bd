import { damaged, holds, le, nonEmpty, type Size } from './bytes'

/** The boolean decoder of RFC 6386 section 7, for flags and literals of even probability. */
class BoolReader {
  readonly #bytes: Uint8Array
  #value: number
  #range = 255
  #bits = 0
  #at = 2

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes

    this.#value = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  }

  flag(): boolean {
    const split = 1 + ((this.#range - 1) >> 1)
    const set = this.#value >= split << 8
    if (set) this.#value -= split << 8
    this.#range = set ? this.#range - split : split
    while (this.#range < 128) {
      this.#range <<= 1
      this.#value <<= 1
      if (++this.#bits === 8) {
        this.#bits = 0
        this.#value |= this.#bytes[this.#at++] ?? 0
      }
    }
    return set
  }

  literal(bits: number): number {
    let value = 0
    for (let i = 0; i < bits; i++) value = value * 2 + Number(this.flag())
    return value
  }

  skipEach(count: number, bits: number): void {
    for (let i = 0; i < count; i++) if (this.flag()) this.literal(bits)
  }
}

/** How many token partitions a key frame's first partition announces (RFC 6386 section 9.3 to 9.5). */
function partitionCount(first: Uint8Array): number {
  const reader = new BoolReader(first)
  reader.literal(2)
  if (reader.flag()) {
    const [updateMap, updateData] = [reader.flag(), reader.flag()]
    if (updateData) {
      reader.literal(1)
      reader.skipEach(4, 8)
      reader.skipEach(4, 7)
    }
    if (updateMap) reader.skipEach(3, 8)
  }
  reader.literal(1 + 6 + 3)
  if (reader.flag() && reader.flag()) reader.skipEach(8, 7)
  return 2 ** reader.literal(2)
}

/**
 * The size of a VP8 key frame (RFC 6386 section 9.1). ERR_DECODE if it is none, or the sizes of its
 * partitions pass its end; the last partition has no size, so a cut inside it passes.
 */
export function vp8Size(frame: Uint8Array): Size {
  if (frame.length < 10) throw damaged('VP8', `frame of ${frame.length} bytes`)
  const tag = le(frame, 0, 3)
  if (tag & 1) throw damaged('VP8', 'is not a key frame')
  if (!holds(frame, [0x9d, 0x01, 0x2a], 3)) throw damaged('VP8', 'has no start code')
  const first = 10 + (tag >> 5)
  if (first > frame.length) throw damaged('VP8', 'first partition passes the end')
  const count = partitionCount(frame.subarray(10, first))
  let end = first + 3 * (count - 1)
  for (let i = 0; i < count - 1; i++) end += le(frame, first + 3 * i, 3)
  if (end > frame.length) throw damaged('VP8', 'token partitions pass the end')
  return nonEmpty('VP8', { width: le(frame, 6, 2) & 0x3fff, height: le(frame, 8, 2) & 0x3fff })
}
