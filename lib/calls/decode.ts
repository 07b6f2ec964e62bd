import type { Decoded, OutputFormat } from '../backends/backend'
import { writeImageSteps } from '../files'
import type { ReadOptions } from '../files/limits'
import { metadataOf, type Said, shown } from '../files/read'
import { sourceBytes } from '../files/source'
import { decodeSteps, toPlanar, toPublic } from '../flow'
import type { Setup } from '../flow/plan'
import {
  type Picture,
  type PixelArray,
  type PixelInput,
  type PixelPicture,
  type PlanarImage,
  toPicture,
} from '../image'
import type { FileMetadata } from '../metadata/types'
import { checkKeys } from '../options'
import type { FileSource } from '../source'
import type { Steps } from '../task'
import type { Ready } from './ready'

/** What decode takes. */
export interface DecodeOptions extends Pick<ReadOptions, 'metadata' | 'autoOrient'> {
  /** A path to keep the picture: PNG, or what the extension says. */
  to?: string
  /** `planes`: the samples as they are coded, without conversion. */
  as?: 'pixels' | 'planes'
  /**
   * The pixels that were encoded: the result has their channels, depth and layout, as `restored` of
   * apply has, and is not turned. Only a stream of a program's that does not say its size needs it.
   * @throws RangeError for a stream of another size
   */
  like?: Exclude<PixelInput, PlanarImage>
  /** Ends the call, which then rejects with the signal's reason. */
  signal?: AbortSignal
}

/** What is asked of a decode, so that its result is like the input. */
export function likeInput(picture: Picture): OutputFormat {
  const { width, height, channels, bitDepth } = picture
  if (picture.kind === 'planes') return { planes: true, width, height }
  return { channels, bitDepth, width, height, planarLayout: picture.layout.order === 'chw' }
}

export function* decodeCall(
  { backend, setup }: Ready,
  stream: FileSource,
  options: DecodeOptions,
): Steps<(PixelArray<ArrayBuffer> | PlanarImage<ArrayBuffer>) & { metadata?: FileMetadata }> {
  checkKeys(options, ['to', 'as', 'like', 'metadata', 'autoOrient', 'signal'], 'decode')
  const { as = 'pixels', like } = options
  const wanted = like === undefined ? undefined : pixelsLike(like, as)
  const bytes = yield* sourceBytes(stream, 'decode')
  if (as !== 'pixels' && as !== 'planes') {
    throw new RangeError(`decode: as: expected 'pixels' or 'planes', got '${String(as)}'`)
  }
  const planes = as === 'planes'
  const said = metadataOf(bytes, options)
  const output = wanted ? formatLike(wanted, setup) : { planes }
  const decoded = yield* decodeSteps(backend, setup, bytes, output)
  if (wanted) checkLike(wanted, decoded, setup)
  const how = wanted ? { ...options, autoOrient: false } : options
  const image = planes
    ? withPlanesMetadata(toPlanar(decoded), said, options)
    : yield* shown(toPublic(decoded, wanted?.layout), said, how)
  if (options.to !== undefined) yield* writeImageSteps(options.to, image)
  return image
}

function pictureLike(like: PixelInput): Picture {
  try {
    return toPicture(like)
  } catch (cause) {
    throw new TypeError(`decode: like: ${(cause as Error).message}`, { cause })
  }
}

function pixelsLike(like: unknown, as: string): PixelPicture {
  if (as === 'planes') throw new TypeError("decode: like: expected without as: 'planes'")
  const picture = pictureLike(like as PixelInput)
  if (picture.kind === 'pixels') return picture
  throw new TypeError("decode: like: expected pixels; for planes, as: 'planes'")
}

/** Streams say their size; what a program writes may not. */
function formatLike(picture: PixelPicture, { descriptor }: Setup): OutputFormat {
  const { width, height, ...form } = likeInput(picture)
  return descriptor.program ? { ...form, width, height } : form
}

function checkLike({ width, height }: PixelPicture, found: Decoded, { descriptor }: Setup): void {
  if (found.width === width && found.height === height) return
  throw new RangeError(
    `${descriptor.name}: decode: like: the stream is a picture of ${found.width}x${found.height}, not of ${width}x${height}`,
  )
}

/** Planes are as they are coded: not turned, with metadata only where it is asked for. */
function withPlanesMetadata(
  image: PlanarImage<ArrayBuffer>,
  { found }: Said,
  { metadata }: DecodeOptions,
) {
  const asked = metadata !== undefined && metadata !== false && metadata !== 'drop'
  return asked ? Object.assign(image, { metadata: found }) : image
}
