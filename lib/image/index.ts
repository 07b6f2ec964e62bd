import ndarray from 'ndarray'
import { nearly } from '../source'
import { rawOfSharp } from './sharp'
import { fromArray, fromRaw, fromTensor, isChannels } from './arrays'
import { checkNames } from './names'
import { fromPlanes } from './planes'
import type {
  FloatPicture,
  Layout,
  Picture,
  PixelArray,
  FloatArray,
  PixelInput,
  RawImage,
} from './types'

export { MATRIX_NAMES, type MatrixName } from './matrices'
export type * from './types'

/**
 * The internal view of samples in memory; floats are still to become codes (lib/flow/floats.ts).
 * @throws TypeError or RangeError
 */
export function toView(image: PixelInput): Picture | FloatPicture {
  if (typeof image !== 'object' || image === null) {
    throw new TypeError(
      `image: expected an ndarray, {data, width, height}, {data, dims}, {planes, width, height, pixelFormat} or a file (path, URL, bytes, Blob, stream), got ${String(image)}`,
    )
  }
  checkNames(image)
  if ('shape' in image && 'stride' in image) return fromArray(image)
  if ('planes' in image) return fromPlanes(image)
  if ('data' in image) {
    if ('info' in image) return fromRaw(rawOfSharp(image))
    return 'dims' in image || 'shape' in image ? fromTensor(image) : fromRaw(image as RawImage)
  }
  throw new TypeError(
    `image: expected an ndarray or an object with data or planes, got ${nearly(image)}`,
  )
}

/**
 * The same of samples that are integers.
 * @throws TypeError or RangeError
 */
export function toPicture(image: PixelInput): Picture {
  const view = toView(image)
  if (view.kind !== 'floats') return view
  throw new TypeError('image.data: expected integers, got a Float32Array')
}

/** An ndarray over samples that are laid out as `layout` says, tightly packed. */
export function toArray(
  data: Uint8Array | Uint16Array | Float32Array,
  picture: { width: number; height: number; channels: number; bitDepth: number },
  layout: Layout = { order: 'hwc', leadingOne: false },
): PixelArray | FloatArray {
  const { width, height, channels, bitDepth } = picture
  const shapes = {
    hwc: [height, width, channels],
    chw: [channels, height, width],
    hw: [height, width],
  }
  const shape = shapes[layout.order]
  const array = ndarray(data, layout.leadingOne ? [1, ...shape] : shape)
  // Said where the shape would be read in the other way.
  const open = layout.order === 'chw' && isChannels(width)
  return Object.assign(array, { bitDepth, ...(open && { layout: 'chw' }) }) as FloatArray
}
