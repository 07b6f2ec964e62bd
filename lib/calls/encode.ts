import { formatOf } from '../codecs/resolve'
import { writeBytes } from '../files/bytes'
import { codingProfile, saidOnce, withMetadata } from '../files/metadata'
import { loadPicture } from '../files/load'
import type { ImageInput } from '../image'
import type { Steps } from '../task'
import { encodePicture, reading, streamPath } from './coding'
import { checkCall } from './names'
import type { CodecEncodeOptions } from './options'
import type { Ready } from './ready'
import type { EncodedBytes } from './results'

/** What `encode` of a codec does. */
export function* encodeCall(
  ready: Ready,
  image: ImageInput,
  options: CodecEncodeOptions,
): Steps<EncodedBytes> {
  const { descriptor, options: resolved } = ready.setup
  checkCall(options, 'encode', descriptor)
  const to = streamPath(ready.setup, options.to, 'encode: to')
  const loaded = yield* loadPicture(
    image,
    { ...options, ...reading(ready, options) },
    formatOf(descriptor, resolved),
  )
  const { setup, metadata } = codingProfile(ready.backend, ready.setup, loaded.metadata)
  const finish = (stream: Uint8Array) => withMetadata(stream, metadata, descriptor.name)
  const whole = (stream: Uint8Array) => finish(stream).bytes
  const found = yield* encodePicture({ ...ready, setup }, loaded.picture, options, whole)
  const carried = finish(found.bytes)
  // No stream of ours lies in shared memory.
  const bytes = carried.bytes as EncodedBytes
  if (to !== undefined) yield* writeBytes(to, bytes, 'encode: to')
  if (found.tries) Object.assign(bytes, { quality: found.quality, tries: found.tries })
  const warnings = [...loaded.warnings, ...saidOnce(found.warnings), ...carried.warnings]
  return warnings.length > 0 ? Object.assign(bytes, { warnings }) : bytes
}
