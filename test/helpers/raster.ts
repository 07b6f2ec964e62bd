// Called per sample: a look-up of a global costs much in the sandbox that tests run in.
const { floor, imul, max, min } = Math

/** Interleaved samples; 16-bit ones are Uint16Array. */
export interface Raster {
  data: Uint8Array | Uint16Array
  width: number
  height: number
  channels: number
}

/** 32 random-looking bits of an index. */
function hash(index: number, seed: number): number {
  let h = (index + imul(seed, 0x9e3779b9)) >>> 0
  h = imul(h, 2654435761) >>> 0
  h = imul(h ^ (h >>> 15), 2246822519) >>> 0
  h = imul(h ^ (h >>> 13), 3266489917) >>> 0
  return (h ^ (h >>> 16)) >>> 0
}

/** An integer of -amplitude to amplitude for each index. */
export const noise = (index: number, seed: number, amplitude: number): number =>
  (hash(index, seed) % (2 * amplitude + 1)) - amplitude

/** The sample of the nearest pixel inside. */
export function at({ data, width, height, channels }: Raster, x: number, y: number, c: number) {
  const column = min(max(x, 0), width - 1)
  const row = min(max(y, 0), height - 1)
  return data[(row * width + column) * channels + c]!
}

/** A picture of the same size by a function of position, limited to 8 bits. */
export function drawn(
  { width, height, channels }: Omit<Raster, 'data'>,
  value: (x: number, y: number, c: number) => number,
): Raster {
  const data = new Uint8Array(width * height * channels)
  let index = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++, index++) {
        data[index] = min(max(value(x, y, c), 0), 255)
      }
    }
  }
  return { data, width, height, channels }
}

/** A picture of the same size, sample by sample, limited to 8 bits. */
export const changed = (p: Raster, value: (sample: number, index: number) => number): Raster => ({
  ...p,
  data: Uint8Array.from(p.data, (v, i) => min(max(value(v, i), 0), 255)),
})

/** A generated picture with ramps, a disc, a checkerboard and noise. */
export function synth(width: number, height: number): Raster {
  return drawn({ width, height, channels: 3 }, (x, y, c) => {
    const inDisc =
      ((x - floor(width / 3)) ** 2 + (y - floor(height / 2)) ** 2) * 16 < min(width, height) ** 2
    const checked = (floor(x / 4) + floor(y / 4)) % 2 === 0 && x * 2 > width
    const red = floor((x * 255) / max(width - 1, 1))
    const green = floor((y * 255) / max(height - 1, 1))
    const blue = (x * 7 + y * 13) % 256
    const value = [
      inDisc ? 230 - floor(red / 4) : red,
      inDisc ? 40 + floor(green / 2) : green,
      checked ? 255 - blue : blue,
    ][c]!
    return value + noise(y * width + x, 11 + c, 6)
  })
}

/**
 * A gray picture, of one channel or of three equal ones, as the reference set has it: luma's formula
 * with the products of G and B modulo 256 (numpy's bytes), which is no luma, but has edges.
 */
export function luma(p: Raster, channels: 1 | 3): Raster {
  return drawn({ ...p, channels }, (x, y) => {
    const [r, g, b] = [at(p, x, y, 0), at(p, x, y, 1), at(p, x, y, 2)]
    return (77 * r + ((150 * g) & 255) + ((29 * b) & 255) + 128) >> 8
  })
}

export const crop = (p: Raster, left: number, top: number, width: number, height: number): Raster =>
  drawn({ width, height, channels: p.channels }, (x, y, c) => at(p, left + x, top + y, c))

/** RGB with an alpha of each pixel. */
export const withAlpha = (p: Raster, alpha: (x: number, y: number) => number): Raster =>
  drawn({ ...p, channels: 4 }, (x, y, c) => (c === 3 ? alpha(x, y) : at(p, x, y, c)))

/** More bits of 8: of 16, v * 257. */
export const deepened = (p: Raster, bitDepth = 16): Raster => ({
  ...p,
  data: Uint16Array.from(p.data, (v) => floor((v * (2 ** bitDepth - 1)) / 255)),
})

/** Samples that know nothing of each other. */
export const whiteNoise = (width: number, height: number): Raster =>
  drawn({ width, height, channels: 3 }, (x, y, c) => 128 + noise((y * width + x) * 3 + c, 21, 128))
