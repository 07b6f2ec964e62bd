import type { Backend, Decoded, OutputFormat } from '../backends/backend'
import { formatOf } from '../codecs/resolve'
import { CodecError } from '../errors'
import type { Steps } from '../task'
import { decodeContained } from './contained'
import { decodeByFirst } from './decoders'
import { decodeFirstFrame } from './first_frame'
import { decodeIsolated } from './isolated'
import { withinMemory } from './memory'
import { packetOf } from './packet'
import { planDecode } from './plan'
import type { Setup } from './plan/setup'
import { rest, walkAhead } from './rest'
import { checkedSize } from './size'

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
  const alpha = stream.hasAlpha?.(packet)
  const carried = alpha === undefined ? undefined : alpha ? 4 : 3
  const channels = output.channels ?? (gray ? 1 : carried)
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
