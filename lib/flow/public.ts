import type { Decoded } from '../backends/backend'
import { type Layout, type PixelArray, type PlanarImage, type Samples, toArray } from '../image'
import { parsePixelFormat, planeSize } from '../pixelformat'

/** Decoded samples as the public array, or as planes. */
// What decoders give is memory of ours, never shared.
export function toPublic(decoded: Decoded, layout?: Layout): PixelArray<ArrayBuffer> {
  const image = toArray(decoded.data[0]!, decoded, layout) as PixelArray<ArrayBuffer>
  return decoded.warnings?.length ? Object.assign(image, { warnings: decoded.warnings }) : image
}

export function toPlanar(decoded: Decoded): PlanarImage<ArrayBuffer> {
  const planes = decoded.data as Samples<ArrayBuffer>[]
  const { width, height, matrix, range } = decoded
  // FFmpeg's old names for full range; `range` says it.
  const pixelFormat = decoded.pixelFormat.replace(/^yuvj/, 'yuv')
  const format = parsePixelFormat(pixelFormat)
  if (!format?.planar) {
    throw new TypeError(
      `as: 'planes': the stream holds ${pixelFormat}, whose samples are interleaved; decode it to pixels`,
    )
  }
  const strides = planes.map((_, i) => planeSize(format, width, height, i).width)
  return { planes, width, height, pixelFormat, strides, matrix, range }
}
