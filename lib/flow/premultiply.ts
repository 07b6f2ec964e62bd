import type { Picture, PixelPicture, SampleView } from '../image'

/** Visits every RGBA pixel: where its four samples are, and its alpha. */
function eachPixel(view: SampleView, visit: (at: number[], alpha: number) => void): void {
  const { data, offset, width, height, rowStride, columnStride, channelStride } = view
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = offset + y * rowStride + x * columnStride
      visit([at, at + channelStride, at + 2 * channelStride], data[at + 3 * channelStride]!)
    }
  }
}

/** A copy of an RGBA picture whose colour is multiplied by its alpha; others as they are. */
export function premultiply(picture: Picture): Picture {
  if (picture.kind === 'planes' || picture.channels !== 4) return picture
  const copy: PixelPicture = { ...picture, data: picture.data.slice() }
  const max = 2 ** picture.bitDepth - 1
  eachPixel(copy, (colour, alpha) => {
    for (const i of colour) copy.data[i] = Math.round((copy.data[i]! * alpha) / max)
  })
  return copy
}

/** Colour that was multiplied by alpha, divided again in place. Where alpha is 0 it stays 0. */
export function unpremultiply(view: SampleView): void {
  const { data } = view
  const max = 2 ** view.bitDepth - 1
  eachPixel(view, (colour, alpha) => {
    if (alpha === 0 || alpha === max) return
    for (const i of colour) data[i] = Math.min(max, Math.round((data[i]! * max) / alpha))
  })
}
