import { extname } from 'node:path'
import { nativeBackend } from '../backends/native'
import { ffmpegBackend } from '../backends/ffmpeg'
import { addonOrWarning } from '../backends/native/addon'
import type { Descriptor } from '../codecs/descriptor'
import { formatOf, resolve } from '../codecs/resolve'
import { pictureFiles } from '../codecs/pictures'
import { CodecError } from '../errors'
import { readBytes, writeBytes } from './bytes'
import { decodeSteps, encodeSteps, toPublic } from '../flow'
import { type ImageInput, type PixelArray, toPicture } from '../image'
import type { Setup } from '../flow/plan'
import { driveAsync, driveSync, type RunContext, type Steps } from '../task'
import { forFormat, ownMetadata, pictureMetadata, withMetadata } from './metadata'

export interface ReadOptions {
  /** Reads ICC, Exif, XMP and orientation too, into the array's `metadata`. */
  metadata?: boolean
}

const context: RunContext = { log: () => {} }

/** Everything that can be lossless is written so. */
function setupOf(descriptor: Descriptor): Setup {
  const lossless = 'lossless' in descriptor.options ? { lossless: true } : {}
  const options = resolve(descriptor, lossless)
  const encoder = descriptor.encoders[0]!
  return { descriptor, options, encoder, decoder: descriptor.decoders[0]! }
}

/** Picture files go through the addon, or through the ffmpeg program where there is none. */
const backend = () => (addonOrWarning() ? nativeBackend : ffmpegBackend)

export function* readImageSteps(path: string, options: ReadOptions = {}): Steps<PixelArray> {
  const bytes = yield* readBytes(path)
  const file = pictureFiles.find(({ matches }) => matches(bytes))
  if (!file) {
    const known = pictureFiles.map(({ descriptor }) => descriptor.name).join(', ')
    throw new CodecError('ERR_DECODE', `${path}: not a picture file that is known here (${known})`)
  }
  const { descriptor } = file
  const image = toPublic(yield* decodeSteps(backend(), setupOf(descriptor), bytes, {}))
  return options.metadata ? Object.assign(image, { metadata: pictureMetadata(bytes) }) : image
}

export function* writeImageSteps(path: string, image: Exclude<ImageInput, string>): Steps<void> {
  const extension = extname(path).toLowerCase()
  const file = pictureFiles.find(({ extensions }) => extensions.includes(extension))
  if (!file) {
    const known = pictureFiles.flatMap(({ extensions }) => extensions).join(', ')
    throw new RangeError(`${path}: expected an extension among ${known}, got '${extension}'`)
  }
  const setup = setupOf(file.descriptor)
  const quality = file.writeQuality ?? 0
  const format = formatOf(setup.descriptor, setup.options)
  const { picture, metadata } = forFormat(toPicture(image), ownMetadata(image, format), format)
  const { bytes } = yield* encodeSteps(backend(), setup, picture, quality)
  yield* writeBytes(path, withMetadata(bytes, metadata))
}

/**
 * Reads a picture file: PNG, JPEG, WebP, AVIF, HEIC, JPEG XL, JPEG 2000, BPG, QOI, PPM, PGM, PAM,
 * BMP or TIFF, recognised by its first bytes. Gives [H, W, C] with C = 1, 3 or 4 and `bitDepth` 8
 * (Uint8Array) or 9 to 16 (Uint16Array). Throws CodecError ERR_DECODE.
 */
export async function readImage(path: string, options: ReadOptions = {}): Promise<PixelArray> {
  return driveAsync(readImageSteps(path, options), context)
}

export function readImageSync(path: string, options: ReadOptions = {}): PixelArray {
  return driveSync(readImageSteps(path, options), context)
}

/**
 * Writes a picture file; the extension says which. Lossless where the format can be, JPEG at
 * quality 95. The image's `metadata` is written where the format can hold it.
 */
export async function writeImage(path: string, image: Exclude<ImageInput, string>): Promise<void> {
  return driveAsync(writeImageSteps(path, image), context)
}

export function writeImageSync(path: string, image: Exclude<ImageInput, string>): void {
  return driveSync(writeImageSteps(path, image), context)
}
