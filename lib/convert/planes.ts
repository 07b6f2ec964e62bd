import type { PlanePicture } from '../image'
import { parsePixelFormat, planeSize } from '../pixelformat'

/** The bytes of `length` samples at `from`, in the order that they lie in. */
const bytesOf = (data: Uint8Array | Uint16Array, from: number, length: number): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset + from, length)

/** One row of a plane, its last sample repeated up to `length` bytes. */
function longerRow(row: Uint8Array, sample: number, length: number): Uint8Array {
  if (row.length >= length) return row
  const long = new Uint8Array(length)
  long.set(row)
  const last = row.subarray(row.length - sample)
  for (let at = row.length; at < length; at += sample) long.set(last, at)
  return long
}

/**
 * The caller's planes as a raw frame of `width` x `height`, rows without padding; the last column
 * and row of each are repeated where that is larger.
 */
export function planesToFrame(picture: PlanePicture, width: number, height: number): Uint8Array {
  const { format, planes } = picture
  const rows: Uint8Array[] = []
  planes.forEach(({ data, stride }, index) => {
    const own = planeSize(format, picture.width, picture.height, index)
    const coded = planeSize(format, width, height, index)
    // Packed formats have several samples a pixel in their one plane.
    const pixel = data.BYTES_PER_ELEMENT * (format.planar ? 1 : format.alpha ? 4 : 3)
    for (let y = 0; y < coded.height; y++) {
      const row = bytesOf(data, Math.min(y, own.height - 1) * stride, own.width * pixel)
      rows.push(longerRow(row, pixel, coded.width * pixel))
    }
  })
  return Buffer.concat(rows)
}

/**
 * A raw frame's planes, cropped to the top left.
 * @returns undefined where the format is not known, or its bytes are in the other order
 */
export function frameToPlanes(
  bytes: Uint8Array,
  name: string,
  coded: { width: number; height: number },
  crop: { width: number; height: number },
): (Uint8Array | Uint16Array)[] | undefined {
  const format = parsePixelFormat(name)
  if (!format?.planar || name.endsWith('be')) return undefined
  const size = format.depth > 8 ? 2 : 1
  let offset = 0
  return Array.from({ length: format.planes }, (_, index) => {
    const whole = planeSize(format, coded.width, coded.height, index)
    const part = planeSize(format, crop.width, crop.height, index)
    const plane = new Uint8Array(part.width * part.height * size)
    for (let y = 0; y < part.height; y++) {
      const from = offset + y * whole.width * size
      plane.set(bytes.subarray(from, from + part.width * size), y * part.width * size)
    }
    offset += whole.width * whole.height * size
    return size === 1 ? plane : new Uint16Array(plane.buffer)
  })
}
