import {
  type ImageInput,
  type Picture,
  type PixelArray,
  type PlanarImage,
  toPicture,
} from '../image'
import type { Size } from '../bitstream/bytes'
import { checkExtension } from '../codecs/recognise'
import { formatOf } from '../codecs/resolve'
import { writeBytes } from '../files/bytes'
import { decodeSteps, encodeSteps } from '../flow'
import { codedSize } from '../flow/plan'
import { toPlanar, toPublic } from '../flow/public'
import { arranged } from '../flow/arrange'
import { comparePictures } from '../metrics/index'
import type { Setup } from '../flow/plan/setup'
import { checkQuality } from './quality'
import { writeImageSteps } from '../files'
import { limitsOf } from '../files/limits'
import { codedDepthOf, isFloat, loadPicture } from '../files/load'
import { likeInput, type Restoration } from './decode'
import { checkCall } from './names'
import type { ApplyOptions, EncodeOptions, HowGood } from './options'
import type { Ready } from './ready'
import type { Applied, EncodedBytes, Restored, SearchTry } from './results'
import { searchQuality } from './search'
import { type Measurement, parseTarget } from './target'
import { shown } from '../options'
import { pathToWrite } from '../source'
import type { Steps } from '../task'
import { codingProfile, saidOnce, withMetadata } from '../files/metadata'

export type { ApplyOptions, EncodeOptions } from './options'
export type { Applied, EncodedBytes, Restored, SearchTry } from './results'

interface Found {
  bytes: Uint8Array
  ms: number
  quality: number
  tries?: SearchTry[]
  warnings?: string[] | undefined
}

function* restore(ready: Ready, bytes: Uint8Array, picture: Picture) {
  const output = likeInput(picture)
  const decoded = yield* decodeSteps(ready.backend, ready.setup, bytes, output)
  const layout = picture.kind === 'pixels' ? picture.layout : undefined
  const restored = output.planes ? toPlanar(decoded) : toPublic(decoded, layout)
  return { restored, ms: decoded.ms }
}

/** A stream with all that will stand in the file: what a target of bytes is about. */
type Finish = (stream: Uint8Array) => Uint8Array

/** @throws TypeError for what cannot be called */
function listener({ onTry = () => undefined }: HowGood): (one: SearchTry) => void {
  if (typeof onTry === 'function') return onTry
  throw new TypeError(`onTry: expected a function, got ${shown(onTry)}`)
}

/** Searches the quality that meets the target; keeps the stream of every try until the best is known. */
function* encodeToTarget(
  ready: Ready,
  picture: Picture,
  how: HowGood,
  finish: Finish,
): Steps<Found> {
  const { backend, scale } = ready
  const goal = parseTarget(how.target, picture.width, picture.height)
  // A decoder may give samples of a lossy stream with a profile in another colour: not to be compared.
  const setup = goal.kind === 'size' ? ready.setup : { ...ready.setup, icc: undefined }
  const onTry = listener(how)
  let warnings: string[] | undefined
  const measure = function* (
    quality: number,
  ): Steps<Measurement & { stream: Uint8Array; ms: number }> {
    const coded = yield* encodeSteps(backend, setup, picture, quality)
    const { bytes: stream, ms } = coded
    warnings ??= coded.warnings
    const bytes = countedBytes(setup, finish(stream), picture)
    if (goal.kind === 'size') {
      onTry({ quality, bytes })
      return { bytes, stream, ms }
    }
    const { restored } = yield* restore(ready, stream, picture)
    const back: Picture = { ...toPicture(restored), ours: true }
    const { values } = yield* comparePictures(picture, back, [goal.metric])
    const value = values[goal.metric]
    onTry({ quality, bytes, value })
    return { bytes, value, stream, ms }
  }
  const { best, tries } = yield* searchQuality({ scale, goal, tolerance: how.tolerance }, measure)
  const told = tries.map(({ quality, bytes, value }) => ({
    quality,
    bytes,
    ...(value !== undefined && { value }),
  }))
  const { quality } = best
  if (setup.icc === ready.setup.icc) {
    return { bytes: best.stream, ms: best.ms, quality, tries: told, warnings }
  }
  const coded = yield* encodeSteps(backend, ready.setup, picture, quality)
  return { bytes: coded.bytes, ms: coded.ms, quality, tries: told, warnings: coded.warnings }
}

function* encodePicture(
  ready: Ready,
  picture: Picture,
  how: HowGood,
  finish: Finish = (stream) => stream,
): Steps<Found> {
  const { backend, setup, scale, defaultQuality } = ready
  if (how.target !== undefined) {
    if (how.quality !== undefined) throw new TypeError('quality and target: expected one of them')
    return yield* encodeToTarget(ready, picture, how, finish)
  }
  const quality =
    how.quality === undefined
      ? defaultQuality
      : checkQuality(scale, how.quality, setup.descriptor.name)
  return { ...(yield* encodeSteps(backend, setup, picture, quality)), quality }
}

/** Whether lossless is asked of a codec that has the choice. */
function isExact({ setup, scale, defaultQuality }: Ready, quality = defaultQuality): boolean {
  const { descriptor, options } = setup
  return scale.steps.length > 1 && (descriptor.lossless?.(options, quality) ?? false)
}

