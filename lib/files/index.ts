import { extname } from 'node:path'
import { backends } from '../backends'
import { addonOrWarning } from '../backends/native/addon'
import type { Descriptor } from '../codecs/descriptor'
import { formatOf, resolve } from '../codecs/resolve'
import { commonRows } from '../codecs/rows'
import {
  codecOfPath,
  codecsOfBytes,
  extensions,
  formatOfBytes,
  formatOfPath,
  unknownBytes,
} from '../codecs/recognise'
import { writeBytes } from './bytes'
import { sourceBytes } from './source'
import { decodeSteps, encodeSteps, toPublic } from '../flow'
import { type ImageInput, type PixelArray, type PixelInput, toPicture } from '../image'
import { type FileSource, locate } from '../source'
import type { Setup } from '../flow/plan'
import { checkKeys, checkOption } from '../options'
import { contextOf, driveAsync, driveSync, type RunContext, type Steps } from '../task'
import { kindOf } from '../typed_array'
import { checkReadOptions, type Limits, type ReadOptions } from './limits'
import { forFormat, ownMetadata, pictureMetadata, withMetadata } from './metadata'

export type { ReadOptions } from './limits'

/** What writeImage takes. */
export interface WriteOptions {
  /** Milliseconds of work; then it rejects with `ERR_TIMEOUT`. */
  timeout?: number
  /** Ends the call, which then rejects with the signal's reason. */
  signal?: AbortSignal
}

/** Picture files go through the addon, or through the ffmpeg program where there is none. */
const backendName = () => (addonOrWarning() ? 'native' : 'ffmpeg')

/** Everything that can be lossless is written so. */
function setupOf(descriptor: Descriptor, format: string | undefined, limits: Limits = {}): Setup {
  const lossless = 'lossless' in descriptor.options ? { lossless: true } : {}
  const options = resolve(descriptor, {
    ...lossless,
    ...limits,
    ...(format !== undefined && { format }),
  })
  const found = backends[backendName()].support(descriptor, options)
  const encoder = found.encoder ?? descriptor.encoders[0]!
  return { descriptor, options, encoder, decoder: found.decoder ?? descriptor.decoders[0]! }
}

function* readImageSteps(
  source: FileSource,
  { metadata, ...limits }: Limits & { metadata?: boolean } = {},
): Steps<PixelArray<ArrayBuffer>> {
  const bytes = yield* sourceBytes(source, 'readImage')
  const found = codecsOfBytes(bytes)
  const name = backendName()
  const descriptor = found.find((codec) => codec.backends.includes(name)) ?? found[0]
  if (!descriptor) throw unknownBytes(bytes, typeof source === 'string' ? source : undefined)
  const setup = setupOf(descriptor, formatOfBytes(descriptor, bytes), limits)
  const image = toPublic(yield* decodeSteps(backends[name], setup, bytes, {}))
  return metadata ? Object.assign(image, { metadata: pictureMetadata(bytes) }) : image
}

/** Samples of whatever the calls take as a picture: those in memory as they are, files read. */
export function* loadImage(image: ImageInput, limits: Limits = {}): Steps<PixelInput> {
  if (!locate(image, 'image')) return image as PixelInput
  return yield* readImageSteps(image as FileSource, limits)
}

export function* writeImageSteps(path: string, image: PixelInput): Steps<void> {
  const descriptor = codecOfPath(path)
  if (!descriptor) {
    const known = extensions().join(', ')
    throw new RangeError(`${path}: expected an extension among ${known}, got '${extname(path)}'`)
  }
  const setup = setupOf(descriptor, formatOfPath(descriptor, path))
  const { options, encoder } = setup
  const quality = descriptor.writeQuality ?? descriptor.quality(options, encoder).steps.at(-1)!
  const format = formatOf(descriptor, options)
  const { picture, metadata } = forFormat(toPicture(image), ownMetadata(image, format), format)
  const { bytes } = yield* encodeSteps(backends[backendName()], setup, picture, quality)
  yield* writeBytes(path, withMetadata(bytes, metadata))
}

function reading(
  source: FileSource,
  given: ReadOptions,
): [Steps<PixelArray<ArrayBuffer>>, RunContext] {
  const { signal, timeout, ...options } = checkReadOptions(given)
  return [readImageSteps(source, options), contextOf({ signal, timeout }, 'readImage')]
}

function writing(path: string, image: PixelInput, given: WriteOptions): [Steps<void>, RunContext] {
  if (typeof path !== 'string') {
    throw new TypeError(`writeImage: path: expected a string, got ${kindOf(path)}`)
  }
  checkKeys(given, ['timeout', 'signal'], 'writeImage')
  if (given.timeout !== undefined) checkOption(commonRows.timeout, given.timeout, 'timeout')
  return [writeImageSteps(path, image), contextOf(given, 'writeImage')]
}

/**
 * Reads a picture file, by its path or in memory (the sync twin: not from a Blob or stream): PNG,
 * JPEG, WebP, AVIF, HEIC, JPEG XL, JPEG 2000, BPG, QOI, PPM, PGM, PAM, BMP, TIFF or the stream of
 * any other codec, recognised by its first bytes. Gives [H, W, C] with C = 1, 3 or 4 and `bitDepth`
 * 8 (Uint8Array) or 9 to 16 (Uint16Array).
 * @throws CodecError `ERR_DECODE` for a damaged file, `ERR_LIMIT` for one above `maxPixels`,
 *   TypeError for an unknown option
 */
export async function readImage(
  source: FileSource,
  options: ReadOptions = {},
): Promise<PixelArray<ArrayBuffer>> {
  return driveAsync(...reading(source, options))
}

/** `readImage` on the calling thread, which it blocks. */
export function readImageSync(
  source: FileSource,
  options: ReadOptions = {},
): PixelArray<ArrayBuffer> {
  return driveSync(...reading(source, options))
}

/**
 * Writes a picture file; the extension says which. Lossless where the format can be, JPEG at
 * quality 95. The image's `metadata` is written where the format can hold it.
 */
export async function writeImage(
  path: string,
  image: PixelInput,
  options: WriteOptions = {},
): Promise<void> {
  return driveAsync(...writing(path, image, options))
}

/** `writeImage` on the calling thread, which it blocks. */
export function writeImageSync(path: string, image: PixelInput, options: WriteOptions = {}): void {
  return driveSync(...writing(path, image, options))
}
