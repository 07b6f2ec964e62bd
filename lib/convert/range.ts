import type { Picture, PixelPicture, PlanePicture } from '../image'
import { planeSize } from '../pixelformat'

function refuse(what: string, value: number, depth: number, where: string): never {
  throw new RangeError(
    `${what}: the sample ${value} at ${where} is more than ${2 ** depth - 1}, the most of ${depth} bits`,
  )
}

function checkPixels(picture: PixelPicture, what: string): void {
  const { data, offset, width, height, channels, bitDepth } = picture
  const { rowStride, columnStride, channelStride } = picture
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const value = data[offset + y * rowStride + x * columnStride + c * channelStride]!
        if (value >> bitDepth === 0) continue
        const channel = channels > 1 ? `, channel ${c}` : ''
        refuse(what, value, bitDepth, `x ${x}, y ${y}${channel}`)
      }
    }
  }
}

function checkPlanes({ format, planes, width, height }: PlanePicture): void {
  planes.forEach(({ data, stride }, i) => {
    const size = planeSize(format, width, height, i)
    const rowStride = stride / data.BYTES_PER_ELEMENT
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const value = data[y * rowStride + x]!
        if (value >> format.depth === 0) continue
        refuse(`image.planes[${i}]`, value, format.depth, `x ${x}, y ${y}`)
      }
    }
  })
}

/** RangeError that names the first sample of `what` above 2^bitDepth - 1 (as the addon does). */
export function checkRange(picture: Picture, what = 'image'): void {
  if (picture.bitDepth <= 8 || picture.bitDepth >= 16) return
  if (picture.kind === 'pixels') checkPixels(picture, what)
  else checkPlanes(picture)
}
