import { addon } from '../backends/native/addon'
import type { FloatPicture, PixelPicture } from '../image'

// Float samples of 0 to 1 become codes; lib/flow/arrange.ts is the way back.

/** Where a view's samples begin in its array, and how far they reach. */
function extentOf(view: FloatPicture): { low: number; length: number } {
  const { width, height, channels, rowStride, columnStride, channelStride } = view
  const axes = [
    (height - 1) * rowStride,
    (width - 1) * columnStride,
    (channels - 1) * channelStride,
  ]
  const below = axes.reduce((sum, reach) => sum + Math.min(0, reach), 0)
  const above = axes.reduce((sum, reach) => sum + Math.max(0, reach), 0)
  return { low: view.offset + below, length: above - below + 1 }
}

/** The same samples, interleaved without gaps. */
export function packedFloats(view: FloatPicture): FloatPicture {
  const { data, width, height, channels, offset, rowStride, columnStride, channelStride } = view
  const out = new Float32Array(width * height * channels)
  let at = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = offset + y * rowStride + x * columnStride
      for (let c = 0; c < channels; c++) out[at++] = data[pixel + c * channelStride]!
    }
  }
  const strides = { rowStride: width * channels, columnStride: channels, channelStride: 1 }
  return { ...view, ...strides, data: out, offset: 0 }
}

/** As the addon does it, for where there is none. */
function quantise(samples: Float32Array, bitDepth: number, out: Uint8Array | Uint16Array): number {
  const max = 2 ** bitDepth - 1
  for (let i = 0; i < samples.length; i++) {
    const code = samples[i]! * max + 0.5
    if (!(code >= 0 && code < max + 1)) return i
    out[i] = code
  }
  return samples.length
}

function refuse(view: FloatPicture, index: number, firstRow: number): never {
  const { width, height, channels, offset, rowStride, columnStride, channelStride } = view
  for (let i = 0; i < width * height * channels; i++) {
    const [c, x] = [i % channels, Math.floor(i / channels) % width]
    const y = Math.floor(i / channels / width)
    if (offset + y * rowStride + x * columnStride + c * channelStride !== index) continue
    const value = view.data[index]!
    const place = `x ${x}, y ${firstRow + y}${channels > 1 ? `, channel ${c}` : ''}`
    const advice = value > 2 ? '; are they of 0 to 255? Divide them' : '; clamp them first'
    throw new RangeError(
      `image: expected float samples of 0 to 1, got ${value} at ${place}${Number.isNaN(value) ? '' : advice}`,
    )
  }
  throw new RangeError(`image: expected float samples of 0 to 1, got ${view.data[index]}`)
}

/** @throws RangeError */
export function checkExtent(view: FloatPicture): void {
  const { low, length } = extentOf(view)
  if (low >= 0 && low + length <= view.data.length) return
  throw new RangeError(
    `image.data: the picture's shape and strides reach outside of its ${view.data.length} samples`,
  )
}

/**
 * The codes of samples from `from` on, as many as `out` has: floor(sample * max + 0.5), the nearest code,
 * halves up.
 * @param firstRow of the picture that the view is a part of
 * @throws RangeError for NaN and what rounds to no code
 */
export function quantiseInto(
  view: FloatPicture,
  from: number,
  depth: number,
  out: Uint8Array | Uint16Array,
  firstRow = 0,
): void {
  const samples = view.data.subarray(from, from + out.length)
  const done = (addon()?.quantise ?? quantise)(samples, depth, out)
  if (done < out.length) refuse(view, from + done, firstRow)
}

/**
 * The same of all samples, read at once, so that the caller may go on with the array.
 * @throws RangeError
 */
export function quantised(given: FloatPicture, depth: number, firstRow = 0): PixelPicture {
  checkExtent(given)
  const gaps = extentOf(given).length !== given.width * given.height * given.channels
  const view = gaps ? packedFloats(given) : given
  const { low, length } = extentOf(view)
  const out = depth > 8 ? new Uint16Array(length) : new Uint8Array(length)
  quantiseInto(view, low, depth, out, firstRow)
  const offset = view.offset - low
  return { ...view, kind: 'pixels', data: out, offset, bitDepth: depth, ours: true }
}
