import type { Picture, PixelPicture } from '../image'

export interface Psnr {
  /** dB over all colour samples; Infinity: identical. */
  psnr: number
  /** 6:1:1 weighted PSNR of BT.601 YCbCr codes in dB, as PyCodecs' figures are; not for gray. */
  'psnr-ycbcr'?: number
}

/** ITU-R BT.601-7, 2.5.3: rows Y, Cb, Cr of R, G, B, in 255000ths. */
const matrix = [
  [65481, 128553, 24944],
  [-37797, -74203, 112000],
  [112000, -93786, -18214],
] as const
const biases = [16, 128, 128] as const
const weights = [6, 1, 1] as const

type Rgb = [number, number, number]

/** A component's code: rounded down, which of positive numbers is what `trunc` does. */
function code([r, g, b]: Rgb, i: 0 | 1 | 2, bitDepth: number): number {
  const [kr, kg, kb] = matrix[i]
  const bias = biases[i] * 255000 * 2 ** (bitDepth - 8)
  return Math.trunc((r * kr + g * kg + b * kb + bias) / 255000)
}

/** Calls `visit` with the samples of each pixel of both pictures. */
function forEachPixel(a: PixelPicture, b: PixelPicture, visit: (a: Rgb, b: Rgb) => void): void {
  const colours = Math.min(a.channels, 3)
  const read = (p: PixelPicture, x: number, y: number, into: Rgb): void => {
    const at = p.offset + y * p.rowStride + x * p.columnStride
    for (let c = 0; c < colours; c++) into[c] = p.data[at + c * p.channelStride]!
  }
  const pixelA: Rgb = [0, 0, 0]
  const pixelB: Rgb = [0, 0, 0]
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
 * The metrics of `Psnr` as lib/metrics/names.ts defines them, of two pictures of the same size,
 * without the addon: a machine with nothing but the ffmpeg program gets its table too.
 */
export function plainPsnr(a: Picture, b: Picture): Psnr {
  if (a.kind !== 'pixels' || b.kind !== 'pixels') throw new TypeError('psnr: expected pixels')
  const { bitDepth, channels } = a
  const errors = { rgb: 0, ycbcr: 0 }
  forEachPixel(a, b, (p, q) => {
    for (const i of [0, 1, 2] as const) {
      errors.rgb += (p[i] - q[i]) ** 2
      if (channels === 1) continue
      errors.ycbcr += weights[i] * (code(p, i, bitDepth) - code(q, i, bitDepth)) ** 2
    }
  })
  const pixels = a.width * a.height
  const psnr = decibels(errors.rgb / (pixels * Math.min(channels, 3)), bitDepth)
  if (channels === 1) return { psnr }
  return { psnr, 'psnr-ycbcr': decibels(errors.ycbcr / 8 / pixels, bitDepth) }
}
