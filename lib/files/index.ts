import { extname } from 'node:path'
import { backends } from '../backends'
import { codecOfPath, extensions, formatOfPath } from '../codecs/recognise'
import { formatOf } from '../codecs/resolve'
import { encodeSteps } from '../flow'
import { arranged } from '../flow/arrange'
import type { FloatArray, PixelArray, PixelInput } from '../image'
import { once } from '../options/once'
import { type FileSource, pathToWrite } from '../source'
import { contextOf, driveAsync, driveSync, type RunContext, type Steps } from '../task'
import { writeBytes } from './bytes'
import { checkReadOptions, type ReadOptions, waitContext, type WaitOptions } from './limits'
import { loadPicture } from './load'
import { codingProfile, saidOnce, withMetadata } from './metadata'
import { isNpyPath, npyFile } from './npy'
import { readFile, shown } from './read'
import { backendName, setupOf } from './setup'

export type { ReadOptions } from './limits'

/** What writeImage takes. */
export type WriteOptions = WaitOptions

/** A picture file as its array. */
function* readImageSteps(
  source: FileSource,
  options: ReadOptions = {},
): Steps<PixelArray<ArrayBuffer> | FloatArray<ArrayBuffer>> {
  const { image, said } = yield* readFile(source, 'readImage', options)
  return yield* arranged(yield* shown(image, said, options), options)
}

/** The bytes of a picture file of the kind that the path's extension says. */
export function* pictureFile(path: string, image: PixelInput): Steps<Uint8Array> {
  if (isNpyPath(path)) return yield* npyFile(image)
  const descriptor = codecOfPath(path)
  if (!descriptor) {
    const known = [...extensions(), '.npy'].join(', ')
    throw new RangeError(`${path}: expected an extension among ${known}, got '${extname(path)}'`)
  }
  const setup = setupOf(descriptor, formatOfPath(descriptor, path))
  const { options, encoder } = setup
  const quality = descriptor.writeQuality ?? descriptor.quality(options, encoder).steps.at(-1)!
  const format = formatOf(descriptor, options)
  const { picture, metadata: all } = yield* loadPicture(image, {}, format)
  const backend = backends[backendName()]
  const { setup: whole, metadata } = codingProfile(backend, setup, all)
  const { bytes, warnings } = yield* encodeSteps(backend, whole, picture, quality)
  saidOnce(warnings)
  return withMetadata(bytes, metadata, path).bytes
}

/** The picture's file at `path`, which the argument `label` names. */
export function* writeImageSteps(path: string, image: PixelInput, label: string): Steps<void> {
  yield* writeBytes(path, yield* pictureFile(path, image), label)
}

function reading(
  source: FileSource,
  options: ReadOptions,
): [Steps<PixelArray<ArrayBuffer> | FloatArray<ArrayBuffer>>, RunContext] {
  const { signal, timeout, ...own } = checkReadOptions(once(options))
  return [readImageSteps(source, own), contextOf({ signal, timeout }, 'readImage')]
}

function writing(
  to: string | URL,
  image: PixelInput,
  options: WriteOptions,
): [Steps<void>, RunContext] {
  const path = pathToWrite(to, 'writeImage: path')
  const context = waitContext(options, 'writeImage')
  return [writeImageSteps(path, once(image), 'writeImage: path'), context]
}

/**
 * Reads a picture file, by its path or in memory (the sync twin: not from a Blob or stream): PNG,
 * JPEG, WebP, AVIF, HEIC, JPEG XL, JPEG 2000, BPG, QOI, PPM, PGM, PAM, BMP, TIFF, NPY or the stream of
 * any other codec, recognised by its first bytes. Gives [H, W, C] with C = 1, 3 or 4 and `bitDepth`
 * 8 (Uint8Array) or 9 to 16 (Uint16Array), upright, with the ICC profile as `metadata`; `as`,
 * `layout` and `bitDepth` ask for float samples, for [C, H, W] and for another depth.
 * @throws CodecError `ERR_DECODE` for a damaged file, `ERR_LIMIT` for one above `maxPixels`,
 *   TypeError for an unknown option
 */
export function readImage(
  source: FileSource,
  options: ReadOptions & { as: 'float32' },
): Promise<FloatArray<ArrayBuffer>>
export function readImage(
  source: FileSource,
  options?: ReadOptions,
): Promise<PixelArray<ArrayBuffer>>
export async function readImage(
  source: FileSource,
  options: ReadOptions = {},
): Promise<PixelArray<ArrayBuffer> | FloatArray<ArrayBuffer>> {
  return driveAsync(...reading(source, options))
}

/** `readImage` on the calling thread, which it blocks. */
export function readImageSync(
  source: FileSource,
  options: ReadOptions & { as: 'float32' },
): FloatArray<ArrayBuffer>
export function readImageSync(source: FileSource, options?: ReadOptions): PixelArray<ArrayBuffer>
export function readImageSync(
  source: FileSource,
  options: ReadOptions = {},
): PixelArray<ArrayBuffer> | FloatArray<ArrayBuffer> {
  return driveSync(...reading(source, options))
}

/**
 * Writes a picture file, by a path or `file:` URL; the extension says which. Lossless where the
 * format can be, JPEG at quality 95. The image's `metadata` is written where the format can hold
 * it.
 */
export async function writeImage(
  path: string | URL,
  image: PixelInput,
  options: WriteOptions = {},
): Promise<void> {
  return driveAsync(...writing(path, image, options))
}

/** `writeImage` on the calling thread, which it blocks. */
export function writeImageSync(
  path: string | URL,
  image: PixelInput,
  options: WriteOptions = {},
): void {
  return driveSync(...writing(path, image, options))
}
