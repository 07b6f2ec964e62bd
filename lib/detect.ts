import { checkForeign, checkKeys, checkObject } from './options'
import type { EncodedBytes, CodecEncodeOptions } from './calls'
import { checkCall } from './calls/names'
import { decodeNames, type CodecDecodeOptions, type Restoration } from './calls/decode'
import { type Begun, Codec, further } from './codec'
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
import { ofSource, pathOfSource, sourceBytes } from './files/source'
import { addonAside } from './flow/addon_aside'
import { owned, walkAhead } from './flow/rest'
import { findDescriptor, type NameOf, type OptionsFor } from './registry'
import { type FileSource, pathToWrite } from './source'
import { contextOf, driveAsync, driveSync, type Steps } from './task'
import { kindOf } from './source/typed_array'
import { once } from './options/once'

/** Whose stream it is. */
interface Chosen<N extends string> {
  /** A registry name; default: told by the extension of `to`, or by the stream's first bytes. */
  codec?: NameOf<N>
  /** What that codec's constructor takes. */
  options?: OptionsFor<N>
}

/** What `encode` takes: which codec, and what Codec.encode takes. */
export type EncodeOptions<N extends string = string> = CodecEncodeOptions & Chosen<N>

/** What `decode` takes: what Codec.decode takes, and, where the bytes are not to tell, which codec. */
export type DecodeOptions<N extends string = string> = CodecDecodeOptions & Chosen<N>

function chosen(
  descriptor: Descriptor,
  format: string | undefined,
  options: object | undefined,
): Codec {
  return new Codec(descriptor, { ...(format && { format }), ...options })
}

/** The codec of an encode: `codec`, else what the extension of `to` says. */
function writerOf(given: EncodeOptions): Descriptor {
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

/** The codec of an encode, and what is left for it. */
function writer(
  image: ImageInput,
  options: EncodeOptions,
): { codec: Codec; rest: CodecEncodeOptions } {
  if (image === undefined || image === null) {
    throw new TypeError(
      `encode: image: expected a path, a file's bytes or samples, got ${kindOf(image)}`,
    )
  }
  checkObject(options, 'encode')
  const given = once(options)
  const { codec: _, options: own, ...rest } = given
  const descriptor = writerOf(given)
  checkCall(given, 'encode', descriptor, ['codec', 'options'])
  const format = formatOfPath(descriptor, String(rest.to ?? ''))
  return { codec: chosen(descriptor, format, own), rest }
}

/**
 * Encodes a picture (samples, or a picture file) to a stream, a Uint8Array, by the codec that `to`'s
 * extension (`.avif`, `.heic`, `.bpg`, `.jxl`, `.hevc`, ...) or `codec` names, and writes it to `to`
 * where given. Everything else as Codec.encode.
 * @throws TypeError where neither is given, or for an extension that no codec has
 */
export async function encode<const N extends string = string>(
  image: ImageInput,
  given: EncodeOptions<N> = {},
): Promise<EncodedBytes> {
  const { codec, rest } = writer(image, given as EncodeOptions)
  return codec.encode(image, rest)
}

/** `encode` on the calling thread, which it blocks; of a Blob or a stream a TypeError. */
export function encodeSync<const N extends string = string>(
  image: ImageInput,
  given: EncodeOptions<N> = {},
): EncodedBytes {
  const { codec, rest } = writer(image, given as EncodeOptions)
  return codec.encodeSync(image, rest)
}

/** The first codec that reads these bytes here. */
function readerOf(bytes: Uint8Array, options: object | undefined, label?: string): Codec {
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

/** A stream that has been read, and whose it is. */
interface Recognised {
  bytes: Uint8Array
  codec: Codec
}

/** The bytes, their structure known where it takes long, and their codec. */
function* recognised(
  stream: FileSource,
  maxMemory: number,
  codecOf: (bytes: Uint8Array) => Codec,
): Steps<Recognised> {
  const bytes = yield* owned(yield* sourceBytes(stream, 'decode', maxMemory))
  yield* walkAhead(bytes, identify(bytes))
  yield* addonAside()
  return { bytes, codec: codecOf(bytes) }
}

/** What a decode of `stream` needs: its bytes and their codec by `steps`, and what is left for that. */
function reader(from: FileSource, given: DecodeOptions) {
  checkKeys(given, [...decodeNames, 'codec', 'options'], 'decode')
  const { codec, options, ...rest } = once(given)
  const limits = { ...limitsOfCall(options ?? {}, 'decode'), ...limitsOfCall(rest, 'decode') }
  const { timeout, maxMemory = commonRows.maxMemory.default } = limits
  const context = contextOf({ signal: rest.signal, timeout }, 'decode')
  const codecOf = (bytes: Uint8Array): Codec => {
    if (codec === undefined) return readerOf(bytes, options, pathOfSource(from))
    const descriptor = findDescriptor(codec)
    return chosen(descriptor, formatOfBytes(descriptor, bytes), options)
  }
  const steps = ofSource(from, recognised(from, maxMemory, codecOf))
  const begun = (bytes: Uint8Array): Begun => {
    const spent = timeout === undefined ? 0 : timeout - context.clock!.left
    return { bytes, from, spent }
  }
  return { steps, context, begun, rest }
}

/**
 * Decodes a stream (a path, bytes, or another source of them) by the codec that its first bytes
 * tell, or that `codec` names: to samples [H, W, C], or as floats or planes (`as`). Everything else
 * as Codec.decode.
 * @throws CodecError `ERR_DECODE` for bytes of no codec
 */
export function decode<const N extends string = string>(
  stream: FileSource,
  options: DecodeOptions<N> & { as: 'planes' },
): Promise<PlanarImage<ArrayBuffer>>
export function decode<const N extends string = string>(
  stream: FileSource,
  options: DecodeOptions<N> & { as: 'float32' },
): Promise<FloatArray<ArrayBuffer>>
export function decode<const N extends string = string>(
  stream: FileSource,
  options?: DecodeOptions<N>,
): Promise<PixelArray<ArrayBuffer>>
export async function decode(stream: FileSource, given: DecodeOptions = {}): Promise<Restoration> {
  const { steps, context, begun, rest } = reader(stream, given)
  const { bytes, codec } = await driveAsync(steps, context)
  return further.decode(codec, begun(bytes), rest)
}

/** `decode` on the calling thread, which it blocks; of a Blob or a stream a TypeError. */
export function decodeSync<const N extends string = string>(
  stream: FileSource,
  options: DecodeOptions<N> & { as: 'planes' },
): PlanarImage<ArrayBuffer>
export function decodeSync<const N extends string = string>(
  stream: FileSource,
  options: DecodeOptions<N> & { as: 'float32' },
): FloatArray<ArrayBuffer>
export function decodeSync<const N extends string = string>(
  stream: FileSource,
  options?: DecodeOptions<N>,
): PixelArray<ArrayBuffer>
export function decodeSync(stream: FileSource, given: DecodeOptions = {}): Restoration {
  const { steps, context, begun, rest } = reader(stream, given)
  const { bytes, codec } = driveSync(steps, context)
  return further.decodeSync(codec, begun(bytes), rest)
}
