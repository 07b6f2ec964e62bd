import { extname } from 'node:path'
import { nativeBackend } from './backends/native'
import { ffmpegBackend } from './backends/pipe'
import { addon } from './backends/addon'
import { commonRows } from './codecs/common'
import type { Descriptor } from './codecs/descriptor'
import { pictureFiles } from './codecs/pictures'
import { CodecError } from './errors'
import { readBytes, writeBytes } from './files'
import { decodeSteps, encodeSteps, toPublic } from './flow'
import { type ImageInput, type PixelArray, type PlanarImage, toPicture } from './image'
import { resolveOptions } from './options'
import type { Setup } from './plan'
import { driveAsync, driveSync, type RunContext, type Steps } from './task'

const context: RunContext = { maxOutputBytes: 2 ** 31 - 1, log: () => {} }

function setupOf(descriptor: Descriptor): Setup {
  const options = resolveOptions({ ...commonRows, ...descriptor.options }, {}, descriptor.name)
  const encoder = descriptor.encoders[0]!
  return { descriptor, options, encoder, decoder: descriptor.decoders[0]! }
}

/** Picture files go through the addon, or through the ffmpeg program where there is none. */
const backend = () => (addon() ? nativeBackend : ffmpegBackend)

export function* readImageSteps(path: string): Steps<PixelArray> {
  const bytes = yield* readBytes(path)
  const file = pictureFiles.find(({ matches }) => matches(bytes))
  if (!file) {
    const known = pictureFiles.map(({ descriptor }) => descriptor.name).join(', ')
    throw new CodecError('ERR_DECODE', `${path}: not a picture file that is known here (${known})`)
  }
  const { descriptor } = file
  return toPublic(yield* decodeSteps(backend(), setupOf(descriptor), bytes, {}))
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
  const { bytes } = yield* encodeSteps(backend(), setup, toPicture(image), quality)
  yield* writeBytes(path, bytes)
}

/**
 * Reads a picture file: PNG, JPEG, WebP, PPM, PGM, PAM, BMP, TIFF, recognised by its first bytes.
 * Gives [H, W, C] with C = 1, 3 or 4 and `bitDepth` 8 (Uint8Array) or 9 to 16 (Uint16Array).
 * Throws CodecError ERR_DECODE.
 */
export async function readImage(path: string): Promise<PixelArray> {
  return driveAsync(readImageSteps(path), context)
}

export function readImageSync(path: string): PixelArray {
  return driveSync(readImageSteps(path), context)
}

/** Writes a picture file; the extension says which. JPEG at quality 95, WebP lossless. */
export async function writeImage(path: string, image: Exclude<ImageInput, string>): Promise<void> {
  return driveAsync(writeImageSteps(path, image), context)
}

export function writeImageSync(path: string, image: Exclude<ImageInput, string>): void {
  return driveSync(writeImageSteps(path, image), context)
}

export type { PlanarImage }
