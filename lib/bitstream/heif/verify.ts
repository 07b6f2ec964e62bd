import { verifyHevc } from '../nal/annexb'
import type { Size } from '../bytes'
import { verifyObu } from '../obu'
import type { HeifContent } from './content'
import type { HeifImage } from './image'
import { readHeif } from './read'

/** The size of the primary picture after its transformations. CodecError `ERR_DECODE` where damaged. */
export function heifSize(bytes: Uint8Array): Size {
  const { width, height } = readHeif(bytes, { maxPixels: Infinity })
  return { width, height }
}

/**
 * Checks a HEIF file's boxes and the streams of its primary picture and alpha plane as far as that
 * goes without decoding: CodecError `ERR_DECODE` for every truncation; a changed bit in the coded
 * samples passes.
 */
export function verifyHeif(bytes: Uint8Array): void {
  verifyContent(readHeif(bytes, { maxPixels: Infinity }))
}

function verifyContent({ image, alpha, overlay }: HeifContent): void {
  verifyImage(image)
  if (alpha) verifyImage(alpha)
  for (const layer of overlay?.layers ?? []) verifyContent(layer.read())
}

function verifyImage({ codec, count, tile }: HeifImage): void {
  for (let i = 0; i < count; i++) (codec === 'av1' ? verifyObu : verifyHevc)(tile(i))
}
