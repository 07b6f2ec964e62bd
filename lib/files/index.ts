import { extname } from 'node:path'
import { backends } from '../backends'
import { addonOrWarning } from '../backends/native/addon'
import type { Descriptor } from '../codecs/descriptor'
import { formatOf, resolve } from '../codecs/resolve'
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
import { driveAsync, driveSync, type RunContext, type Steps } from '../task'
import { forFormat, ownMetadata, pictureMetadata, withMetadata } from './metadata'

export interface ReadOptions {
  /** Reads ICC, Exif, XMP and orientation too, into the array's `metadata`. */
  metadata?: boolean
}

const context: RunContext = { log: () => {} }

/** Picture files go through the addon, or through the ffmpeg program where there is none. */
const backendName = () => (addonOrWarning() ? 'native' : 'ffmpeg')

/** Everything that can be lossless is written so. */
function setupOf(descriptor: Descriptor, format: string | undefined): Setup {
  const lossless = 'lossless' in descriptor.options ? { lossless: true } : {}
  const options = resolve(descriptor, { ...lossless, ...(format !== undefined && { format }) })
  const found = backends[backendName()].support(descriptor, options)
  const encoder = found.encoder ?? descriptor.encoders[0]!
  return { descriptor, options, encoder, decoder: found.decoder ?? descriptor.decoders[0]! }
}

export function* readImageSteps(source: FileSource, options: ReadOptions = {}): Steps<PixelArray> {
  const bytes = yield* sourceBytes(source, 'readImage')
  const found = codecsOfBytes(bytes)
  const name = backendName()
  const descriptor = found.find((codec) => codec.backends.includes(name)) ?? found[0]
  if (!descriptor) throw unknownBytes(bytes, typeof source === 'string' ? source : undefined)
  const setup = setupOf(descriptor, formatOfBytes(descriptor, bytes))
  const image = toPublic(yield* decodeSteps(backends[name], setup, bytes, {}))
  return options.metadata ? Object.assign(image, { metadata: pictureMetadata(bytes) }) : image
}

/** Samples of whatever the calls take as a picture: those in memory as they are, files read. */
export function* loadImage(image: ImageInput): Steps<PixelInput> {
  return locate(image, 'image') ? yield* readImageSteps(image as FileSource) : (image as PixelInput)
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

/**
 * Reads a picture file, by its path or in memory (the sync twin: not from a Blob or stream): PNG, JPEG, WebP, AVIF, HEIC, JPEG XL, JPEG 2000, BPG, QOI, PPM, PGM, PAM,
 * BMP, TIFF or the stream of any other codec, recognised by its first bytes. Gives [H, W, C] with C = 1, 3 or 4 and `bitDepth` 8
 * (Uint8Array) or 9 to 16 (Uint16Array). Throws CodecError ERR_DECODE.
 */
export async function readImage(
  source: FileSource,
  options: ReadOptions = {},
): Promise<PixelArray> {
  return driveAsync(readImageSteps(source, options), context)
}

export function readImageSync(source: FileSource, options: ReadOptions = {}): PixelArray {
  return driveSync(readImageSteps(source, options), context)
}

/**
 * Writes a picture file; the extension says which. Lossless where the format can be, JPEG at
 * quality 95. The image's `metadata` is written where the format can hold it.
 */
export async function writeImage(path: string, image: PixelInput): Promise<void> {
  return driveAsync(writeImageSteps(path, image), context)
}

export function writeImageSync(path: string, image: PixelInput): void {
  return driveSync(writeImageSteps(path, image), context)
}
