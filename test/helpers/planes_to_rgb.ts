import { bitDepthOf, chromaOf, type Planes } from './ffmpeg_streams'

export interface Colour {
  colorSpace: 'ycbcr' | 'ycbcr709' | 'ycbcr2020' | 'rgb' | 'ycgco'
  limitedRange: boolean
}

/** Kr and Kb of BT.601, BT.709, BT.2020 (H.273 table 4). */
const LUMA_WEIGHTS = {
  ycbcr: [0.299, 0.114],
  ycbcr709: [0.2126, 0.0722],
  ycbcr2020: [0.2627, 0.0593],
} as const

/**
 * R, G, B (0..255, interleaved) of planes by H.273's formulas in floating point; subsampled chroma is
 * repeated.
 */
export function planesToRgb(
  picture: Planes,
  { colorSpace, limitedRange }: Colour,
): Uint8ClampedArray {
  const { width, height, pixelFormat, planes } = picture
  const depth = bitDepthOf(pixelFormat)
  const max = 2 ** depth - 1
  const unit = 2 ** (depth - 8)
  const [offset, luma, chroma] = limitedRange ? [16 * unit, 219 * unit, 224 * unit] : [0, max, max]
  const format = chromaOf(pixelFormat)
  const chromaWidth = format === '444' || format === '400' ? width : Math.ceil(width / 2)
  const shiftX = chromaWidth === width ? 0 : 1
  const shiftY = format === '420' ? 1 : 0
  const rgb = new Uint8ClampedArray(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const x = i % width
    const y = Math.floor(i / width)
    const c = (y >> shiftY) * chromaWidth + (x >> shiftX)
    const sample = (plane: number): number => planes[plane]![c]!
    const first = (planes[0]![i]! - offset) / luma
    const centred = (plane: number): number =>
      planes.length === 1 ? 0 : (sample(plane) - 2 ** (depth - 1)) / chroma
    const samples =
      colorSpace === 'rgb'
        ? [(sample(2) - offset) / luma, first, (sample(1) - offset) / luma]
        : toRgb(colorSpace, first, centred(1), centred(2))
    samples.forEach((value, k) => (rgb[3 * i + k] = Math.round(255 * value)))
  }
  return rgb
}

function toRgb(
  colorSpace: Exclude<Colour['colorSpace'], 'rgb'>,
  y: number,
  cb: number,
  cr: number,
) {
  if (colorSpace === 'ycgco') return [y - cb + cr, y + cb, y - cb - cr]
  const [kr, kb] = LUMA_WEIGHTS[colorSpace]
  const red = y + 2 * (1 - kr) * cr
  const blue = y + 2 * (1 - kb) * cb
  return [red, (y - kr * red - kb * blue) / (1 - kr - kb), blue]
}
