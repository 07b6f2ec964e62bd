import ndarray, { type NdArray } from 'ndarray'
import type { FileMetadata } from '../metadata/types'
import { rawOfSharp, type SharpImage } from './sharp'
import type { FileSource } from '../source'
import { parsePixelFormat, planeSize, type PixelFormat } from '../pixelformat'
import { kindOf, viewOf } from '../source/typed_array'

/** Typed arrays of samples. Those that we give have memory of their own: `Samples<ArrayBuffer>`. */
export type Samples<B extends ArrayBufferLike = ArrayBufferLike> =
  Uint8Array<B> | Uint8ClampedArray<B> | Uint16Array<B>

/** An ndarray of 8-bit or (with `bitDepth`, 9 to 16; without, 16) 16-bit samples. */
export type PixelArray<B extends ArrayBufferLike = ArrayBufferLike> = NdArray<Samples<B>> & {
  bitDepth?: number
  /** ICC, Exif, XMP and orientation of the file that it was read from, where asked for. */
  metadata?: FileMetadata
  /** What the decoder passed over: the picture is whole all the same. */
  warnings?: string[]
}

/** A bare typed array: interleaved rows, top to bottom, without padding. */
export interface RawImage {
  data: Samples
  width: number
  height: number
  /** 1 gray, 3 RGB, 4 RGBA; default: data.length / (width * height). */
  channels?: number
  /** 8 for Uint8Array; 9 to 16 (default) for Uint16Array, right-aligned. */
  bitDepth?: number
}

/** Planar YUV, GBR or gray, coded as it is. Strides are in samples; default: no padding. */
export interface PlanarImage<B extends ArrayBufferLike = ArrayBufferLike> {
  planes: Samples<B>[]
  width: number
  height: number
  /** An AVPixelFormat name: `yuv420p`, `yuv444p10le`, `gbrp`, `gray`. */
  pixelFormat: string
  strides?: number[]
  /** How the samples are to be read; default: the codec's `matrix` and `range`. */
  matrix?: 'bt601' | 'bt709' | 'bt2020' | 'ycgco' | 'fcc' | 'smpte240m'
  range?: 'full' | 'limited'
}

/** Samples in memory. */
export type PixelInput = PixelArray | RawImage | PlanarImage | SharpImage

/** Whatever the calls take as a picture: samples, or a picture file. */
export type ImageInput = PixelInput | FileSource

/** How the caller's array was laid out, so that `restored` comes back the same. */
export interface Layout {
  order: 'hwc' | 'chw' | 'hw'
  leadingOne: boolean
}

/** A strided view of samples (strides and offset in samples). */
export interface SampleView {
  data: Uint8Array | Uint16Array
  offset: number
  width: number
  height: number
  channels: number
  bitDepth: number
  rowStride: number
  columnStride: number
  channelStride: number
}

export interface PixelPicture extends SampleView {
  kind: 'pixels'
  layout: Layout
}

export interface PlanePicture {
  kind: 'planes'
  format: PixelFormat
  planes: { data: Uint8Array | Uint16Array; stride: number }[]
  width: number
  height: number
  channels: number
  bitDepth: number
  matrix?: 'bt601' | 'bt709' | 'bt2020' | 'ycgco' | 'fcc' | 'smpte240m'
  range?: 'full' | 'limited'
}

/** The one internal view of a picture: no copy of the caller's samples. */
export type Picture = PixelPicture | PlanePicture

function samplesOf(data: unknown, what: string): Uint8Array | Uint16Array {
  const view = viewOf(data)
  if (view) return view
  throw new TypeError(`${what}: expected a Uint8Array or Uint16Array, got ${kindOf(data)}`)
}

const isWide = (data: Uint8Array | Uint16Array): boolean => data.BYTES_PER_ELEMENT === 2

