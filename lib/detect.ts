import { extname } from 'node:path'
import { readHeif } from './bitstream/heif/index'
import { identify } from './bitstream/index'
import type { Descriptor } from './codecs/descriptor'
import { CodecError } from './errors'
import type { OptionRows } from './options'
import { allDescriptors } from './registry'

/** Other extensions of the same files. */
const aliases: Record<string, string> = {
  '.264': '.h264',
  '.265': '.hevc',
  '.h265': '.hevc',
  '.jpeg': '.jpg',
  '.j2c': '.j2k',
  '.jpc': '.j2k',
}

/** Codecs of the kinds of streams that are not named like their codec. */
const codecOfKind: Record<string, string> = { h264: 'x264', hevc: 'x265', obu: 'av1' }

function extensionOf(path: string): string {
  const extension = extname(path).toLowerCase()
  return aliases[extension] ?? extension
}

const named = (name: string): Descriptor | undefined =>
  allDescriptors().find((descriptor) => descriptor.name === name)

const extensionsOf = ({ formats }: Descriptor): string[] =>
  Object.values(formats).map(({ extension }) => extension)

/** The `format` option that a path's extension stands for, where the codec has one. */
export function formatOfPath({ formats, options }: Descriptor, path: string): string | undefined {
  const extension = extensionOf(path)
  const row = (options as OptionRows).format
  const values = row?.type === 'enum' ? row.values : [] // BPG's say how chroma is sampled instead
  return Object.keys(formats).find(
    (key) => values.includes(key) && formats[key]!.extension === extension,
  )
}

/**
 * The codec whose stream has this extension. Where several have it, the one that writes it by
 * default: `.ivf` is VP9 (AV1 with its codec named), `.jpg` is JPEG.
 */
export function codecOfPath(path: string): Descriptor | undefined {
  const extension = extensionOf(path)
  const all = allDescriptors()
  return (
    all.find((descriptor) => extensionsOf(descriptor)[0] === extension) ??
    all.find((descriptor) => extensionsOf(descriptor).includes(extension))
  )
}

/** The codec whose stream begins with these bytes. ERR_DECODE where a HEIF file is damaged. */
export function codecOfBytes(bytes: Uint8Array): Descriptor | undefined {
  const kind = identify(bytes)?.name
  if (kind === undefined) return undefined
  const fourcc = Buffer.from(bytes.subarray(8, 12)).toString('latin1')
  if (kind === 'ivf') return named(fourcc === 'AV01' ? 'av1' : 'vp9')
  if (kind === 'heif') return named(readHeif(bytes).image.codec === 'av1' ? 'avif' : 'heic')
  return named(codecOfKind[kind] ?? kind)
}

/** The `format` option that decodes these bytes: of all formats only IVF hides what is inside. */
export const formatOfBytes = (descriptor: Descriptor, bytes: Uint8Array): string | undefined =>
  identify(bytes)?.name === 'ivf' ? formatOfPath(descriptor, 'stream.ivf') : undefined

/** TypeError, because the call does not say which codec is meant. */
export function unknownExtension(path: string): TypeError {
  const known = [...new Set(allDescriptors().flatMap(extensionsOf))].join(', ')
  return new TypeError(
    `${path}: no codec has this extension (known: ${known}); name it by codec (--codec)`,
  )
}

export function unknownBytes(path: string): CodecError {
  return new CodecError(
    'ERR_DECODE',
    `${path}: neither its first bytes nor its extension are of a known codec; name it by codec (--codec)`,
  )
}
