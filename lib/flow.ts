import type { Backend, Coded, Decoded, OutputFormat } from './backends/backend'
import { decodeContained, encodeContained } from './contain'
import type { PictureInfo, StreamFormat } from './codecs/descriptor'
import { CodecError } from './errors'
import { type Layout, type PixelArray, type Picture, type PlanarImage, toArray } from './image'
import { parsePixelFormat, planeSize } from './pixelformat'
import { planDecode, planEncode, type Setup } from './plan'
import type { Steps } from './task'

/** The stream format that the options chose: the first one by default. */
export function streamFormat({ descriptor, options }: Setup): StreamFormat | undefined {
  return descriptor.formats[options.format] ?? Object.values(descriptor.formats)[0]
}

/** The encoder's packet with everything of ours around it. */
function finished(setup: Setup, packet: Uint8Array, picture: PictureInfo, padded: boolean) {
  const { descriptor, options } = setup
  const { width, height } = picture
  const changed = descriptor.finish?.(packet, options, picture) ?? packet
  const sized = padded ? descriptor.trueSize!.write(changed, width, height) : changed
  return streamFormat(setup)?.wrap?.(sized, { width, height }) ?? sized
}

/** picture -> plan -> backend -> the stream of a codec that stands alone. */
function* encodeAlone(
  backend: Backend,
  setup: Setup,
  picture: Picture,
  quality: number,
): Steps<Coded> {
  const plan = planEncode(setup, picture, quality)
  const { bytes: packet, ms } = yield* backend.encode(setup.descriptor, plan, picture)
  if (backend.wholeFiles) return { bytes: packet, ms }
  const { width, height, pixelFormat } = plan
  const { channels, bitDepth } = picture
  const padded = plan.codedWidth !== width || plan.codedHeight !== height
  const info = { width, height, channels, bitDepth, pixelFormat }
  return { bytes: finished(setup, packet, info, padded), ms }
}

/** A picture to the stream as the user gets it. */
export function* encodeSteps(
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
function packetOf(setup: Setup, bytes: Uint8Array): Uint8Array {
  const { descriptor, options } = setup
  const packet = streamFormat(setup)?.unwrap?.(bytes) ?? bytes
  descriptor.verify?.(packet, options)
  const size = descriptor.size?.(packet)
  if (size && size.width * size.height > options.maxPixels) {
    throw new CodecError(
      'ERR_LIMIT',
      `${descriptor.name}: a picture of ${size.width}x${size.height} has more than maxPixels (${options.maxPixels})`,
    )
  }
  return packet
}

/** stream -> checks -> backend -> samples, cropped to the true size. */
export function* decodeSteps(
  backend: Backend,
  setup: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): Steps<Decoded> {
  const { descriptor } = setup
  if (bytes.length === 0) throw new CodecError('ERR_DECODE', `${descriptor.name}: no bytes`)
  if (descriptor.container && !backend.wholeFiles) {
    return yield* decodeContained(backend, setup, bytes, output)
  }
  const packet = backend.wholeFiles ? bytes : packetOf(setup, bytes)
  const size = backend.wholeFiles || output.width ? undefined : descriptor.trueSize?.read(packet)
  const channels = output.channels ?? (descriptor.hasAlpha?.(packet) === false ? 3 : undefined)
  const plan = planDecode(setup, { ...output, ...size, channels })
  return yield* backend.decode(descriptor, plan, { bytes, packet })
}

/** Decoded samples as the public array, or as planes. */
export function toPublic(decoded: Decoded, layout?: Layout): PixelArray {
  return toArray(decoded.data[0]!, decoded, layout)
}

export function toPlanar(decoded: Decoded): PlanarImage {
  const { data: planes, width, height, pixelFormat, matrix, range } = decoded
  const format = parsePixelFormat(pixelFormat)
  const strides = planes.map((_, i) => (format ? planeSize(format, width, height, i).width : width))
  return { planes, width, height, pixelFormat, strides, matrix, range }
}
