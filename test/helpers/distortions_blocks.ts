import { at, changed, drawn, type Raster } from './raster'

const { floor, min } = Math // as in raster.ts

/** Each 8x8 block, what there is of it, becomes its mean. */
export function blockMeans(p: Raster): Raster {
  const { width, height } = p
  const means = new Map<string, number>()
  const meanOf = (left: number, top: number, c: number): number => {
    const [right, bottom] = [min(left + 8, width), min(top + 8, height)]
    const n = (right - left) * (bottom - top)
    let sum = 0
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += at(p, x, y, c)
    return floor((2 * sum + n) / (2 * n))
  }
  return drawn(p, (x, y, c) => {
    const [left, top] = [x - (x % 8), y - (y % 8)]
    const key = `${left} ${top} ${c}`
    if (!means.has(key)) means.set(key, meanOf(left, top, c))
    return means.get(key)!
  })
}

const sign = (i: number, j: number): number => {
  let bits = i & j
  let odd = 0
  for (; bits > 0; bits >>= 1) odd ^= bits & 1
  return odd === 0 ? 1 : -1
}
const hadamard = Array.from({ length: 64 }, (_, k) => sign(k >> 3, k & 7))

/** H m H of 8x8 matrices. */
function transformed(m: Int32Array): Int32Array {
  const half = new Int32Array(64)
  const out = new Int32Array(64)
  for (const [from, to] of [
    [m, half],
    [half, out],
  ] as const) {
    // one product and a transposition; the matrix is symmetric, so that twice is H m H
    for (let k = 0; k < 64; k++) {
      let sum = 0
      for (let j = 0; j < 8; j++) sum += hadamard[(k >> 3) * 8 + j]! * from[j * 8 + (k & 7)]!
      to[(k & 7) * 8 + (k >> 3)] = sum
    }
  }
  return out
}

/** All coefficients but the mean of 8x8 blocks are rounded to multiples of `step`. */
export function walshHadamard(p: Raster, step: number): Raster {
  const { width, height, channels } = p
  const data = new Int32Array(width * height * channels)
  const block = new Int32Array(64)
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let c = 0; c < channels; c++) {
        for (let k = 0; k < 64; k++) block[k] = at(p, left + (k & 7), top + (k >> 3), c)
        const coefficients = transformed(block)
        for (let k = 1; k < 64; k++) {
          coefficients[k] = step * floor((coefficients[k]! + step / 2) / step)
        }
        const restored = transformed(coefficients)
        for (let k = 0; k < 64; k++) {
          const [x, y] = [left + (k & 7), top + (k >> 3)]
          if (x < width && y < height) {
            data[(y * width + x) * channels + c] = (restored[k]! + 32) >> 6
          }
        }
      }
    }
  }
  return changed(p, (_, i) => data[i]!)
}

/** Chroma, reversible YCoCg, averaged over 2x2. */
export function halvedChroma(p: Raster): Raster {
  const ycocg = (x: number, y: number): readonly [number, number, number] => {
    const [r, g, b] = [at(p, x, y, 0), at(p, x, y, 1), at(p, x, y, 2)]
    const co = r - b
    const t = b + (co >> 1)
    const cg = g - t
    return [t + (cg >> 1), co, cg]
  }
  const mean = (x: number, y: number, part: 1 | 2): number => {
    const [left, top] = [x - (x % 2), y - (y % 2)]
    let sum = 2
    for (let dy = 0; dy < 2; dy++) {
      for (let dx = 0; dx < 2; dx++) {
        sum += ycocg(min(left + dx, p.width - 1), min(top + dy, p.height - 1))[part]
      }
    }
    return sum >> 2
  }
  return drawn(p, (x, y, c) => {
    const [co, cg] = [mean(x, y, 1), mean(x, y, 2)]
    const t = ycocg(x, y)[0] - (cg >> 1)
    const b = t - (co >> 1)
    return [b + co, cg + t, b][c]!
  })
}
