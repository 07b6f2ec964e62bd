/** A number in [0, 1) for a lattice point: the same on every machine (32-bit integers only). */
export function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32
}

export const clamp = (value: number, low = 0, high = 1): number =>
  Math.min(high, Math.max(low, value))

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t

/** 0 below `from`, 1 above `to`, smooth between them. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from))
  return t * t * (3 - 2 * t)
}

/** Value noise: lattice values, smoothly interpolated. In [0, 1). */
export function valueNoise(x: number, y: number, seed: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [smoothstep(0, 1, x - left), smoothstep(0, 1, y - top)]
  return mix(
    mix(hash(left, top, seed), hash(left + 1, top, seed), u),
    mix(hash(left, top + 1, seed), hash(left + 1, top + 1, seed), u),
    v,
  )
}

/** Octaves of value noise, each twice as fine and half as strong, as in photographs. In [0, 1). */
export function clouds(x: number, y: number, octaves: number, seed: number): number {
  let [sum, total] = [0, 0]
  for (let octave = 0; octave < octaves; octave++) {
    const [scale, strength] = [2 ** octave, 0.5 ** octave]
    sum += strength * valueNoise(x * scale, y * scale, seed + octave)
    total += strength
  }
  return sum / total
}
