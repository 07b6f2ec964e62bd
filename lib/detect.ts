import { readFile } from 'node:fs/promises'
import { checkBytes } from './bitstream/bytes'
import type { DecodeOptions, EncodedBytes, EncodeOptions } from './calls'
import { Codec } from './codec'
import type { Descriptor } from './codecs/descriptor'
import {
  codecOfPath,
  codecsOfBytes,
  formatOfBytes,
  formatOfPath,
  unknownBytes,
  unknownExtension,
} from './codecs/recognise'
import type { ImageInput, PixelArray } from './image'
import { findDescriptor } from './registry'

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
  return new Codec(descriptor, { ...(format && { format }), ...options })
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
  if (!descriptor) throw unknownExtension(path, 'codec')
  return chosen(descriptor, formatOfPath(descriptor, path), options).encode(image, rest)
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

/**
 * Decodes a stream (bytes or a path) by the codec that its first bytes tell, or that `codec` names.
 * Everything else as Codec.decode. Rejects with CodecError `ERR_DECODE` for bytes of no codec.
 */
export async function decode(
  stream: Uint8Array | string,
  { codec, options, ...rest }: DecodeOptions & Chosen = {},
): Promise<PixelArray> {
  const { signal } = rest
  const path = typeof stream === 'string' ? stream : undefined
  const bytes = typeof stream === 'string' ? await readFile(stream, { signal }) : stream
  checkBytes(bytes, 'decode')
  if (codec === undefined) return readerOf(bytes, options, path).decode(bytes, rest)
  const descriptor = findDescriptor(codec)
  return chosen(descriptor, formatOfBytes(descriptor, bytes), options).decode(bytes, rest)
}