function depthOf(data: Uint8Array | Uint16Array, given: number | undefined): number {
  if (given === undefined) return isWide(data) ? 16 : 8
  const [min, max] = isWide(data) ? [9, 16] : [8, 8]
  if (!Number.isInteger(given) || given < min || given > max) {
    throw new RangeError(
      `bitDepth: expected ${min === max ? min : `${min} to ${max}`} for a ${isWide(data) ? 'Uint16Array' : 'Uint8Array'}, got ${given}`,
    )
  }
  return given
}

function size(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new TypeError(`${name}: expected an integer, got ${String(value)}`)
  }
  if (value < 1) throw new RangeError(`${name}: expected 1 or more, got ${value}`)
  return value
}

const isChannels = (n: number | undefined): boolean => n === 1 || n === 3 || n === 4

function axesOf(shape: readonly number[]): { layout: Layout; axes: [number, number, number?] } {
  const leadingOne = shape.length === 4
  if (leadingOne && shape[0] !== 1) {
    throw new RangeError(
      `image: expected a shape of 4 axes to start with 1, got [${shape.join(', ')}]`,
    )
  }
  const skip = leadingOne ? 1 : 0
  const [a, , c] = shape.slice(skip)
  if (shape.length === 2) return { layout: { order: 'hw', leadingOne: false }, axes: [0, 1] }
  // CHW is taken when only the first axis can be channels; [1, H, W] is one gray channel.
  if (isChannels(a) && !isChannels(c)) {
    return { layout: { order: 'chw', leadingOne }, axes: [skip + 1, skip + 2, skip] }
  }
  if (isChannels(c))
    return { layout: { order: 'hwc', leadingOne }, axes: [skip, skip + 1, skip + 2] }
  throw new RangeError(
    `image: expected a shape [H,W,C], [C,H,W], [1,...] of either or [H,W] with 1, 3 or 4 channels, got [${shape.join(', ')}]`,
  )
}

/** The caller's list of integers, read once. */
function integersOf(list: unknown, name: string): number[] {
  if (!Array.isArray(list)) throw new TypeError(`${name}: expected an array, got ${kindOf(list)}`)
  const values: unknown[] = Array.from(
    { length: Math.min(list.length, 5) },
    (_, i) => (list as unknown[])[i],
  )
  for (const value of values) {
    if (Number.isSafeInteger(value)) continue
    throw new RangeError(`${name}: expected integers, got ${String(value)}`)
  }
  return values as number[]
}

function fromArray(array: PixelArray): PixelPicture {
  const shape = integersOf(array.shape, 'image.shape')
  const stride = integersOf(array.stride, 'image.stride')
  const [offset] = integersOf([array.offset], 'image.offset')
  if (shape.length < 2 || shape.length > 4) {
    throw new RangeError(`image: expected 2 to 4 axes, got [${shape.join(', ')}]`)
  }
  if (stride.length !== shape.length) {
    throw new RangeError(`image.stride: expected ${shape.length} numbers, got ${stride.length}`)
  }
  const { layout, axes } = axesOf(shape)
  const [y, x, c] = axes
  const data = samplesOf(array.data, 'image.data')
  return {
    kind: 'pixels',
    data,
    offset: offset!,
    height: size(shape[y], 'image height'),
    width: size(shape[x], 'image width'),
    channels: c === undefined ? 1 : shape[c]!,
    bitDepth: depthOf(data, array.bitDepth),
    rowStride: stride[y]!,
    columnStride: stride[x]!,
    channelStride: c === undefined ? 1 : stride[c]!,
    layout,
  }
}

function fromRaw(image: RawImage): PixelPicture {
  const data = samplesOf(image.data, 'image.data')
  const width = size(image.width, 'image.width')
  const height = size(image.height, 'image.height')
  const channels = image.channels ?? data.length / (width * height)
  if (!isChannels(channels)) {
    throw new RangeError(`image.channels: expected 1, 3 or 4, got ${channels}`)
  }
  if (data.length !== width * height * channels) {
    throw new RangeError(
      `image.data: expected ${width} x ${height} x ${channels} = ${width * height * channels} samples, got ${data.length}`,
    )
  }
  return {
    kind: 'pixels',
    data,
    offset: 0,
    width,
    height,
    channels,
    bitDepth: depthOf(data, image.bitDepth),
    rowStride: width * channels,
    columnStride: channels,
    channelStride: 1,
    layout: { order: 'hwc', leadingOne: false },
  }
}

