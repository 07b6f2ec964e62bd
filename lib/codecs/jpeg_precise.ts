import { damaged } from '../bitstream/bytes'
import { jpegComponents, jpegFrameKind, type JpegFrameKind } from '../bitstream/jpeg'
import type { CodedSamples } from './coded_samples'

// JPEG of another precision than 8 bits, and lossless JPEG (T.81 annex H): libjpeg-turbo before 3
// has neither, FFmpeg's decoder has both.

const isPrecise = ({ lossless, precision }: JpegFrameKind): boolean => lossless || precision !== 8

/** Whether FFmpeg's decoder has to read it. */
export function isBeyondTurbo(bytes: Uint8Array): boolean {
  const kind = jpegFrameKind(bytes)
  return kind !== undefined && isPrecise(kind)
}

/** What FFmpeg's decoder would show wrong, by name. */
function unsupported(kind: JpegFrameKind, bytes: Uint8Array): string | undefined {
  const { components, lossless, precision } = kind
  if (components === 1) return undefined
  if (components !== 3) return `${components} components`
  const { rgb, subsampled } = jpegComponents(bytes)
  if (!lossless) return rgb ? 'RGB' : undefined
  if (!rgb) return 'YCbCr'
  if (subsampled) return 'subsampled RGB'
  // It takes 9 bits for FFmpeg's own transform of 8-bit RGB, and its differences of 16 run over.
  return precision === 9 || precision === 16 ? 'RGB' : undefined
}

/**
 * Where FFmpeg's decoder puts samples that have not 8 bits: at the high end of its formats, but
 * where they are lossless RGB.
 * @throws CodecError `ERR_DECODE` for what it shows wrong
 */
export function preciseSamples(bytes: Uint8Array): CodedSamples | undefined {
  const kind = jpegFrameKind(bytes)
  if (!kind || !isPrecise(kind)) return undefined
  const { precision: depth, lossless } = kind
  const colour = unsupported(kind, bytes)
  if (colour !== undefined) {
    const process = lossless ? 'lossless ' : ''
    throw damaged('JPEG', `${process}${depth}-bit samples of ${colour} are not supported`)
  }
  if (depth === 8 || depth === 16) return undefined
  const low = lossless && kind.components === 3
  return { depth, lowBytes: low, lowWords: low }
}

/** Bytes per pixel: the frame and the result have 16 bits a sample, and so have coefficients. */
export function preciseMemory({ components, progressive }: JpegFrameKind): number {
  return (progressive ? 6 : 4) * components
}
