import type { Backend, Coded, Decoded, OutputFormat } from '../backends/backend'
import { decodeContained, encodeContained } from './contain'
import type { PictureInfo } from '../codecs/encoding'
import type { StreamFunctions } from '../codecs/stream'
import type { Size } from '../bitstream/bytes'
import { formatOf } from '../codecs/resolve'
import { CodecError } from '../errors'
import type { Format } from '../formats/format'
import type { Picture } from '../image'
import { decodeByFirst } from './decoders'
import { decodeFirstFrame } from './first_frame'
import { planDecode, planEncode } from './plan'
import type { Setup } from './plan/setup'
import { decodeIsolated } from './isolated'
import { withinMemory } from './memory'
import { rest, walkAhead } from './rest'
import { checkedSize } from './size'
import type { Steps } from '../task'
import type { Plain } from '../bitstream/plain'

/** The encoder's packet with everything of ours around it. */
function finished(setup: Setup, packet: Uint8Array, picture: PictureInfo, padded: boolean) {
  const { descriptor, options } = setup
  const { width, height } = picture
  const { finish, trueSize } = descriptor.stream ?? {}
  const changed = finish?.(packet, options, picture) ?? packet
  const sized = padded ? trueSize!.write(changed, width, height) : changed
  return formatOf(descriptor, options).wrap?.(sized, { width, height }) ?? sized
}

