import type { Picture, PixelPicture } from '../image'
import type { Psnr } from './psnr'

/** Columns of ITU-R BT.601-7, 2.5.3, in 255000ths: PyCodecs' example has the matrix transposed. */
const columns = [
  [65481, -37797, 112000],
  [128553, -74203, -93786],
  [24944, 112000, -18214],
] as const
const biases = [16, 128, 128] as const
const weights = [6, 1, 1] as const

type Rgb = [number, number, number]

/** One of its Y, Cb, Cr: truncated and wrapped as numpy's astype(uint8) does. */
function ycbcr([r, g, b]: Rgb, i: 0 | 1 | 2, bitDepth: number): number {
  const [cr, cg, cb] = columns[i]
  const value = biases[i] * 255000 * 2 ** (bitDepth - 8) + r * cr + g * cg + b * cb
  return Math.trunc(value / 255000) & (2 ** bitDepth - 1)
}

/** Calls `visit` with the samples of each pixel of both pictures. */
function forEachPixel(a: PixelPicture, b: PixelPicture, visit: (a: Rgb, b: Rgb) => void): void {
  const colours = Math.min(a.channels, 3)
  const read = (p: PixelPicture, x: number, y: number, into: Rgb): void => {
    const at = p.offset + y * p.rowStride + x * p.columnStride
    for (let c = 0; c < colours; c++) into[c] = p.data[at + c * p.channelStride]!
  }
  const [pixelA, pixelB]: [Rgb, Rgb] = [
    [0, 0, 0],
    [0, 0, 0],
  ]
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      read(a, x, y, pixelA)
      read(b, x, y, pixelB)
      visit(pixelA, pixelB)
    }
  }
}

const decibels = (error: number, bitDepth: number): number =>
  error === 0 ? Infinity : 10 * Math.log10((2 ** bitDepth - 1) ** 2 / error)

/**
 * `psnr` and `psnr-ycbcr` as lib/metrics/names.ts defines them, of two pictures of the same size,
 * without the addon: a machine with nothing but the ffmpeg program gets its table too.
 */
export function plainPsnr(a: Picture, b: Picture): Psnr {
  if (a.kind !== 'pixels' || b.kind !== 'pixels') throw new TypeError('psnr: expected pixels')
  let [squares, weighted] = [0, 0]
  forEachPixel(a, b, (p, q) => {
    for (const i of [0, 1, 2] as const) {
      squares += (p[i] - q[i]) ** 2
      weighted += weights[i] * (ycbcr(p, i, a.bitDepth) - ycbcr(q, i, a.bitDepth)) ** 2
    }
  })
  const pixels = a.width * a.height
  const psnr = decibels(squares / (pixels * Math.min(a.channels, 3)), a.bitDepth)
  if (a.channels === 1) return { psnr }
  return { psnr, 'psnr-ycbcr': decibels(weighted / 8 / pixels, a.bitDepth) }
}
