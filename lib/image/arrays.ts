import { shown } from '../options'
import { integersOf, kindOfSamples, samplesOf, size } from './samples'
import type {
  ChannelOrder,
  FloatArray,
  FloatPicture,
  Layout,
  PixelArray,
  PixelPicture,
  RawImage,
  TensorImage,
} from './types'

// Arrays of pixels of any shape, as one view.

export const isChannels = (n: number | undefined): boolean => n === 1 || n === 3 || n === 4

/** @throws RangeError */
export function orderOf(given: unknown): ChannelOrder | undefined {
  if (given === undefined || given === 'hwc' || given === 'chw') return given
  throw new RangeError(`image.layout: expected 'hwc' or 'chw', got ${shown(given)}`)
}

function axesOf(
  shape: readonly number[],
  order?: ChannelOrder,
): { layout: Layout; axes: [number, number, number?] } {
  const leadingOne = shape.length === 4
  if (leadingOne && shape[0] !== 1) {
    throw new RangeError(
      `image: expected a shape of 4 axes to start with 1, got [${shape.join(', ')}]; unstack(batch) gives its pictures`,
    )
  }
  const skip = leadingOne ? 1 : 0
  const [a, , c] = shape.slice(skip)
  if (shape.length === 2) return { layout: { order: 'hw', leadingOne: false }, axes: [0, 1] }
  // CHW is taken when only the first axis can be channels; [1, H, W] is one gray channel.
  if (isChannels(a) && (order === 'chw' || (!isChannels(c) && order !== 'hwc'))) {
    return { layout: { order: 'chw', leadingOne }, axes: [skip + 1, skip + 2, skip] }
  }
  if (isChannels(c) && order !== 'chw')
    return { layout: { order: 'hwc', leadingOne }, axes: [skip, skip + 1, skip + 2] }
  const wanted = order === undefined ? '' : ` and layout '${order}'`
  throw new RangeError(
    `image: expected a shape [H,W,C], [C,H,W], [1,...] of either or [H,W] with 1, 3 or 4 channels, got [${shape.join(', ')}]${wanted}`,
  )
}

/** @throws TypeError or RangeError */
export function fromArray(array: PixelArray | FloatArray): PixelPicture | FloatPicture {
  const shape = integersOf(array.shape, 'image.shape')
  const stride = integersOf(array.stride, 'image.stride')
  const [offset] = integersOf([array.offset], 'image.offset')
  if (shape.length < 2 || shape.length > 4) {
    throw new RangeError(`image: expected 2 to 4 axes, got [${shape.join(', ')}]`)
  }
  if (stride.length !== shape.length) {
    throw new RangeError(`image.stride: expected ${shape.length} numbers, got ${stride.length}`)
  }
  const { layout, axes } = axesOf(shape, orderOf(array.layout))
  const [y, x, c] = axes
  const { bitDepth } = array
  const view = {
    offset: offset!,
    height: size(shape[y], 'image height'),
    width: size(shape[x], 'image width'),
    channels: c === undefined ? 1 : shape[c]!,
    rowStride: stride[y]!,
    columnStride: stride[x]!,
    channelStride: c === undefined ? 1 : stride[c]!,
    layout,
  }
  return { ...view, ...kindOfSamples(samplesOf(array.data, 'image.data'), bitDepth) }
}

/** @throws TypeError or RangeError */
export function fromTensor(tensor: TensorImage): PixelPicture | FloatPicture {
  const { dims, shape: told = dims, bitDepth, layout } = tensor
  const shape = integersOf(told, 'image.shape')
  const stride = shape.map((_, i) => shape.slice(i + 1).reduce((all, n) => all * n, 1))
  const data = samplesOf(tensor.data, 'image.data')
  const wanted = shape.reduce((all, n) => all * n, 1)
  if (data.length !== wanted) {
    throw new RangeError(
      `image.data: expected ${shape.join(' x ')} = ${wanted} samples, got ${data.length}`,
    )
  }
  return fromArray({ data, shape, stride, offset: 0, bitDepth, layout } as PixelArray | FloatArray)
}

/** @throws TypeError or RangeError */
export function fromRaw(image: RawImage): PixelPicture | FloatPicture {
  const data = samplesOf(image.data, 'image.data')
  const width = size(image.width, 'image.width')
  const height = size(image.height, 'image.height')
  const channels = image.channels ?? data.length / (width * height)
  if (!isChannels(channels)) {
    const derived = `${data.length} samples for ${width} x ${height} pixels`
    const own = image.channels === undefined ? `: image.data has ${derived}` : ''
    throw new RangeError(`image.channels: expected 1, 3 or 4, got ${channels}${own}`)
  }
  if (data.length !== width * height * channels) {
    throw new RangeError(
      `image.data: expected ${width} x ${height} x ${channels} = ${width * height * channels} samples, got ${data.length}`,
    )
  }
  const order = orderOf(image.layout) ?? 'hwc'
  const planar = order === 'chw'
  return {
    ...kindOfSamples(data, image.bitDepth),
    offset: 0,
    width,
    height,
    channels,
    rowStride: planar ? width : width * channels,
    columnStride: planar ? 1 : channels,
    channelStride: planar ? width * height : 1,
    layout: { order, leadingOne: false },
  }
}
