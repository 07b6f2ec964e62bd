import { parsePixelFormat, planeSize } from '../../lib/pixelformat'

/** A picture of 8-bit planes with a different course in each. */
export function planesOf(pixelFormat: string, width: number, height: number) {
  const format = parsePixelFormat(pixelFormat)!
  const planes = Array.from({ length: format.planes }, (_, index) => {
    const size = planeSize(format, width, height, index)
    return Uint8Array.from(
      { length: size.width * size.height },
      (_, i) => (i * 7 + index * 50) & 255,
    )
  })
  return { planes, width, height, pixelFormat }
}