/** What is known of a codec's packets: of those that are the whole file, what its format knows. */
function packetFunctions({ descriptor, options }: Setup): StreamFunctions & Pick<Format, 'most'> {
  const { kind, unwrap } = formatOf(descriptor, options)
  if (unwrap || descriptor.container) return { ...descriptor.stream }
  return { verify: kind.verify, size: kind.size, most: kind.most, ...descriptor.stream }
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

/** A picture to the stream as the user gets it; without a profile that the encoder does not take. */
export function* encodeSteps(
  backend: Backend,
  setup: Setup,
  picture: Picture,
  quality: number,
): Steps<Coded> {
  if (!setup.icc) return yield* encodeOnce(backend, setup, picture, quality)
  try {
    return yield* encodeOnce(backend, setup, picture, quality)
  } catch (error) {
    if (!(error instanceof CodecError) || error.code !== 'ERR_ENCODE') throw error
    const coded = yield* encodeOnce(backend, { ...setup, icc: undefined }, picture, quality)
    const { name } = setup.descriptor
    return { ...coded, warnings: [`${name}: the file cannot hold the ICC profile: left out`] }
  }
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

/** The packet inside of a stream, checked for what libav's decoders let pass. */
function* packetOf(setup: Setup, bytes: Uint8Array): Steps<Plain & { size: Size | undefined }> {
  const { descriptor, options } = setup
  const packet = formatOf(descriptor, options).unwrap?.(bytes) ?? bytes
  const known = packetFunctions(setup)
  known.verify?.(packet, options)
  yield* rest(bytes)
  const size = checkedSize(setup, packet, known)
  yield* rest(bytes)
  const {
    bytes: plain,
    warnings,
    coded,
  }: Plain = descriptor.stream?.plain?.(packet) ?? { bytes: packet, warnings: [] }
  yield* rest(bytes)
  const told = warnings.map((warning) => `${descriptor.name}: ${warning}`)
  return { bytes: plain, warnings: told, coded, size }
}

/** The file without what lies behind its picture. */
function pictureOf({ descriptor, options }: Setup, bytes: Uint8Array) {
  const end = formatOf(descriptor, options).kind.end?.(bytes) ?? bytes.length
  if (end === bytes.length) return { picture: bytes, warnings: [] }
  const warning = `${descriptor.name}: ${bytes.length - end} bytes behind the end of the picture`
  return { picture: bytes.subarray(0, end), warnings: [warning] }
}

const withWarnings = (decoded: Decoded, warnings: string[]): Decoded =>
  warnings.length > 0
    ? { ...decoded, warnings: [...warnings, ...(decoded.warnings ?? [])] }
    : decoded

/** stream -> checks -> backend -> samples, cropped to the true size. */
export function* decodeSteps(
  backend: Backend,
  setup: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): Steps<Decoded> {
  if (bytes.length === 0) throw new CodecError('ERR_DECODE', `${setup.descriptor.name}: no bytes`)
  if (setup.options.isolate) return yield* decodeIsolated(backend, setup, bytes, output)
  const decode = (limited: Setup) => decodeFile(backend, limited, bytes, output)
  // Where the size is known the stream is one of ours, of a picture that is in memory already.
  if (output.width !== undefined) return yield* decode(setup)
  return yield* withinMemory(setup, bytes, decode)
}

function* decodeFile(
  backend: Backend,
  setup: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): Steps<Decoded> {
  const { descriptor } = setup
  const { picture, warnings } = pictureOf(setup, bytes)
  yield* rest(bytes)
  if (picture.length < bytes.length)
    yield* walkAhead(picture, formatOf(descriptor, setup.options).kind)
  const inProcess = descriptor.container ? decodeContained : decodeStream
  const decode = backend.wholeFiles ? decodeWhole : inProcess
  const decoded = withWarnings(yield* decode(backend, setup, picture, output), warnings)
  if (setup.options.strict && decoded.warnings?.length) {
    throw new CodecError('ERR_DECODE', decoded.warnings.join('; '))
  }
  return decoded
}

/** A file that a program reads by itself. */
function* decodeWhole(
  backend: Backend,
  setup: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): Steps<Decoded> {
  // From the header: a program allocates before it can be asked.
  checkedSize(setup, bytes, formatOf(setup.descriptor, setup.options).kind)
  const { stream = {} } = setup.descriptor
  const frame = stream.firstFrame?.(bytes) // dwebp has none of an animation
  if (frame) return yield* decodeFirstFrame(backend, setup, bytes, frame, output)
  const opaque = stream.hasAlpha?.(bytes) === false
  const channels = output.channels ?? (opaque ? 3 : undefined)
  const size = output.width ? undefined : stream.trueSize?.read(bytes)
  const plan = planDecode(setup, { ...output, ...size, channels })
  return yield* backend.decode(plan, { bytes, packet: bytes })
}

function* decodeStream(
  backend: Backend,
  setup: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): Steps<Decoded> {
  const { stream = {} } = setup.descriptor
  const { bytes: packet, warnings, coded: said, size: whole } = yield* packetOf(setup, bytes)
  const frame = stream.firstFrame?.(packet)
  yield* rest(bytes)
  if (frame) return yield* decodeFirstFrame(backend, setup, packet, frame, output)
  const size = output.width ? undefined : stream.trueSize?.read(packet)
  const gray = stream.isGray?.(packet) ?? false
  yield* rest(bytes)
  const opaque = stream.hasAlpha?.(packet) === false
  const channels = output.channels ?? (gray ? 1 : opaque ? 3 : undefined)
  const wanted = { ...output, ...size, channels }
  yield* rest(bytes)
  const planes = output.planes ? stream.codedPlanes?.(packet) : undefined
  if (!planes) {
    const source = { bytes: stream.plain ? packet : bytes, packet, coded: said, size: whole }
    const decoded = yield* decodeByFirst(backend, setup, source, wanted)
    return withWarnings(gray && output.planes ? lumaOf(decoded) : decoded, warnings)
  }
  const coded = { bytes: planes.bytes, packet: planes.bytes, size: whole }
  return yield* decodeByFirst(backend, setup, coded, wanted, planes.pixelFormat)
}

/** The first plane under the name of the gray format of its depth. */
function lumaOf(decoded: Decoded): Decoded {
  const { data, bitDepth } = decoded
  const pixelFormat = bitDepth > 8 ? `gray${bitDepth}le` : 'gray'
  return { ...decoded, data: data.slice(0, 1), channels: 1, pixelFormat }
}
