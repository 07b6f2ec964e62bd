import { backends } from '../backends'
import type { Backend, Decoded, OutputFormat } from '../backends/backend'
import {
  codecsOfBytes,
  formatOfBytes,
  identify,
  notItsOwn,
  unknownBytes,
} from '../codecs/recognise'
import { CodecError } from '../errors'
import { decodeSteps } from '../flow'
import { type DecodeJob, decodeJob, isolated } from '../flow/isolated'
import { addonAside, oneTurn } from '../flow/addon_aside'
import type { Setup } from '../flow/plan/setup'
import { owned, rest, walkAhead } from '../flow/rest'
import { type CodedColour, isFarFromSrgb, isSrgb, rgbProfile } from '../metadata/rgb_profile'
import { type FileMetadata, KINDS } from '../metadata/types'
import type { Steps } from '../task'
import { type Limits, limitsOf, type LoadingOptions } from './limits'
import { pictureMetadata } from './metadata'
import { backendName, setupOf } from './setup'

// A file's samples with what it says beside them: in this process, or all of it in a child.

/** What a file says beside its samples, and what is wrong with that. */
export interface Said {
  found: FileMetadata
  warnings: string[]
  /** The colour that it names instead of a profile. */
  colour?: CodedColour
  /** The colour of its samples, where no profile tells it. */
  untold?: CodedColour
}

/** The samples as they are stored. */
export interface FilePicture {
  decoded: Decoded
  said: Said
}

/** A decode of a file by a codec that is known: the child answers with a FilePicture. */
export interface PictureJob extends DecodeJob {
  kind: 'picture'
  asked: boolean
}

/** The same of a file of any codec. */
export interface FileJob {
  kind: 'file'
  bytes: Uint8Array
  path: string | undefined
  limits: Limits
  output: OutputFormat
  asked: boolean
}

/** Whether the caller wants more of the metadata than comes by itself. */
export const isAsked = ({ metadata }: Pick<LoadingOptions, 'metadata'>): boolean =>
  metadata !== undefined && metadata !== false && metadata !== 'drop'

/** The colour that a file names by code points; what lies behind its picture says nothing. */
function namedColour(bytes: Uint8Array): CodedColour | undefined {
  const format = identify(bytes)
  return format?.metadata?.colour?.(bytes.subarray(0, format.end?.(bytes)))
}

function leftOut(error: Error): string {
  const long = error instanceof CodecError && error.code === 'ERR_LIMIT'
  return `its metadata is ${long ? 'too long' : 'damaged'} and left out: ${error.message}`
}

/**
 * A file's own metadata; damage in it is a failure only where it is `needed`. Read before the file
 * is decoded: while that runs the caller may change the bytes or post them away.
 */
function metadataOf(bytes: Uint8Array, needed: boolean): Said {
  try {
    const { found, damage } = pictureMetadata(bytes)
    if (damage && needed) throw damage
    for (const kind of KINDS)
      if (found[kind]?.buffer === bytes.buffer) found[kind] = found[kind].slice()
    const colour = found.icc ? undefined : namedColour(bytes)
    const warnings = damage ? [leftOut(damage)] : []
    return { found, warnings, ...(colour && isFarFromSrgb(colour) && { colour }) }
  } catch (error) {
    if (needed) throw error
    return { found: {}, warnings: [leftOut(error as Error)] }
  }
}

/** What a file holds beside the picture that is read: no damage, which `strict` is about. */
function firstOfMany(bytes: Uint8Array): string[] {
  const format = identify(bytes)
  try {
    const frames = format?.frames?.(bytes.subarray(0, format.end?.(bytes))) ?? 1
    return frames > 1 ? [`${format!.name}: the first of ${frames} pictures is read`] : []
  } catch {
    return [] // the decoder says what is wrong
  }
}

/** Of CMYK without a profile; one that is there is told of where it is left out (`unfitProfile`). */
function roughColours(bytes: Uint8Array, { icc }: FileMetadata): string[] {
  const format = identify(bytes)
  try {
    if (icc || !format?.inks?.(bytes.subarray(0, format.end?.(bytes)))) return []
  } catch {
    return [] // the decoder says what is wrong
  }
  return [`${format.name}: CMYK without an ICC profile: its colours are approximate`]
}

/**
 * With the profile that the decoder gave, where the file has it inside of the stream (JPEG XL), or
 * one of the colour that it converted the samples to or that the file names.
 */
function withCoded(said: Said, { icc, points = said.colour, channels }: Decoded): Said {
  if (said.found.icc) return said
  if (icc) return { ...said, found: { ...said.found, icc } }
  if (!points || channels < 3 || isSrgb(points)) return said
  const made = rgbProfile(points)
  if (made) return { ...said, found: { ...said.found, icc: made } }
  const { primaries, transfer } = points
  const warning = `no profile tells its colour: ITU-T H.273 primaries ${primaries}, transfer ${transfer}`
  return { ...said, warnings: [...said.warnings, warning], untold: points }
}

/** Says of another codec's file what it is: its own decoder tells but what it lacks. */
function* decodeOwn(...given: Parameters<typeof decodeSteps>): Steps<Decoded> {
  try {
    return yield* decodeSteps(...given)
  } catch (cause) {
    const [, { descriptor }, bytes] = given
    const failed = cause instanceof CodecError && cause.code === 'ERR_DECODE'
    const what = failed ? notItsOwn(descriptor, bytes) : undefined
    throw what === undefined ? cause : new CodecError('ERR_DECODE', what, { cause })
  }
}

/** Decodes a file by a codec, which may be told to do all of it in a child process. */
export function* decodePicture(
  backend: Backend,
  setup: Setup,
  given: Uint8Array,
  output: OutputFormat,
  asked: boolean,
): Steps<FilePicture> {
  const { descriptor, options } = setup
  if (options.isolate) {
    const job: PictureJob = { kind: 'picture', ...decodeJob(backend, setup, given, output), asked }
    return yield* isolated<FilePicture>(job, descriptor.name, options.maxMemory)
  }
  const bytes = yield* owned(given)
  yield* walkAhead(bytes, identify(bytes))
  const said = metadataOf(bytes, asked || options.strict)
  yield* rest(bytes)
  said.warnings.push(...firstOfMany(bytes), ...roughColours(bytes, said.found))
  yield* rest(bytes)
  const decoded = yield* decodeOwn(backend, setup, bytes, output)
  return { decoded, said: withCoded(said, decoded) }
}

/** Decodes a file by the first codec that reads it here. ERR_DECODE for bytes of none. */
export function* readPicture(
  given: Uint8Array,
  path: string | undefined,
  limits: Limits,
  asked: boolean,
  label: string,
  output: OutputFormat = {},
): Steps<FilePicture> {
  if (limits.isolate) {
    const inner = { ...limits, isolate: false }
    const job: FileJob = { kind: 'file', bytes: given, path, limits: inner, output, asked }
    return yield* isolated<FilePicture>(job, label, limits.maxMemory)
  }
  const bytes = yield* owned(given)
  const isFirst = yield* addonAside()
  yield* walkAhead(bytes, identify(bytes))
  const found = codecsOfBytes(bytes)
  if (isFirst) yield* oneTurn()
  else yield* rest(bytes)
  const name = backendName()
  const descriptor = found.find((codec) => codec.backends.includes(name)) ?? found[0]
  if (!descriptor) throw unknownBytes(bytes, path)
  const setup = setupOf(descriptor, formatOfBytes(descriptor, bytes), limitsOf(limits))
  return yield* decodePicture(backends[name], setup, bytes, output, asked)
}
