import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  codecs,
  type Codec,
  createCodec,
  defineCodec,
  type PixelArray,
  PNG,
  WebP,
} from '../../../lib/index'
import { programOf, type Programs } from '../../sweep/codecs'
import type { Point, Series } from '../model'
import { sha256 } from '../../work/point'

/** Where the streams of a report's points are, and how programs of the sweep's own are run. */
export interface Sources {
  /** Folders of sweeps, whose streams/ may hold what was encoded. */
  folders: readonly string[]
  programs?: Programs
}

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

type Options = Record<string, unknown>

/**
 * Sets up the codec of a series. Commands are taken from the caller and from the laboratory, never
 * from rows: somebody else's results must not start programs.
 */
function makerOf({ codec, options: { program } }: Series, programs: Programs) {
  if (program === undefined) return (options: Options) => createCodec(codec, options)
  const given = programOf(codec, programs)
  if (!given) {
    throw new RangeError(
      "a program of the sweep's own; its sweep file says how to run it (--programs)",
    )
  }
  const { folder: _, ...about } = given
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(about)), program)) {
    throw new RangeError('other commands than those that were measured')
  }
  return (options: Options) => defineCodec(given, options)
}

/** The codec of a series. */
function codecAgain(series: Series, programs: Programs): Codec {
  const { program: _, ...options } = series.options
  return makerOf(series, programs)(options)
}

/** The pixels that a point's metrics were measured on. RangeError where they cannot be had again. */
export async function measuredPixels(
  series: Series,
  point: Point,
  picture: PixelArray,
  { folders, programs = {} }: Sources,
): Promise<PixelArray> {
  const codec = codecAgain(series, programs)
  const bytes = await streamOf(codec, picture, point, folders)
  return codec.decode(bytes, { like: picture })
}

const canWebP = (): boolean => codecs({ name: 'webp' }).some(({ available }) => available)

/**
 * A file that every browser shows, without loss: WebP, or PNG for more than 8 bits, and for alpha, as
 * libwebp changes the colour of what is transparent.
 */
export async function losslessFile(
  pixels: PixelArray,
): Promise<{ bytes: Uint8Array; extension: 'webp' | 'png' }> {
  const { shape, bitDepth = 8 } = pixels
  const fits = bitDepth === 8 && shape[2] !== 4 && Math.max(...shape) < 16384
  if (fits && canWebP()) {
    return {
      bytes: await new WebP({ lossless: true, effort: 3 }).encode(pixels),
      extension: 'webp',
    }
  }
  return { bytes: await new PNG().encode(pixels), extension: 'png' }
}
