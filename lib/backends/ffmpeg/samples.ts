import { endianness } from 'node:os'
import type { PixelData } from './pam'

/** Bytes that ffmpeg reads as one frame of `pixelFormat`. */
export interface PackedPixels {
  bytes: Uint8Array
  pixelFormat: string
  width: number
  height: number
}

const FORMATS_8: Readonly<Record<number, string>> = { 1: 'gray', 2: 'ya8', 3: 'rgb24', 4: 'rgba' }
const FORMATS_16: Readonly<Record<number, string>> = {
  1: 'gray16',
  2: 'ya16',
  3: 'rgb48',
  4: 'rgba64',
}

/**
 * Enlarges a picture by repeating its last column and row, and its samples of 9-15 bit to 16, as
 * ffmpeg's interleaved formats have 8 or 16.
 */
export function packPixels(pixels: PixelData, width: number, height: number): PackedPixels {
  const { data, channels } = enlarge(
    scaleDepth(pixels, pixels.bitDepth > 8 ? 16 : 8),
    width,
    height,
  )
  const wide = data.BYTES_PER_ELEMENT === 2
  const name = (wide ? FORMATS_16 : FORMATS_8)[channels]
  if (name === undefined) throw new RangeError(`channels is ${channels}, expected 1, 2, 3 or 4`)
  const pixelFormat = wide ? name + endianness().toLowerCase() : name
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return { bytes, pixelFormat, width, height }
}

/** The same picture with `bitDepth` bits: v * (2^to - 1) / (2^from - 1), rounded to nearest. */
export function scaleDepth(pixels: PixelData, bitDepth: number): PixelData {
  if (pixels.bitDepth === bitDepth) return pixels
  const factor = (2 ** bitDepth - 1) / (2 ** pixels.bitDepth - 1)
  const { length } = pixels.data
  const data = bitDepth > 8 ? new Uint16Array(length) : new Uint8Array(length)
  for (let i = 0; i < length; i++) data[i] = Math.round((pixels.data[i] ?? 0) * factor)
  return { ...pixels, data, bitDepth }
}

function enlarge(pixels: PixelData, width: number, height: number): PixelData {
  if (pixels.width === width && pixels.height === height) return pixels
  const { data, channels } = pixels
  const large = new (data instanceof Uint16Array ? Uint16Array : Uint8Array)(
    width * height * channels,
  )
  const [from, to] = [pixels.width * channels, width * channels]
  for (let y = 0; y < height; y++) {
    const source = Math.min(y, pixels.height - 1) * from
    large.set(data.subarray(source, source + from), y * to)
    const last = data.subarray(source + from - channels, source + from)
    for (let x = from; x < to; x += channels) large.set(last, y * to + x)
  }
  return { ...pixels, data: large, width, height }
}
