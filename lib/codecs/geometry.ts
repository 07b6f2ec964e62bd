import { parsePixelFormat } from '../pixelformat'

/** For encoders that need whole chroma samples: even sizes where chroma is subsampled. */
export function evenSize(pixelFormat: string): {
  multipleOfWidth: number
  multipleOfHeight: number
} {
  const format = parsePixelFormat(pixelFormat)
  return {
    multipleOfWidth: 1 << (format?.chromaShiftX ?? 0),
    multipleOfHeight: 1 << (format?.chromaShiftY ?? 0),
  }
}
