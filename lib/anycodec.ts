import { readFile } from 'node:fs/promises'
import type { DecodeOptions, EncodedBytes, EncodeOptions } from './calls'
import type { Codec } from './codec'
import {
  codecOfBytes,
  codecOfPath,
  formatOfBytes,
  formatOfPath,
  unknownBytes,
  unknownExtension,
} from './detect'
import type { Descriptor } from './codecs/descriptor'
import type { ImageInput, PixelArray } from './image'
import { createCodec, findDescriptor } from './registry'

interface Chosen {
  /** A registry name; default: told by the extension of `to`, or by the stream's first bytes. */
  codec?: string
  /** What that codec's constructor takes. */
  options?: Record<string, unknown>
}

function chosen(
  descriptor: Descriptor,
  format: string | undefined,
  options: Chosen['options'],
): Codec {
  return createCodec(descriptor.name, { ...(format && { format }), ...options })
}

/**
 * Encodes by the codec that `to`'s extension (`.avif`, `.heic`, `.bpg`, `.jxl`, `.hevc`, ...) or
 * `codec` names, and writes the stream to `to` where given. Everything else as Codec.encode.
 * Rejects with TypeError for an extension that no codec has.
 */
export async function encode(
  image: ImageInput,
  { codec, options, ...rest }: EncodeOptions & Chosen,
): Promise<EncodedBytes> {
  const path = rest.to ?? ''
  const descriptor = codec === undefined ? codecOfPath(path) : findDescriptor(codec)
  if (!descriptor) throw unknownExtension(path)
  return chosen(descriptor, formatOfPath(descriptor, path), options).encode(image, rest)
}

/**
 * Decodes a stream (bytes or a path) by the codec that its first bytes tell, or that `codec` names.
 * Everything else as Codec.decode. Rejects with CodecError `ERR_DECODE` for bytes of no codec.
 */
export async function decode(
  stream: Uint8Array | string,
  { codec, options, ...rest }: DecodeOptions & Chosen = {},
): Promise<PixelArray> {
  const { signal } = rest
  const bytes =
    typeof stream === 'string' ? new Uint8Array(await readFile(stream, { signal })) : stream
  const descriptor = codec === undefined ? codecOfBytes(bytes) : findDescriptor(codec)
  if (!descriptor) throw unknownBytes(typeof stream === 'string' ? stream : 'decode')
  return chosen(descriptor, formatOfBytes(descriptor, bytes), options).decode(bytes, rest)
}
