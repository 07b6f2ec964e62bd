import type { Decoded, OutputFormat } from '../backends/backend'
import { writeImageSteps } from '../files'
import { callLimitNames, type CallLimits, type LoadingOptions } from '../files/limits'
import { decodePicture, type FilePicture, isAsked, type Said } from '../files/picture'
import { shown } from '../files/read'
import { ofSource, sourceBytes } from '../files/source'
import { toPlanar, toPublic } from '../flow/public'
import { arranged, checkArrangement } from '../flow/arrange'
import type { Setup } from '../flow/plan/setup'
import {
  type ChannelOrder,
  type FloatArray,
  type FloatPicture,
  type Picture,
  type PixelArray,
  type PixelInput,
  type PixelPicture,
  type PlanarImage,
  toView,
} from '../image'
import type { FileMetadata } from '../metadata/types'
import { checkKeys } from '../options'
import { type FileSource, pathToWrite } from '../source'
import type { Steps } from '../task'
import type { Ready } from './ready'

/** What decode takes. */
export interface CodecDecodeOptions
  extends CallLimits, Pick<LoadingOptions, 'metadata' | 'autoOrient'> {
  /** A path or `file:` URL to keep the picture: PNG, or what the extension says. */
  to?: string | URL
  /**
   * `float32`: samples of 0 to 1, a code as code / (2^bitDepth - 1); `planes`: the samples as they are
   * coded, without conversion.
   */
  as?: 'pixels' | 'float32' | 'planes'
  /** `chw`: [C, H, W], a plane per channel; default: [H, W, C]. */
  layout?: ChannelOrder
  /**
   * 8 (Uint8Array) to 16 (Uint16Array) bits: each sample as the nearest code of that depth
   * (docs/colour.md); default: as many as the stream has.
   */
  bitDepth?: number
  /**
   * The pixels that were encoded: the result has their channels, depth and layout, as `restored` of
   * apply has, and is not turned. Only a stream of a program's that does not say its size needs it.
   * @throws RangeError for a stream of another size
   */
  like?: Exclude<PixelInput, PlanarImage>
  /** Ends the call, which then rejects with the signal's reason. */
  signal?: AbortSignal
}

/** The names of CodecDecodeOptions. */
export const decodeNames = [
  ...['to', 'as', 'layout', 'bitDepth', 'like', 'metadata', 'autoOrient', 'signal'],
  ...callLimitNames,
]

/** What decode gives. */
export type Restoration =
  PixelArray<ArrayBuffer> | FloatArray<ArrayBuffer> | PlanarImage<ArrayBuffer>

/** What is asked of a decode, so that its result is like the input. */
export function likeInput(picture: Picture | FloatPicture): OutputFormat {
  const { width, height, channels, bitDepth } = picture
  if (picture.kind === 'planes') return { planes: true, width, height }
  return { channels, bitDepth, width, height, planarLayout: picture.layout.order === 'chw' }
}

function* decoding(
  { backend, setup }: Ready,
  stream: FileSource,
  output: OutputFormat,
  options: CodecDecodeOptions,
): Steps<FilePicture> {
  const bytes = yield* sourceBytes(stream, 'decode', setup.options.maxMemory)
  return yield* decodePicture(backend, setup, bytes, output, isAsked(options))
}

/** @param from whose bytes the stream is, where that is another source */
export function* decodeCall(
  ready: Ready,
  stream: FileSource,
  options: CodecDecodeOptions,
  from = stream,
): Steps<Restoration & { metadata?: FileMetadata }> {
  checkKeys(options, decodeNames, 'decode')
  const to = options.to === undefined ? undefined : pathToWrite(options.to, 'decode: to')
  const { as = 'pixels', layout, bitDepth, like } = options
  checkArrangement({ as, layout, bitDepth }, 'decode', ['pixels', 'float32', 'planes'])
  if (like !== undefined && layout !== undefined) {
    throw new TypeError('decode: like, layout: expected one of them')
  }
  if (like !== undefined && bitDepth !== undefined) {
    throw new TypeError('decode: like, bitDepth: expected one of them')
  }
  const wanted = like === undefined ? undefined : pixelsLike(like, as)
  const planes = as === 'planes'
  const { setup } = ready
  const output = wanted ? formatLike(wanted, setup) : { planes, bitDepth }
  const picture = ofSource(from, decoding(ready, stream, output, options))
  const { decoded, said: told } = yield* picture
  if (wanted) checkLike(wanted, decoded, setup)
  const how = wanted ? { ...options, autoOrient: false } : options
  const image = planes
    ? withPlanesMetadata(toPlanar(decoded), told, decoded.warnings, options)
    : yield* shown(toPublic(decoded, wanted?.layout), told, how)
  if (to !== undefined) yield* writeImageSteps(to, image, 'decode: to')
  if (planes) return image
  return yield* arranged(image as PixelArray<ArrayBuffer>, { as, layout: wanted?.layout ?? layout })
}

function pictureLike(like: PixelInput): Picture | FloatPicture {
  try {
    return toView(like)
  } catch (cause) {
    throw new TypeError(`decode: like: ${(cause as Error).message}`, { cause })
  }
}

/** Whose size, channels, depth and layout the result has. */
type Like = PixelPicture | FloatPicture

function pixelsLike(like: unknown, as: string): Like {
  if (as === 'planes') throw new TypeError("decode: like: expected without as: 'planes'")
  const picture = pictureLike(like as PixelInput)
  if (picture.kind === 'pixels') return picture
  if (picture.kind === 'floats' && as === 'float32') return picture
  if (picture.kind === 'floats')
    throw new TypeError(`decode: as: expected 'float32' where like has float samples, got '${as}'`)
  throw new TypeError("decode: like: expected pixels; for planes, as: 'planes'")
}

/** Streams say their size; what a program writes may not. */
function formatLike(picture: Like, { descriptor }: Setup): OutputFormat {
  const { width, height, ...form } = likeInput(picture)
  return descriptor.program ? { ...form, width, height } : form
}

function checkLike({ width, height }: Like, found: Decoded, { descriptor }: Setup): void {
  if (found.width === width && found.height === height) return
  throw new RangeError(
    `${descriptor.name}: decode: like: expected a picture of ${width}x${height}, got one of ${found.width}x${found.height}`,
  )
}

/** Planes are as they are coded: not turned, with metadata only where it is asked for. */
function withPlanesMetadata(
  image: PlanarImage<ArrayBuffer>,
  said: Said,
  own: readonly string[] = [],
  { metadata }: CodecDecodeOptions,
) {
  const warnings = [...own, ...said.warnings]
  const told = isAsked({ metadata }) ? { metadata: said.found } : {}
  return Object.assign(image, told, warnings.length > 0 && { warnings })
}
