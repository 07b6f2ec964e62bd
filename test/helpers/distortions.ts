import { at, changed, drawn, luma, noise, type Raster } from './raster'
import { blockMeans, halvedChroma, walshHadamard } from './distortions_blocks'

const { floor } = Math // as in raster.ts

type Distortion = (p: Raster) => Raster

/** Sample by sample. */
const each =
  (change: (v: number) => number): Distortion =>
  (p) =>
    changed(p, (v) => change(v))

const shifted =
  (right: number, down: number): Distortion =>
  (p) =>
    drawn(p, (x, y, c) => at(p, x - right, y - down, c))

const noisy =
  (amplitude: number, seed: number): Distortion =>
  (p) =>
    changed(p, (v, i) => v + noise(i, seed, amplitude))

/** Mean of n x n samples, each row weighed by `weights`, rounded to the nearest; edges repeated. */
function averaged(weights: readonly number[]): Distortion {
  const reach = (weights.length - 1) / 2
  const total = weights.reduce((sum, w) => sum + w, 0) ** 2
  return (p) =>
    drawn(p, (x, y, c) => {
      let sum = floor(total / 2)
      weights.forEach((down, dy) => {
        weights.forEach((right, dx) => {
          sum += down * right * at(p, x + dx - reach, y + dy - reach, c)
        })
      })
      return floor(sum / total)
    })
}

/**
 * Distortions that no codec makes: integers only, so that every machine makes the same pictures.
 * The fixture's hashes say whether it did.
 */
export const distortions: Readonly<Record<string, Distortion>> = {
  identity: each((v) => v),
  lsb: each((v) => v ^ 1),
  quant16: each((v) => 16 * floor(v / 16) + 8),
  quant48: each((v) => 48 * floor(v / 48) + 24),
  'shift-x1': shifted(1, 0),
  'shift-x1y1': shifted(1, 1),
  noise4: noisy(4, 1),
  noise16: noisy(16, 2),
  noise48: noisy(48, 3),
  'noise-gray8': (p) => changed(p, (v, i) => v + noise(floor(i / p.channels), 4, 8)),
  blur121: averaged([1, 2, 1]),
  box5: averaged([1, 1, 1, 1, 1]),
  box9: averaged([1, 1, 1, 1, 1, 1, 1, 1, 1]),
  mean8: blockMeans,
  wht256: (p) => walshHadamard(p, 256),
  wht1024: (p) => walshHadamard(p, 1024),
  wht3072: (p) => walshHadamard(p, 3072),
  chroma2: halvedChroma,
  plus6: each((v) => v + 6),
  contrast78: each((v) => floor(((v - 128) * 7) / 8) + 128),
  pixel: (p) => {
    const [column, row] = [floor(p.width / 2), floor(p.height / 2)]
    const pixel = row * p.width + column
    return changed(p, (v, i) => (floor(i / p.channels) === pixel ? 255 - v : v))
  },
  luma: (p) => luma(p, 3),
  invert: each((v) => 255 - v),
}