/** A search reads the picture for each of its tries. */
const readsAgain = ({ target }: HowGood): boolean => target !== undefined

/** Where the stream goes, checked before anything is encoded. */
function streamPath({ descriptor, options }: Setup, given: unknown, label: string) {
  if (given === undefined) return undefined
  const path = pathToWrite(given, label)
  checkExtension(descriptor, formatOf(descriptor, options), path, label)
  return path
}

export function* encodeCall(
  ready: Ready,
  image: ImageInput,
  options: EncodeOptions,
): Steps<EncodedBytes> {
  const { descriptor, options: resolved } = ready.setup
  checkCall(options, 'encode', descriptor)
  const to = streamPath(ready.setup, options.to, 'encode: to')
  const loaded = yield* loadPicture(
    image,
    {
      ...options,
      ...limitsOf(resolved),
      floatDepth: codedDepthOf(resolved),
      again: readsAgain(options),
      exact: isExact(ready, options.quality),
    },
    formatOf(descriptor, resolved),
  )
  const { setup, metadata } = codingProfile(ready.backend, ready.setup, loaded.metadata)
  const finish = (stream: Uint8Array) => withMetadata(stream, metadata, descriptor.name)
  const whole = (stream: Uint8Array) => finish(stream).bytes
  const found = yield* encodePicture({ ...ready, setup }, loaded.picture, options, whole)
  const carried = finish(found.bytes)
  // No stream of ours lies in shared memory.
  const bytes = carried.bytes as EncodedBytes
  if (to !== undefined) yield* writeBytes(to, bytes)
  if (found.tries) Object.assign(bytes, { quality: found.quality, tries: found.tries })
  const warnings = [...loaded.warnings, ...saidOnce(found.warnings), ...carried.warnings]
  return warnings.length > 0 ? Object.assign(bytes, { warnings }) : bytes
}

/** Float samples get float samples back, in their own layout. */
function* likeFloats(
  restored: PixelArray<ArrayBuffer> | PlanarImage<ArrayBuffer>,
  picture: Picture,
  image: ImageInput,
): Steps<Restoration> {
  if (picture.kind === 'planes' || !isFloat(image)) return restored
  const { layout } = picture
  return yield* arranged(restored as PixelArray<ArrayBuffer>, { as: 'float32', layout })
}

export function* applyCall<I extends ImageInput>(
  ready: Ready,
  image: I,
  options: ApplyOptions,
): Steps<Applied<I>> {
  const { descriptor, options: resolved } = ready.setup
  checkCall(options, 'apply', descriptor)
  const encoded = streamPath(ready.setup, options.encoded, 'apply: encoded')
  const decodedPath =
    options.decoded === undefined ? undefined : pathToWrite(options.decoded, 'apply: decoded')
  // What a decoder needs, and nothing else, unless the caller wants it counted.
  const { metadata: choice = 'drop' } = options
  const floatDepth = codedDepthOf(resolved)
  const how = {
    ...options,
    ...limitsOf(resolved),
    floatDepth,
    metadata: choice,
    again: readsAgain(options),
    exact: isExact(ready, options.quality),
  }
  const loaded = yield* loadPicture(image, how, formatOf(descriptor, resolved))
  const { picture } = loaded
  const exact = descriptor.lossless?.(resolved, options.quality ?? ready.defaultQuality) ?? false
  // `restored` is in the colour of what was given, which a lossy stream with a profile may not be.
  const { setup, metadata } = exact
    ? codingProfile(ready.backend, ready.setup, loaded.metadata)
    : { setup: ready.setup, metadata: loaded.metadata }
  const whole = (stream: Uint8Array) => withMetadata(stream, metadata, descriptor.name).bytes
  const coding = encodePicture({ ...ready, setup }, picture, options, whole)
  const { bytes: coded, ms: encodeMs, warnings, ...found } = yield* coding
  saidOnce(warnings)
  const bytes = whole(coded)
  if (encoded !== undefined) yield* writeBytes(encoded, bytes)
  const { restored, ms: decodeMs } = yield* restore(ready, bytes, picture)
  if (decodedPath !== undefined) yield* writeImageSteps(decodedPath, restored)
  const nBytes = countedBytes(ready.setup, bytes, picture)
  const bpp = (nBytes * 8) / (picture.width * picture.height)
  const given = yield* likeFloats(restored, picture, image)
  const own = { bytes: bytes as EncodedBytes, restored: given as Restored<I> }
  return { nBytes, bpp, ...own, ...found, encodeMs, decodeMs }
}

/** Width and height in 16 bits each. */
const SIZE_BYTES = 4

/**
 * What a decoder needs: without the container that a program's description declares, and with the
 * size of a picture that was padded for a program, which its stream does not say.
 */
function countedBytes(setup: Setup, { length }: Uint8Array, picture: Size): number {
  const { program, containerBytes = 0 } = setup.descriptor
  if (!program) return length
  const coded = codedSize(setup, picture, '')
  const padded = coded.width !== picture.width || coded.height !== picture.height
  return length - containerBytes + (padded ? SIZE_BYTES : 0)
}
