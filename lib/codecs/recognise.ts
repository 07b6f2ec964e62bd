import { extname } from 'node:path'
import { CodecError } from '../errors'
import type { Format } from '../formats/format'
import type { Descriptor } from './descriptor'
import type { StreamFormat } from './stream'
import { codecTable } from './index'
import { plainFormats } from './plain'
import { rowsOf } from './resolve'

// Whose bytes, whose file name: everything here is derived from the `formats` of the codecs.

/** A codec and one of its stream formats. */
interface Entry {
  descriptor: Descriptor
  /** The format's key: what the option `format` takes, where the codec has one. */
  key: string
  format: StreamFormat
}

const entries: readonly Entry[] = [...codecTable, ...plainFormats].flatMap(
  (descriptor: Descriptor) =>
    Object.entries(descriptor.formats).map(([key, format]) => ({ descriptor, key, format })),
)

/** Every format that some codec reads. */
export const formats: readonly Format[] = [...new Set(entries.map(({ format }) => format.kind))]

/** The format that `bytes` begin as, or undefined. */
export const identify = (bytes: Uint8Array): Format | undefined =>
  formats.find(({ matches }) => matches(bytes))

/** The codecs that read these bytes, the preferred first. ERR_DECODE where a HEIF file is damaged. */
export function codecsOfBytes(bytes: Uint8Array): Descriptor[] {
  const kind = identify(bytes)
  return entries
    .filter(({ format }) => format.kind === kind && (format.holds?.(bytes) ?? true))
    .map(({ descriptor }) => descriptor)
}

const hasExtension = ({ format }: Entry, path: string): boolean => {
  const extension = extname(path).toLowerCase()
  return format.extension === extension || (format.aliases?.includes(extension) ?? false)
}

/**
 * The codec whose stream has this extension. Where several have it, the one that writes it by
 * default: `.ivf` is VP9 (AV1 with its codec named), `.jpg` is JPEG.
 */
export function codecOfPath(path: string): Descriptor | undefined {
  const found = entries.filter((entry) => hasExtension(entry, path))
  const isDefault = ({ descriptor, key }: Entry) => Object.keys(descriptor.formats)[0] === key
  return (found.find(isDefault) ?? found[0])?.descriptor
}

/** The option `format` for one of a codec's formats. BPG's say how chroma is sampled instead. */
function formatOption(descriptor: Descriptor, find: (entry: Entry) => boolean): string | undefined {
  const row = rowsOf(descriptor).format
  const key = entries.find((entry) => entry.descriptor === descriptor && find(entry))?.key
  return row?.type === 'enum' && row.values.includes(key ?? '') ? key : undefined
}

/** The `format` option that a path's extension stands for, where the codec has one. */
export const formatOfPath = (descriptor: Descriptor, path: string): string | undefined =>
  formatOption(descriptor, (entry) => hasExtension(entry, path))

/** The `format` option that decodes these bytes, where the codec has one. */
export const formatOfBytes = (descriptor: Descriptor, bytes: Uint8Array): string | undefined =>
  formatOption(descriptor, ({ format }) => format.kind.matches(bytes))

/**
 * A codec's stream under the name of another's files would mislead who opens it.
 * @throws TypeError where the path's extension is one that we know and that is not of `written`, the
 *   format that this codec writes; of somebody's program or encoder the extension is theirs to choose
 */
export function checkExtension(
  descriptor: Descriptor,
  written: StreamFormat,
  path: string,
  label: string,
): void {
  const known = entries.filter((entry) => hasExtension(entry, path))
  const own = (codecTable as readonly Descriptor[]).includes(descriptor)
  if (!own || known.length === 0 || known.some(({ format }) => format === written)) return
  const extension = extname(path).toLowerCase()
  if (written.extension === extension || written.aliases?.includes(extension)) return
  const format = formatOfPath(descriptor, path)
  const way = format === undefined ? '' : `; for ${extension}, format: '${format}'`
  throw new TypeError(
    `${label}: expected a name in ${written.extension}, as ${descriptor.name} writes it, got '${path}'${way}`,
  )
}

/** Every extension that `codecOfPath` knows. */
export const extensions = (): string[] => [
  ...new Set(entries.flatMap(({ format }) => [format.extension, ...(format.aliases ?? [])])),
]

/** What bytes that are no picture of ours often are, and who reads them. */
const others: readonly [RegExp, string][] = [
  [/^GIF8/, 'a GIF: sharp and the ffmpeg program read it'],
  [/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg/i, 'an SVG: sharp draws it'],
  [/^\s*<(!doctype|html|head|body)/i, 'a web page: the answer of a server that had no picture?'],
  [/^\s*[{[]"/, 'JSON: the answer of a server that had no picture?'],
  [/^%PDF-/, 'a PDF'],
  [
    /^YUV4MPEG2 /,
    'Y4M, a video: ffmpeg -i video.y4m -frames:v 1 picture.png reads its first frame',
  ],
  [/^\x93NUMPY/, 'a NumPy array: readImage, encode, apply and metrics read it'],
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS: git lfs pull'],
]

const known = (bytes: Uint8Array): string | undefined => {
  const text = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  return others.find(([pattern]) => pattern.test(text))?.[1]
}

/** The first codec that reads them; undefined: none, or a HEIF file too damaged to tell. */
function readerOf(bytes: Uint8Array): Descriptor | undefined {
  try {
    return codecsOfBytes(bytes)[0]
  } catch {
    return undefined
  }
}

/** Why a codec of the table cannot read bytes that are another's; undefined: its own, or unknown. */
export function notItsOwn(codec: Descriptor, bytes: Uint8Array): string | undefined {
  const own = entries.filter(({ descriptor }) => descriptor === codec)
  if (own.length === 0) return undefined // somebody's program: its files may look like anything
  const kind = identify(bytes)
  const what = kind ? readerOf(bytes)?.name : known(bytes)
  const reads = ({ format }: Entry) => format.kind === kind && (format.holds?.(bytes) ?? true)
  if (what === undefined || own.some(reads)) return undefined
  if (!kind) return `${codec.name}: expected a file of its own, got ${what}`
  return `${codec.name}: expected a file of its own, got one of ${what}: decode(bytes) and readImage(bytes) find the codec by themselves`
}

/** From so many bytes on they may be samples without their size. */
const MANY = 64

/** What is said of bytes that no codec reads, whoever is asked; `label`: the path that they are from. */
export function unknownBytes(bytes: Uint8Array, label?: string): CodecError {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  const what = known(bytes)
  const raw = label === undefined && bytes.length >= MANY
  const samples = raw
    ? '; samples are { data, width, height, channels }, of sharp what toBuffer({ resolveWithObject: true }) gives'
    : ''
  const hint = what ? `: it is ${what}` : samples
  const message =
    start === '' ? 'there are no bytes' : `no known format begins with ${start}${hint}`
  return new CodecError('ERR_DECODE', label === undefined ? message : `${label}: ${message}`)
}

/** TypeError, because the call does not say which codec is meant; `option` does. */
export const unknownExtension = (path: string, option: string): TypeError =>
  new TypeError(
    `${path}: no codec has this extension (known: ${extensions().join(', ')}); name one by ${option}`,
  )