function fromPlanes(image: PlanarImage): PlanePicture {
  const { pixelFormat, planes: given, strides }: { [K in keyof PlanarImage]: unknown } = image
  if (typeof pixelFormat !== 'string') {
    throw new TypeError(`image.pixelFormat: expected a string, got ${kindOf(pixelFormat)}`)
  }
  const format = parsePixelFormat(pixelFormat)
  if (!format) throw new RangeError(`image.pixelFormat: '${pixelFormat}' is not known`)
  if (!format.planar || format.name.endsWith('be')) {
    throw new RangeError(
      `image.pixelFormat: expected a planar format of native byte order, got '${format.name}'`,
    )
  }
  const width = size(image.width, 'image.width')
  const height = size(image.height, 'image.height')
  if (!Array.isArray(given) || given.length !== format.planes) {
    throw new RangeError(`image.planes: ${format.name} has ${format.planes} planes`)
  }
  if (strides !== undefined && !Array.isArray(strides)) {
    throw new TypeError(`image.strides: expected an array, got ${kindOf(strides)}`)
  }
  // By index: a list's own `map` could hand over anything.
  const planes = Array.from({ length: format.planes }, (_, i) => {
    const data = samplesOf(given[i], `image.planes[${i}]`)
    if (isWide(data) !== format.depth > 8) {
      throw new TypeError(
        `image.planes[${i}]: ${format.name} takes a ${format.depth > 8 ? 'Uint16Array' : 'Uint8Array'}`,
      )
    }
    const own = planeSize(format, width, height, i)
    const stride = size(strides?.[i] ?? own.width, `image.strides[${i}]`)
    if (stride < own.width || data.length < stride * (own.height - 1) + own.width) {
      throw new RangeError(
        `image.planes[${i}]: expected ${own.height} rows of ${own.width} samples (stride ${stride}), got ${data.length} samples`,
      )
    }
    return { data, stride: stride * data.BYTES_PER_ELEMENT }
  })
  const channels = format.model === 'gray' ? 1 : format.alpha ? 4 : 3
  const { matrix, range } = image
  return {
    kind: 'planes',
    format,
    planes,
    width,
    height,
    channels,
    bitDepth: format.depth,
    matrix,
    range,
  }
}

/**
 * The internal view of samples in memory.
 * @throws TypeError or RangeError
 */
export function toPicture(image: PixelInput): Picture {
  if (typeof image !== 'object' || image === null) {
    throw new TypeError(
      `image: expected an ndarray, {data, width, height}, {planes, width, height, pixelFormat} or a file (path, URL, bytes, Blob, stream), got ${String(image)}`,
    )
  }
  if ('shape' in image && 'stride' in image) return fromArray(image)
  if ('planes' in image) return fromPlanes(image)
  if ('data' in image) return fromRaw('info' in image ? rawOfSharp(image) : image)
  throw new TypeError('image: expected an ndarray or an object with data or planes')
}

/** An ndarray over samples that are laid out as `layout` says, tightly packed. */
export function toArray(
  data: Uint8Array | Uint16Array,
  picture: { width: number; height: number; channels: number; bitDepth: number },
  layout: Layout = { order: 'hwc', leadingOne: false },
): PixelArray {
  const { width, height, channels, bitDepth } = picture
  const shapes = {
    hwc: [height, width, channels],
    chw: [channels, height, width],
    hw: [height, width],
  }
  const shape = shapes[layout.order]
  const array = ndarray<Samples>(data, layout.leadingOne ? [1, ...shape] : shape)
  return Object.assign(array, { bitDepth })
}
