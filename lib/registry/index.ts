import { backends, type BackendName } from '../backends/index'
import { Codec } from '../codec'
import { codecTable } from '../codecs/index'
import type { Descriptor } from '../codecs/descriptor'
import type { Libraries } from '../codecs/encoding'
import { codecOfPath, extensions, formatOfPath } from '../codecs/recognise'
import { resolve } from '../codecs/resolve'
import { genericDescriptor } from './generic'
import type { OptionsByName } from '../options/types'
import { checkObject, unknownName } from '../options'
import { plainName } from '../options/foreign'
import { kindOf } from '../source/typed_array'

/** The registry's names: 'x264', 'x265', ... */
export type CodecName = (typeof codecTable)[number]['name']

/** What the constructor of the codec with this name takes. */
export type CodecOptions<N extends CodecName> = OptionsByName[N]

/** All codecs of the table, in order. */
export const allDescriptors = (): readonly Descriptor[] => codecTable

/** Those that `defineCodec` made, by name. */
const defined = new Map<string, Descriptor>()

/** A codec beside the table's; a second one of a name replaces the first. RangeError for a name of the table's. */
export function addDescriptor(descriptor: Descriptor): void {
  const { name } = descriptor
  if (allDescriptors().some((own) => own.name === name)) {
    throw new RangeError(`defineCodec: name: '${name}' is a codec of the library's own`)
  }
  const alias = ofFiles(name)
  if (alias) throw new RangeError(`defineCodec: name: '${name}' is a name of ${alias.name}`)
  defined.set(name, descriptor)
}

/** A file of this extension, with its dot or without. */
const fileOf = (extension: string): string => `x.${extension.replace(/^\./, '')}`

/** A codec by what its files are called: `hevc`, `h264`, `heif`, `.jpg`, `jp2`, `j2k`. */
function ofFiles(name: string): Descriptor | undefined {
  const found = /^\.?\w+$/.test(name) ? codecOfPath(fileOf(name)) : undefined
  return allDescriptors().find((descriptor) => descriptor === found)
}

function checkName(name: unknown): asserts name is string {
  if (typeof name === 'string') return
  const advice = name instanceof Codec ? ': call its own encode or decode' : ''
  const got = name instanceof Codec ? `a codec (${name.name})` : kindOf(name)
  throw new TypeError(`codec: expected a name such as 'avif' or 'x265', got ${got}${advice}`)
}

/** A name as letters and digits: `JPEG XL`, `H.265`, `image/avif`. */
const bareName = (name: string): string => plainName(name).replace(/^image\/|[. ]/g, '')

/** The codec that others call so: by its format, its MIME type, or a library that codes it. */
function calledElsewhere(name: string): Descriptor | undefined {
  const bare = bareName(name)
  const all = allDescriptors()
  return (
    all.find((descriptor) => descriptor.calledElsewhere?.includes(bare)) ??
    all.find((descriptor) => descriptor.name === bare) ??
    all.find(({ encoders }) => encoders.some((encoder) => plainName(encoder) === bare)) ??
    ofFiles(bare)
  )
}

/** A codec by its own name, by what its files are called, or by what others call it. */
export const codecCalled = (name: string): Descriptor | undefined =>
  allDescriptors().find((descriptor) => descriptor.name === name) ??
  ofFiles(name) ??
  calledElsewhere(name)

/** What others call a codec, and file formats that are none of the codecs. */
function elsewhere(name: string): string | undefined {
  const own = calledElsewhere(name)
  if (own) return `it is '${own.name}'`
  const bare = bareName(name)
  if (bare === 'gif') return 'no codec here writes GIF: sharp does'
  if (!extensions().includes(`.${bare}`)) return undefined
  return `it is no codec but a file's format, which { to: 'photo.${bare}' } and writeImage write`
}

/** @throws TypeError for a name that is not known, with the nearest that is */
export function findDescriptor(name: string): Descriptor {
  checkName(name)
  if (name.startsWith('ffmpeg:')) return genericDescriptor(name)
  const found = allDescriptors().find((descriptor) => descriptor.name === name) ?? defined.get(name)
  const alias = found ?? ofFiles(name)
  if (alias) return alias
  const names = [...allDescriptors(), ...defined.values()].map((descriptor) => descriptor.name)
  const advice = elsewhere(name)
  if (advice) throw new TypeError(`codec '${name}' is not known; ${advice}`)
  throw unknownName('codec', name, names)
}

/** What a codec's files are called, where a codec's name goes. */
type CodecAlias = 'hevc' | 'h264' | 'heif' | 'jpg' | 'jp2' | 'j2k'

type KnownName = CodecName | CodecAlias | `ffmpeg:${string}`

/**
 * A codec's name as it is typed: one written out must be of the table, so that a misspelt one does
 * not compile; a computed one (a `string`, such as the `name` of a codec that `defineCodec` made) is
 * looked at when it runs.
 */
export type NameOf<N extends string> = N extends KnownName
  ? N
  : Record<never, never> extends Record<N, true> // no literal: string, `mine-${string}`
    ? N
    : CodecName | CodecAlias

/** What a codec of this name takes: known of a name of the table, anything of another. */
export type OptionsFor<N extends string> = N extends CodecName
  ? CodecOptions<N>
  : Record<string, unknown>

/**
 * A codec by its registry name, by the extension of its files (`hevc`, `heif`, `jpg`, `jp2`,
 * `j2k`), or `ffmpeg:ENCODER` for any other encoder of the FFmpeg build.
 * @throws TypeError for a name that is not known, with the nearest that is
 */
export function createCodec<const N extends string>(
  name: NameOf<N>,
  options?: OptionsFor<N>,
): Codec {
  const descriptor = findDescriptor(name)
  const format = descriptor.name === name ? undefined : formatOfPath(descriptor, fileOf(name))
  return new Codec(descriptor, format === undefined ? options : { format, ...options })
}

/** One row of `codecs()`. */
export interface CodecRow {
  /** As createCodec takes it. */
  name: string
  /** The class of the library: `X265`. */
  class: string
  /** `native`, `ffmpeg` or `cli`. */
  backend: BackendName
  /** The encoder that is taken here: `libx265`. */
  encoder?: string
  /** The decoder that is taken here: `hevc`. */
  decoder?: string
  /** Of the encoder. */
  version?: string
  /** The libraries behind the backend, by name, and their versions, where the backend can ask them. */
  libraries?: Libraries
  /** Whether it can encode and decode here. */
  available: boolean
  /** Why not, and what to install. */
  reason?: string
}

/** What `codecs()` takes. */
export interface CodecsOptions {
  /** The ffmpeg program, or its folder; default: from PATH. */
  ffmpegPath?: string
  /** Only the rows of this codec: no program of another is asked for its version. */
  name?: string
  /** Only those of this backend. */
  backend?: BackendName
}

/** One row per codec and backend: what this machine has, and what `defineCodec` has added. */
export function codecs(given: CodecsOptions = {}): CodecRow[] {
  checkObject(given, 'codecs')
  const { name: only, backend: by, ...options } = given
  const all = [...allDescriptors(), ...defined.values()]
  return (only === undefined ? all : [findDescriptor(only)]).flatMap((descriptor) =>
    descriptor.backends
      .filter((backend) => (by ?? backend) === backend)
      .map((backend) => {
        const resolved = resolve(descriptor, options)
        const { missing, ...support } = backends[backend].support(descriptor, resolved)
        const { name, className } = descriptor
        const available = missing === undefined
        return { name, class: className, backend, ...support, available, reason: missing }
      }),
  )
}
