import { primariesOfMatrix, weightsOfPrimaries } from '../codecs/derived_matrices'

// Double precision, straight from the definitions: what native/convert is tested against, and what
// makes the planes for the ffmpeg program where there is no addon. docs/data/colour_rules.md has the rules.

/** E'R, E'G, E'B (0 to 1), or codes of Y, Cb, Cr. */
export type Triple = [number, number, number]

/** Kr and Kb: ITU-R BT.601-7 2.5.1, BT.709-6 3.2, BT.2020-2 table 4. */
const WEIGHTS: Readonly<Record<string, readonly [number, number]>> = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
  fcc: [0.3, 0.11],
  smpte240m: [0.212, 0.087],
}

function weightsOf(matrix: string): readonly [number, number] {
  const primaries = primariesOfMatrix(matrix)
  if (primaries !== undefined) return weightsOfPrimaries(primaries)
  return WEIGHTS[matrix] ?? WEIGHTS.bt601!
}

/** How the codes of one depth stand for values: ITU-T H.273, 8.3. */
interface Scale {
  black: number
  luma: number
  chroma: number
  middle: number
}

function scaleOf(depth: number, fullRange: boolean): Scale {
  const top = 2 ** depth - 1
  const middle = 2 ** (depth - 1)
  if (fullRange) return { black: 0, luma: top, chroma: top, middle }
  const unit = 2 ** (depth - 8)
  return { black: 16 * unit, luma: 219 * unit, chroma: 224 * unit, middle }
}

/** Codes of Y, Cb, Cr, unrounded, of an R'G'B'. */
export function toYuv(matrix: string, fullRange: boolean, depth: number): (rgb: Triple) => Triple {
  const { black, luma, chroma, middle } = scaleOf(depth, fullRange)
  if (matrix === 'ycgco') {
    return ([r, g, b]) => [
      luma * (g / 2 + (r + b) / 4) + black,
      luma * (g / 2 - (r + b) / 4) + middle,
      (luma * (r - b)) / 2 + middle,
    ]
  }
  const [kr, kb] = weightsOf(matrix)
  return ([r, g, b]) => {
    const y = kr * r + (1 - kr - kb) * g + kb * b
    return [
      luma * y + black,
      (chroma * (b - y)) / (2 * (1 - kb)) + middle,
      (chroma * (r - y)) / (2 * (1 - kr)) + middle,
    ]
  }
}

/** R'G'B' (0 to 1, not clipped) of codes of Y, Cb, Cr. */
export function toRgb(matrix: string, fullRange: boolean, depth: number): (yuv: Triple) => Triple {
  const { black, luma, chroma, middle } = scaleOf(depth, fullRange)
  if (matrix === 'ycgco') {
    return (codes) => {
      const [y, cg, co] = [
        (codes[0] - black) / luma,
        (codes[1] - middle) / luma,
        (codes[2] - middle) / luma,
      ]
      return [y - cg + co, y + cg, y - cg - co]
    }
  }
  const [kr, kb] = weightsOf(matrix)
  return (codes) => {
    const y = (codes[0] - black) / luma
    const b = y + (2 * (1 - kb) * (codes[1] - middle)) / chroma
    const r = y + (2 * (1 - kr) * (codes[2] - middle)) / chroma
    return [r, (y - kr * r - kb * b) / (1 - kr - kb), b]
  }
}

/** To nearest, half up; the margin is for ties that double arithmetic puts just below one half. */
export function rounded(value: number, top: number): number {
  return Math.min(top, Math.max(0, Math.floor(value + 0.5 + 1e-9)))
}
