import type { PixelPicture } from '../../image'
import type { OutputFormat } from '../backend'
import type { PixelData } from './pam'
import { scaleDepth } from './samples'

/** Interleaved samples of a strided picture, for the machines that have no addon to do it. */
export function interleave(picture: PixelPicture): PixelData {
  const { data, offset, width, height, channels, bitDepth } = picture
  const { rowStride, columnStride, channelStride } = picture
  const length = width * height * channels
  const out = bitDepth > 8 ? new Uint16Array(length) : new Uint8Array(length)
  let at = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = offset + y * rowStride + x * columnStride
      for (let c = 0; c < channels; c++) out[at++] = data[pixel + c * channelStride]!
    }
  }
  return { data: out, width, height, channels, bitDepth }
}

/** Channel `c` of `wanted` from a pixel of `has` channels at `at`: gray repeats, alpha is opaque. */
function channelOf(pixels: PixelData, at: number, c: number, wanted: number): number {
  const { data, channels: has, bitDepth } = pixels
  const alpha = has === 2 || has === 4
  if (c === 3) return alpha ? data[at + has - 1]! : 2 ** bitDepth - 1
  if (has < 3) return data[at]!
  if (wanted > 1) return data[at + c]!
  // BT.601 luma, as the addon gives it for one channel of an RGB stream.
  return Math.round(0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!)
}

/** Crops, and brings channels, depth and order to what was asked for. */
export function arrange(decoded: PixelData, output: OutputFormat): PixelData {
  const pixels = scaleDepth(decoded, output.bitDepth ?? Math.max(8, decoded.bitDepth))
  const natural = pixels.channels === 2 ? 4 : pixels.channels
  const { width = pixels.width, height = pixels.height, channels = natural, planarLayout } = output
  const { bitDepth } = pixels
  const length = width * height * channels
  const data = bitDepth > 8 ? new Uint16Array(length) : new Uint8Array(length)
  const [step, channelStep] = planarLayout ? [1, width * height] : [channels, 1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * pixels.width + x) * pixels.channels
      const to = (y * width + x) * step
      for (let c = 0; c < channels; c++) {
        data[to + c * channelStep] = channelOf(pixels, from, c, channels)
      }
    }
  }
  return { data, width, height, channels, bitDepth }
}
