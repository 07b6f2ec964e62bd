/** Bits, most significant first, with a 0 behind each FF (T.81 B.1.1.5). */
class Bits {
  readonly bytes: number[] = []
  #value = 0
  #count = 0

  put(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      this.#value = this.#value * 2 + ((value >> i) & 1)
      if (++this.#count < 8) continue
      this.bytes.push(this.#value)
      if (this.#value === 0xff) this.bytes.push(0)
      this.#value = this.#count = 0
    }
  }

  end(): number[] {
    while (this.#count > 0) this.put(1, 1)
    return this.bytes
  }
}

const CATEGORIES = 17

/** Samples of a pixel, its bits, and what else stands in front of the frame header. */
export interface LosslessJpeg {
  width: number
  height: number
  channels: number
  precision: number
  segments?: readonly number[]
}

/** A difference, modulo 2^16, as its category (a code of 5 bits each) and what is left of it. */
function putDifference(bits: Bits, difference: number): void {
  const signed = ((difference + 0x18000) & 0xffff) - 0x8000
  const category = signed === 0 ? 0 : 32 - Math.clz32(Math.abs(signed))
  bits.put(category, 5)
  if (category === 16) return
  bits.put(signed < 0 ? signed + 2 ** category - 1 : signed, category)
}

/** A lossless JPEG of interleaved samples, each predicted by that to the left (T.81 annex H). */
export function losslessJpeg(samples: ArrayLike<number>, how: LosslessJpeg): Uint8Array {
  const { width, height, channels, precision, segments = [] } = how
  const bits = new Bits()
  const at = (x: number, y: number, c: number) => samples[(y * width + x) * channels + c]!
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const above = y > 0 ? at(0, y - 1, c) : 2 ** (precision - 1)
        putDifference(bits, at(x, y, c) - (x > 0 ? at(x - 1, y, c) : above))
      }
    }
  }
  const ids = Array.from({ length: channels }, (_, c) => c + 1)
  const sizes = [height >> 8, height & 255, width >> 8, width & 255]
  return Uint8Array.from(
    [
      [0xff, 0xd8, ...segments],
      [0xff, 0xc3, 0, 8 + 3 * channels, precision, ...sizes, channels],
      ids.flatMap((id) => [id, 0x11, 0]),
      [0xff, 0xc4, 0, 19 + CATEGORIES, 0],
      Array.from({ length: 16 }, (_, i) => (i === 4 ? CATEGORIES : 0)),
      Array.from({ length: CATEGORIES }, (_, i) => i),
      [0xff, 0xda, 0, 6 + 2 * channels, channels, ...ids.flatMap((id) => [id, 0]), 1, 0, 0],
      bits.end(),
      [0xff, 0xd9],
    ].flat(),
  )
}
