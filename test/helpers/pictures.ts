import { existsSync } from 'node:fs'
import { join } from 'node:path'
import ndarray from 'ndarray'
import type { PixelArray, PlanarImage, Samples } from '../../lib/image'
import { parsePixelFormat, planeSize } from '../../lib/pixelformat'

// Pictures that tests make for themselves, and the folder of real ones.

export const imagesFolder =
  process.env.NODECODECS_IMAGES ?? join(__dirname, '../..', '..', 'shared', 'images')

/** The path of a real picture, or undefined on a machine that has none. */
export function realPicture(name: string): string | undefined {
  const path = join(imagesFolder, name)
  return existsSync(path) ? path : undefined
}

export type LayoutName = 'HWC' | 'CHW' | '1HWC' | '1CHW' | 'HW'

export interface PictureSpec {
  width: number
  height: number
  /** 1, 3 or 4. Default 3. */
  channels?: number
  /** 8 (default): Uint8Array; 9 to 16: Uint16Array. */
  bitDepth?: number
  layout?: LayoutName
  /** Luma noise of this amplitude (0..1) on top of the smooth part. Default 0.02. */
  texture?: number
  /** R = G = B. */
  gray?: boolean
}

/** The same value 0..1 for the same point on every machine. */
function noise(x: number, y: number): number {
  let h = Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32
}

/** Smooth in every channel, so that subsampled chroma loses little; the texture is luma alone. */
function valueAt(x: number, y: number, channel: number, texture: number): number {
  const smooth = 0.5 + 0.35 * Math.sin(x / 41 + channel) * Math.cos(y / 37 - channel / 2)
  return channel === 3 ? smooth : smooth + texture * (noise(x, y) - 0.5)
}

function shapeOf(
  { width: w, height: h }: { width: number; height: number },
  channels: number,
  layout: LayoutName,
): number[] {
  const shapes = {
    HWC: [h, w, channels],
    CHW: [channels, h, w],
    '1HWC': [1, h, w, channels],
    '1CHW': [1, channels, h, w],
    HW: [h, w],
  }
  return shapes[layout]
}

const made = new Map<string, PixelArray>()

/** Smooth colour with luma texture, in any layout. Made once: do not write into it. */
export function makePicture(spec: PictureSpec): PixelArray {
  const key = JSON.stringify(spec)
  const known = made.get(key) ?? drawPicture(spec)
  made.set(key, known)
  // A copy: some tests overwrite or transfer what they were given.
  const { data, shape, bitDepth } = known
  return Object.assign(ndarray<Samples>(data.slice(), [...shape]), { bitDepth })
}

function drawPicture(spec: PictureSpec): PixelArray {
  const { width, height, channels = 3, bitDepth = 8, layout = 'HWC', texture = 0.02, gray } = spec
  const data = new (bitDepth > 8 ? Uint16Array : Uint8Array)(width * height * channels)
  const max = 2 ** bitDepth - 1
  const planar = layout === 'CHW' || layout === '1CHW'
  const [pixelStep, channelStep] = planar ? [1, width * height] : [channels, 1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const value = Math.round(valueAt(x, y, gray && c < 3 ? 0 : c, texture) * max)
        data[(y * width + x) * pixelStep + c * channelStep] = value
      }
    }
  }
  const array = ndarray<Samples>(data, shapeOf(spec, channels, layout))
  return Object.assign(array, { bitDepth })
}

/** Every sample at random: what no lossy coder can keep. */
export function makeNoise(spec: PictureSpec): PixelArray {
  const picture = drawPicture(spec)
  const { data } = picture
  const max = 2 ** (spec.bitDepth ?? 8)
  for (let i = 0; i < data.length; i++) data[i] = Math.floor(noise(i, 7) * max)
  return picture
}

/** Smooth textured planes of any planar pixel format. */
export function makePlanes(pixelFormat: string, width: number, height: number): PlanarImage {
  const format = parsePixelFormat(pixelFormat)!
  const max = 2 ** format.depth - 1
  const planes = Array.from({ length: format.planes }, (_, p) => {
    const size = planeSize(format, width, height, p)
    const [stepX, stepY] = [width / size.width, height / size.height]
    const samples = new (format.depth > 8 ? Uint16Array : Uint8Array)(size.width * size.height)
    const texture = p === 0 || format.model === 'rgb' ? 0.02 : 0
    for (let i = 0; i < samples.length; i++) {
      const [x, y] = [i % size.width, Math.floor(i / size.width)]
      samples[i] = Math.round(valueAt(x * stepX, y * stepY, p, texture) * max)
    }
    return samples
  })
  return { planes, width, height, pixelFormat }
}

/** Samples in the order of their shape, whatever the strides. */
export function samplesOf(array: PixelArray): Samples {
  const { shape, stride, offset, data } = array
  const packed = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, n) => product * n, 1),
  )
  if (offset === 0 && packed.join() === stride.join()) return data
  const out = new (data.BYTES_PER_ELEMENT === 2 ? Uint16Array : Uint8Array)(
    shape.reduce((product, n) => product * n, 1),
  )
  for (let i = 0; i < out.length; i++) {
    let at = offset
    let rest = i
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * stride[axis]!
      rest = Math.floor(rest / shape[axis]!)
    }
    out[i] = data[at]!
  }
  return out
}

/** Peak signal-to-noise ratio in dB over all samples; Infinity for equal ones. */
export function psnr(a: ArrayLike<number>, b: ArrayLike<number>, bitDepth = 8): number {
  if (a.length !== b.length) throw new Error(`${a.length} samples against ${b.length}`)
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2
  return 10 * Math.log10((2 ** bitDepth - 1) ** 2 / (sum / a.length))
}

export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} samples against ${b.length}`)
  let max = 0
  for (let i = 0; i < a.length; i++) max = Math.max(max, Math.abs(a[i]! - b[i]!))
  return max
}
