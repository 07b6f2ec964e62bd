import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codecs, type Codec, createCodec, type PixelArray, PNG, WebP } from '../../../lib/index'
import type { Point, Series } from '../model'
import { sha256 } from '../../work/point'

/** A point's stream: as the sweep kept it, or encoded once more. */
async function streamOf(
  codec: Codec,
  picture: PixelArray,
  { stream, quality }: Point,
  folders: readonly string[],
): Promise<Uint8Array> {
  const name = `${stream}${codec.fileExtension}`
  const kept = folders
    .map((folder) => join(folder, 'streams', name))
    .find((path) => existsSync(path))
  const bytes = kept ? readFileSync(kept) : await codec.encode(picture, { quality })
  if (sha256(bytes) === stream) return bytes
  throw new RangeError(
    kept
      ? `${kept} is another stream than the one that was measured`
      : 'encoding it once more gave another stream than the one that was measured',
  )
}

/** The codec of a series. Its resolved options name an encoder even where there is no choice of one. */
function codecAgain({ codec, options }: Series): Codec {
  const { encoder, ...others } = options
  try {
    return createCodec(codec, options)
  } catch (error) {
    if (encoder === undefined || !(error instanceof TypeError)) throw error
    return createCodec(codec, others)
  }
}

/** The pixels that a point's metrics were measured on. RangeError where they cannot be had again. */
export async function measuredPixels(
  series: Series,
  point: Point,
  picture: PixelArray,
  folders: readonly string[],
): Promise<PixelArray> {
  const codec = codecAgain(series)
  const bytes = await streamOf(codec, picture, point, folders)
  return codec.decode(bytes, { like: picture })
}

const canWebP = (): boolean => codecs().some(({ name, available }) => name === 'webp' && available)

/** A file that every browser shows, without loss: WebP, or PNG for more than 8 bits. */
export async function losslessFile(
  pixels: PixelArray,
): Promise<{ bytes: Uint8Array; extension: 'webp' | 'png' }> {
  const fits = (pixels.bitDepth ?? 8) === 8 && Math.max(...pixels.shape) < 16384
  if (fits && canWebP()) {
    return {
      bytes: await new WebP({ lossless: true, effort: 3 }).encode(pixels),
      extension: 'webp',
    }
  }
  return { bytes: await new PNG().encode(pixels), extension: 'png' }
}
