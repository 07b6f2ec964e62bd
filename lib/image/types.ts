import type { MatrixName } from './matrices'
import type { NdArray } from 'ndarray'
import type { FileMetadata } from '../metadata/types'
import type { PixelFormat } from '../pixelformat'
import type { SharpImage } from './sharp'
import type { FileSource } from '../source'

/** Typed arrays of samples. Those that we give have memory of their own: `Samples<ArrayBuffer>`. */
export type Samples<B extends ArrayBufferLike = ArrayBufferLike> =
  Uint8Array<B> | Uint8ClampedArray<B> | Uint16Array<B>

/** Where the channels are: `hwc` interleaved, `chw` a plane each. */
export type ChannelOrder = 'hwc' | 'chw'

/** An ndarray of 8-bit or (with `bitDepth`, 9 to 16; without, 16) 16-bit samples. */
export type PixelArray<B extends ArrayBufferLike = ArrayBufferLike> = NdArray<Samples<B>> & {
  /** 8 of a Uint8Array, 9 to 16 (default) of a Uint16Array, right-aligned. */
  bitDepth?: number
  /** Where the shape leaves open which axis the channels are; default: the last. */
  layout?: ChannelOrder
  /** ICC, Exif, XMP and orientation of the file that it was read from, where asked for. */
  metadata?: FileMetadata
  /** What the decoder passed over: the picture is whole all the same. */
  warnings?: string[]
}

/** Samples of 0 to 1. They are coded in `bitDepth` bits, each as the nearest code, half a step up. */
export type FloatArray<B extends ArrayBufferLike = ArrayBufferLike> = NdArray<Float32Array<B>> & {
  /** 8 to 16; default: the option `bitDepth` of the codec, else 8. */
  bitDepth?: number
  /** As PixelArray's. */
  layout?: ChannelOrder
  /** As PixelArray's. */
  metadata?: FileMetadata
  /** As PixelArray's. */
  warnings?: string[]
}

/** A bare typed array: interleaved rows, top to bottom, without padding. */
export interface RawImage {
  /** All samples; floats are of 0 to 1. */
  data: Samples | Float32Array
  /** In pixels. */
  width: number
  /** In pixels. */
  height: number
  /** 1 gray, 3 RGB, 4 RGBA; default: data.length / (width * height). */
  channels?: number
  /**
   * 8 for Uint8Array; 9 to 16 (default) for Uint16Array, right-aligned; of floats as FloatArray's. To
   * be told where the codec's `bitDepth` is less than 16 and all samples would fit it.
   */
  bitDepth?: number
  /** `chw`: a plane per channel, one after the other; default: interleaved. */
  layout?: ChannelOrder
}

/**
 * A tensor as ONNX Runtime has it (`dims`) and TensorFlow.js tells it (`shape`): [H, W, C],
 * [C, H, W] or [1, ...] of either, without gaps.
 */
export interface TensorImage {
  /** All samples; floats are of 0 to 1. */
  data: Samples | Float32Array
  /** The lengths of the axes, as ONNX Runtime calls them. */
  dims?: readonly number[]
  /** The same, as TensorFlow.js calls them. */
  shape?: readonly number[]
  /** As RawImage's. */
  bitDepth?: number
  /** Where the shape leaves open which axis the channels are; default: the last. */
  layout?: ChannelOrder
}

/** Planar YUV, GBR or gray, coded as it is. Strides are in samples; default: no padding. */
export interface PlanarImage<B extends ArrayBufferLike = ArrayBufferLike> {
  /** Y, Cb, Cr; or G, B, R; or gray; alpha last. */
  planes: Samples<B>[]
  /** In pixels. */
  width: number
  /** In pixels. */
  height: number
  /** An AVPixelFormat name: `yuv420p`, `yuv444p10le`, `gbrp`, `gray`. */
  pixelFormat: string
  /** Samples from one row to the next, of each plane. */
  strides?: number[]
  /** How the samples are to be read; default: the codec's `matrix` and `range`. */
  matrix?: MatrixName
  /** `limited`: black is 16 and white 235, in 8 bits. */
  range?: 'full' | 'limited'
  /** Of a file: what was passed over, and whether it holds further pictures. */
  warnings?: string[]
}

/** Samples in memory. */
export type PixelInput = PixelArray | FloatArray | RawImage | TensorImage | PlanarImage | SharpImage

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

/** Whose memory the samples are in. */
interface Owned {
  /** Memory of our own, which nobody changes before the call ends: threads may read it. */
  ours?: true
}

export interface PixelPicture extends SampleView, Owned {
  kind: 'pixels'
  layout: Layout
}

export interface PlanePicture extends Owned {
  kind: 'planes'
  format: PixelFormat
  planes: { data: Uint8Array | Uint16Array; stride: number }[]
  width: number
  height: number
  channels: number
  bitDepth: number
  matrix?: MatrixName
  range?: 'full' | 'limited'
}

/** Float samples of 0 to 1, not yet codes. */
export interface FloatPicture extends Omit<PixelPicture, 'kind' | 'data' | 'bitDepth'> {
  kind: 'floats'
  data: Float32Array
  bitDepth?: number
}

/** The one internal view of a picture: no copy of the caller's samples. */
export type Picture = PixelPicture | PlanePicture
