import type { Backend, Coded } from '../backends/backend'
import type { PictureInfo } from '../codecs/encoding'
import { formatOf } from '../codecs/resolve'
import { CodecError } from '../errors'
import type { Picture } from '../image'
import { unfitProfile } from '../metadata/choice'
import { isConvertible } from '../metadata/icc/convertible'
import type { Steps } from '../task'
import { encodeContained } from './contain'
import { packetFunctions } from './packet'
import { planEncode } from './plan'
import type { Setup } from './plan/setup'

/** The encoder's packet with everything of ours around it. */
function finished(setup: Setup, packet: Uint8Array, picture: PictureInfo, padded: boolean) {
  const { descriptor, options } = setup
  const { width, height } = picture
  const { finish, trueSize } = descriptor.stream ?? {}
  const changed = finish?.(packet, options, picture) ?? packet
  const sized = padded ? trueSize!.write(changed, width, height) : changed
  return formatOf(descriptor, options).wrap?.(sized, { width, height }) ?? sized
}

/** A program that ends well may have written half of a file. */
function checkFile(setup: Setup, bytes: Uint8Array): void {
  const { descriptor, options, encoder } = setup
  try {
    packetFunctions(setup).verify?.(bytes, { ...options, strict: false })
  } catch (cause) {
    const message = `${descriptor.name}: ${encoder} ended well, but what it wrote is damaged: ${String(cause)}`
    throw new CodecError('ERR_CHILD', message, { cause })
  }
}

/** picture -> plan -> backend -> the stream of a codec that stands alone. */
function* encodeAlone(
  backend: Backend,
  setup: Setup,
  picture: Picture,
  quality: number,
): Steps<Coded> {
  const plan = planEncode(setup, picture, quality)
  const { bytes: packet, ms } = yield* backend.encode(plan, picture)
  const { width, height, pixelFormat } = plan
  const { channels, bitDepth } = picture
  const padded = plan.codedWidth !== width || plan.codedHeight !== height
  if (backend.wholeFiles) {
    checkFile(setup, packet)
    const sized = padded && setup.descriptor.stream?.trueSize?.write(packet, width, height)
    return { bytes: sized || packet, ms }
  }
  const info = { width, height, channels, bitDepth, pixelFormat }
  return { bytes: finished(setup, packet, info, padded), ms }
}

/** Whether the encoder can be given the setup's profile: a lossy one converts the samples by it. */
function takesProfile({ descriptor, options, icc }: Setup, picture: Picture, quality: number) {
  if (picture.kind === 'pixels' && unfitProfile(icc!, picture.channels)) return false
  return (descriptor.lossless?.(options, quality) ?? false) || isConvertible(icc!)
}

/** A picture to the stream as the user gets it; without a profile that the encoder does not take. */
export function* encodeSteps(
  backend: Backend,
  setup: Setup,
  picture: Picture,
  quality: number,
): Steps<Coded> {
  if (!setup.icc) return yield* encodeOnce(backend, setup, picture, quality)
  try {
    if (takesProfile(setup, picture, quality))
      return yield* encodeOnce(backend, setup, picture, quality)
  } catch (error) {
    if (!(error instanceof CodecError) || error.code !== 'ERR_ENCODE') throw error
  }
  const coded = yield* encodeOnce(backend, { ...setup, icc: undefined }, picture, quality)
  const { name } = setup.descriptor
  return { ...coded, warnings: [`${name}: the file cannot hold the ICC profile: left out`] }
}

function* encodeOnce(
  backend: Backend,
  setup: Setup,
  picture: Picture,
  quality: number,
): Steps<Coded> {
  const { descriptor, options } = setup
  const contained = descriptor.container && !backend.wholeFiles
  const encode = contained ? encodeContained : encodeAlone
  const coded = yield* encode(backend, setup, picture, quality)
  const { length } = coded.bytes
  if (length > options.maxOutputBytes) {
    throw new CodecError(
      'ERR_LIMIT',
      `${descriptor.name}: ${length} bytes are more than maxOutputBytes (${options.maxOutputBytes})`,
    )
  }
  return coded
}
