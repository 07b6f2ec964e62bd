import { parsePixelFormat, planeSize } from '../pixelformat'
import { kindOf } from '../source/typed_array'
import { MATRIX_NAMES } from './matrices'
import { codesOf, isWide, size } from './samples'
import type { PlanarImage, PlanePicture } from './types'

function checkName(key: string, value: unknown, names: readonly string[]): void {
  if (value === undefined || names.some((name) => name === value)) return
  throw new RangeError(
    `image.${key}: expected one of ${names.join(', ')}, got ${typeof value === 'string' ? `'${value}'` : kindOf(value)}`,
  )
}

/** @throws TypeError or RangeError */
export function fromPlanes(image: PlanarImage): PlanePicture {
  const { pixelFormat, planes: given, strides }: { [K in keyof PlanarImage]: unknown } = image
  if (typeof pixelFormat !== 'string') {
    throw new TypeError(`image.pixelFormat: expected a string, got ${kindOf(pixelFormat)}`)
  }
  const format = parsePixelFormat(pixelFormat)
  if (!format)
    throw new RangeError(
      `image.pixelFormat: expected the name of an AVPixelFormat, got '${pixelFormat}'`,
    )
  if (!format.planar || format.name.endsWith('be')) {
    throw new RangeError(
      `image.pixelFormat: expected a planar format of native byte order, got '${format.name}'`,
    )
  }
  const width = size(image.width, 'image.width')
  const height = size(image.height, 'image.height')
  if (!Array.isArray(given) || given.length !== format.planes) {
    throw new RangeError(
      `image.planes: expected the ${format.planes} of ${format.name}, got ${Array.isArray(given) ? given.length : kindOf(given)}`,
    )
  }
  if (strides !== undefined && !Array.isArray(strides)) {
    throw new TypeError(`image.strides: expected an array, got ${kindOf(strides)}`)
  }
  // By index: a list's own `map` could hand over anything.
  const planes = Array.from({ length: format.planes }, (_, i) => {
    const data = codesOf(given[i], `image.planes[${i}]`)
    if (isWide(data) !== format.depth > 8) {
      throw new TypeError(
        `image.planes[${i}]: expected a ${format.depth > 8 ? 'Uint16Array' : 'Uint8Array'} for ${format.name}, got a ${isWide(data) ? 'Uint16Array' : 'Uint8Array'}`,
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
  checkName('matrix', matrix, MATRIX_NAMES)
  checkName('range', range, ['full', 'limited'])
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
