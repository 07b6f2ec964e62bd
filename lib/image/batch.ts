import ndarray, { type NdArray } from 'ndarray'
import { checkKeys } from '../options'
import { kindOf } from '../source/typed_array'
import { fromArray, orderOf } from './arrays'
import { integersOf, samplesOf } from './samples'
import type { ChannelOrder, FloatArray, PixelArray, Samples, TensorImage } from './types'

/** Several pictures of one size: an ndarray of four axes, or a tensor. */
export type Batch = NdArray<Samples> | NdArray<Float32Array> | TensorImage

/** What unstack takes: what holds of every picture. */
export interface UnstackOptions {
  /** Where the shape leaves open which axis the channels are; default: the last. */
  layout?: ChannelOrder
  /** Of the samples; of floats, in how many bits they are coded. */
  bitDepth?: number
}

function arrayOf(batch: Batch): NdArray<Samples | Float32Array> {
  if (typeof batch !== 'object' || batch === null || !('data' in batch)) {
    throw new TypeError(`batch: expected an ndarray or {data, dims}, got ${kindOf(batch)}`)
  }
  const data = samplesOf(batch.data, 'batch.data')
  const { dims, shape = dims } = batch as TensorImage
  const sizes = integersOf(shape, 'batch.shape')
  if (sizes.length !== 4) {
    throw new RangeError(
      `batch: expected a shape [N,C,H,W] or [N,H,W,C], got [${sizes.join(', ')}]`,
    )
  }
  if ('stride' in batch) {
    const offset = integersOf([batch.offset], 'batch.offset')[0]
    return ndarray(data, sizes, integersOf(batch.stride, 'batch.stride'), offset)
  }
  const length = sizes.reduce((all, n) => all * n, 1)
  if (data.length === length) return ndarray(data, sizes)
  throw new RangeError(
    `batch.data: expected ${sizes.join(' x ')} = ${length} samples, got ${data.length}`,
  )
}

/**
 * The pictures of a batch [N, C, H, W] or [N, H, W, C] (an ndarray, an ONNX tensor, or
 * `{ data, shape }`), each [C, H, W] or [H, W, C], for the calls that take one: views of its memory,
 * no copy.
 * @throws TypeError or RangeError
 */
export function unstack(
  batch: NdArray<Float32Array> | (TensorImage & { data: Float32Array }),
  options?: UnstackOptions,
): FloatArray[]
export function unstack(batch: Batch, options?: UnstackOptions): PixelArray[]
export function unstack(batch: Batch, options: UnstackOptions = {}): (PixelArray | FloatArray)[] {
  checkKeys(options, ['layout', 'bitDepth'], 'unstack')
  const array = arrayOf(batch)
  const layout = orderOf(options.layout)
  const { bitDepth = (batch as TensorImage).bitDepth } = options
  const told = { ...(layout && { layout }), ...(bitDepth !== undefined && { bitDepth }) }
  return Array.from({ length: array.shape[0]! }, (_, i) => {
    const picture = Object.assign(array.pick(i, null, null, null), told) as PixelArray | FloatArray
    fromArray(picture) // says what is wrong with it
    return picture
  })
}
