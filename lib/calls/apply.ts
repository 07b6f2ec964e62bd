import { formatOf } from '../codecs/resolve'
import { writeImageSteps } from '../files'
import { writeBytes } from '../files/bytes'
import { codingProfile, saidOnce, withMetadata } from '../files/metadata'
import { isFloat, loadPicture } from '../files/load'
import { arranged } from '../flow/arrange'
import type { ImageInput, Picture, PixelArray, PlanarImage } from '../image'
import { pathToWrite } from '../source'
import type { Steps } from '../task'
import { encodePicture, reading, streamPath } from './coding'
import type { Restoration } from './decode'
import { checkCall } from './names'
import type { ApplyOptions } from './options'
import type { Ready } from './ready'
import { countedBytes, restore } from './restored'
import type { Applied, EncodedBytes, Restored } from './results'

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

/** What `apply` of a codec does. */
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
  const how = { ...options, ...reading(ready, options), metadata: choice }
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
  if (encoded !== undefined) yield* writeBytes(encoded, bytes, 'apply: encoded')
  const { restored, ms: decodeMs } = yield* restore(ready, bytes, picture)
  if (decodedPath !== undefined) yield* writeImageSteps(decodedPath, restored, 'apply: decoded')
  const nBytes = countedBytes(ready.setup, bytes, picture)
  const bpp = (nBytes * 8) / (picture.width * picture.height)
  const given = yield* likeFloats(restored, picture, image)
  const own = { bytes: bytes as EncodedBytes, restored: given as Restored<I> }
  return { nBytes, bpp, ...own, ...found, encodeMs, decodeMs }
}
