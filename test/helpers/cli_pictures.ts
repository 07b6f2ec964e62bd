import ndarray from 'ndarray'
import { clouds, hash } from '../../lib/cli/demo/noise'
import type { PixelArray } from '../../lib/image'

/** A small picture with flat parts and noisy ones: [H, W, C] of 8 or 16 bit. */
export function noise(width: number, height: number, channels: number, bitDepth = 8): PixelArray {
  const length = width * height * channels
  const data = bitDepth === 8 ? new Uint8Array(length) : new Uint16Array(length)
  const peak = 2 ** bitDepth - 1
  for (let i = 0; i < length; i++) {
    const [c, x, y] = [
      i % channels,
      Math.floor(i / channels) % width,
      Math.floor(i / channels / width),
    ]
    data[i] = Math.floor(peak * (0.9 * clouds(x / 16, y / 16, 4, c) + 0.1 * hash(x, y, 9 + c)))
  }
  return Object.assign(ndarray(data, [height, width, channels]), { bitDepth })
}
