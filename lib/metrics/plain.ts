import type { PixelPicture } from '../image'

/** Of each metric that plain loops compute, the components of a pixel whose errors it weighs. */
type Components = (rgb: readonly number[], bitDepth: number, channels: number) => readonly number[]

interface PlainMetric {
  components: Components
  weights: readonly number[]
  decibels: boolean
}

/** ITU-R BT.601-7, 2.5.3: rows Y, Cb, Cr of R, G, B, in 255000ths. */
const bt601 = [
  [65481, 128553, 24966],
  [-37797, -74203, 112000],
  [112000, -93786, -18214],
] as const
/** PyCodecs has 24.944 where BT.601 has 24.966. */
const pycodecs = [[65481, 128553, 24944], bt601[1], bt601[2]] as const
const biases = [16, 128, 128] as const
const sixOneOne = [6 / 8, 1 / 8, 1 / 8]

const row = ([kr, kg, kb]: readonly [number, number, number], rgb: readonly number[]): number =>
  rgb[0]! * kr + rgb[1]! * kg + rgb[2]! * kb

/** Codes are rounded down, which of positive numbers is what `trunc` does. */
const codes: Components = (rgb, bitDepth) =>
  pycodecs.map((coefficients, i) =>
    Math.trunc((row(coefficients, rgb) + biases[i]! * 255000 * 2 ** (bitDepth - 8)) / 255000),
  )

const samples: PlainMetric = {
  components: (rgb, _, channels) => rgb.slice(0, channels),
  weights: [],
  decibels: false,
}

const plainMetrics: Readonly<Record<string, PlainMetric>> = {
  mse: samples,
  psnr: { ...samples, decibels: true },
  'psnr-y': {
    components: (rgb, _, channels) => [channels === 1 ? rgb[0]! : row([299, 587, 114], rgb) / 1000],
    weights: [1],
    decibels: true,
  },
  'psnr-ycbcr': { components: codes, weights: sixOneOne, decibels: true },
  'psnr-ycbcr-bt601': {
    components: (rgb) => bt601.map((coefficients) => row(coefficients, rgb) / 255000),
    weights: sixOneOne,
    decibels: true,
  },
}

export const isPlain = (name: string): boolean => Object.hasOwn(plainMetrics, name)

/** Of a mean squared error, in dB; Infinity for no error. */
export const psnr = (error: number, bitDepth: number): number =>
  error === 0 ? Infinity : 10 * Math.log10((2 ** bitDepth - 1) ** 2 / error)

/** Calls `visit` with the colour samples of each pixel of both pictures. */
function forEachPixel(
  a: PixelPicture,
  b: PixelPicture,
  visit: (a: readonly number[], b: readonly number[]) => void,
): void {
  const colours = Math.min(a.channels, 3)
  const pixels = [a, b].map((picture) => ({ picture, rgb: [0, 0, 0] }))
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      for (const { picture: p, rgb } of pixels) {
        const at = p.offset + y * p.rowStride + x * p.columnStride
        for (let c = 0; c < colours; c++) rgb[c] = p.data[at + c * p.channelStride]!
      }
      visit(pixels[0]!.rgb, pixels[1]!.rgb)
    }
  }
}

/**
 * One of the metrics above of two pictures of the same layout, without the addon: a machine with
 * nothing but the ffmpeg program gets its table too. For gray the components are its one channel.
 */
export function plainMetric(name: string, a: PixelPicture, b: PixelPicture): number {
  const { components, weights, decibels } = plainMetrics[name]!
  const { bitDepth } = a
  const channels = Math.min(a.channels, 3)
  let sum = 0
  forEachPixel(a, b, (p, q) => {
    const [first, second] = [p, q].map((rgb) => components(rgb, bitDepth, channels))
    first!.forEach((value, i) => (sum += (weights[i] ?? 1 / channels) * (value - second![i]!) ** 2))
  })
  const error = sum / (a.width * a.height)
  return decibels ? psnr(error, bitDepth) : error
}
