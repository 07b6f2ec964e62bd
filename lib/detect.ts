import { checkForeign, checkKeys, checkObject } from './options'
import type { EncodedBytes, EncodeOptions } from './calls'
import { checkCall } from './calls/names'
import { decodeNames, type DecodeOptions, type Restoration } from './calls/decode'
import { Codec, decodeFurther } from './codec'
import type { Descriptor } from './codecs/descriptor'
import {
  codecOfPath,
  codecsOfBytes,
  formatOfBytes,
  formatOfPath,
  identify,
  unknownBytes,
  unknownExtension,
} from './codecs/recognise'
import { commonRows } from './codecs/rows'
import type { FloatArray, ImageInput, PixelArray, PlanarImage } from './image'
import { limitsOfCall } from './files/limits'
import { sourceBytes } from './files/source'
import { owned, walkAhead } from './flow/rest'
import { findDescriptor, type NameOf, type OptionsFor } from './registry'
import { type FileSource, pathToWrite } from './source'
import { contextOf, driveAsync, type Steps } from './task'
import { kindOf } from './source/typed_array'
import { once } from './options/once'

interface Chosen<N extends string = string> {
  /** A registry name; default: told by the extension of `to`, or by the stream's first bytes. */
  codec?: NameOf<N>
  /** What that codec's constructor takes. */
  options?: OptionsFor<N>
}

function chosen(
  descriptor: Descriptor,
  format: string | undefined,
  options: Chosen['options'],
): Codec {
  return new Codec(descriptor, { ...(format && { format }), ...options })
}

/** The codec of an encode: `codec`, else what the extension of `to` says. */
function writerOf(given: EncodeOptions & Chosen): Descriptor {
  const { codec, to } = given
  if (codec !== undefined) return findDescriptor(codec)
  if (to === undefined) {
    checkForeign(given, 'encode', ['codec', 'to'])
    throw new TypeError(
      "encode: expected which codec: encode(image, { codec: 'avif' }) or { to: 'photo.avif' }",
    )
  }
  const path = pathToWrite(to, 'encode: to')
  const descriptor = codecOfPath(path)
  if (!descriptor) throw unknownExtension(path, 'codec')
  return descriptor
}

/**
 * Encodes by the codec that `to`'s extension (`.avif`, `.heic`, `.bpg`, `.jxl`, `.hevc`, ...) or
 * `codec` names, and writes the stream to `to` where given. Everything else as Codec.encode.
 * @throws TypeError where neither is given, or for an extension that no codec has
 */
export async function encode<const N extends string = string>(
  image: ImageInput,
  options: EncodeOptions & Chosen<N> = {},
): Promise<EncodedBytes> {
  if (image === undefined || image === null) {
    throw new TypeError(
      `encode: image: expected a path, a file's bytes or samples, got ${kindOf(image)}`,
    )
  }
  checkObject(options, 'encode')
  const given = once(options) as EncodeOptions & Chosen
  const { codec: _, options: own, ...rest } = given
  const descriptor = writerOf(given)
  checkCall(given, 'encode', descriptor, ['codec', 'options'])
  const format = formatOfPath(descriptor, String(rest.to ?? ''))
  return chosen(descriptor, format, own).encode(image, rest)
}

/** The first codec that reads these bytes here. */
function readerOf(bytes: Uint8Array, options: Chosen['options'], label?: string): Codec {
  const [first, ...others] = codecsOfBytes(bytes)
  if (!first) throw unknownBytes(bytes, label)
  const preferred = chosen(first, formatOfBytes(first, bytes), options)
  if (preferred.available()) return preferred
  for (const other of others) {
    const codec = chosen(other, formatOfBytes(other, bytes), {})
    if (codec.available()) return codec
  }
  return preferred
}

/** The bytes, their structure known where it takes long. */
function* walkedBytes(stream: FileSource, maxMemory?: number): Steps<Uint8Array> {
  const bytes = yield* owned(yield* sourceBytes(stream, 'decode', maxMemory))
  yield* walkAhead(bytes, identify(bytes))
  return bytes
}

/**
 * Decodes a stream (a path, bytes, or another source of them) by the codec that its first bytes
 * tell, or that `codec` names. Everything else as Codec.decode.
 * @throws CodecError `ERR_DECODE` for bytes of no codec
 */
export function decode(
  stream: FileSource,
  options: DecodeOptions & Chosen & { as: 'planes' },
): Promise<PlanarImage<ArrayBuffer>>
export function decode(
  stream: FileSource,
  options: DecodeOptions & Chosen & { as: 'float32' },
): Promise<FloatArray<ArrayBuffer>>
export function decode(
  stream: FileSource,
  options?: DecodeOptions & Chosen,
): Promise<PixelArray<ArrayBuffer>>
export async function decode(
  stream: FileSource,
  given: DecodeOptions & Chosen = {},
): Promise<Restoration> {
  checkKeys(given, [...decodeNames, 'codec', 'options'], 'decode')
  const { codec, options, ...rest } = once(given)
  const path = typeof stream === 'string' ? stream : undefined
  const limits = { ...limitsOfCall(options ?? {}, 'decode'), ...limitsOfCall(rest, 'decode') }
  const { timeout, maxMemory = commonRows.maxMemory.default } = limits
  const context = contextOf({ signal: rest.signal, timeout }, 'decode')
  const bytes = await driveAsync(walkedBytes(stream, maxMemory), context)
  const spent = timeout === undefined ? 0 : timeout - context.clock!.left
  const descriptor = codec === undefined ? undefined : findDescriptor(codec)
  const reader = descriptor
    ? chosen(descriptor, formatOfBytes(descriptor, bytes), options)
    : readerOf(bytes, options, path)
  return decodeFurther(reader, bytes, rest, spent)
}
