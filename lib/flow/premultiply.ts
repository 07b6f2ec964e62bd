import type { Picture, PixelPicture, SampleView } from '../image'
import type { Steps } from '../task'
import { byRows, packed } from './turn'

/** What becomes of a sample of colour at an alpha below all. */
type Change = (sample: number, alpha: number) => number

/** Changes the colour of RGBA pixels in place, where alpha is not all. */
function* changeColour(view: SampleView, change: Change): Steps<void> {
  const { data, offset, width, height, rowStride, columnStride, channelStride } = view
  const whole = 2 ** view.bitDepth - 1
  yield* byRows(height, width * 4, (from, to) => {
    for (let y = from; y < to; y++) {
      let at = offset + y * rowStride
      for (let x = 0; x < width; x++, at += columnStride) {
        const alpha = data[at + 3 * channelStride]!
        if (alpha === whole) continue
        for (let c = 0; c < 3; c++) {
          const i = at + c * channelStride
          data[i] = change(data[i]!, alpha)
        }
      }
    }
  })
}

/** A copy of an RGBA picture whose colour is multiplied by its alpha; others as they are. */
export function* premultiply(picture: Picture): Steps<Picture> {
  if (picture.kind === 'planes' || picture.channels !== 4) return picture
  const { width, channels } = picture
  const strides = {
    offset: 0,
    rowStride: width * channels,
    columnStride: channels,
    channelStride: 1,
  }
  const copy: PixelPicture = { ...picture, ...strides, data: yield* packed(picture), ours: true }
  const max = 2 ** picture.bitDepth - 1
  yield* changeColour(copy, (sample, alpha) => Math.round((sample * alpha) / max))
  return copy
}

/** Colour that was multiplied by alpha, divided again in place. Where alpha is 0 it stays as it is. */
export function* unpremultiply(view: SampleView): Steps<void> {
  const max = 2 ** view.bitDepth - 1
  yield* changeColour(view, (sample, alpha) =>
    alpha === 0 ? sample : Math.min(max, Math.round((sample * max) / alpha)),
  )
}
