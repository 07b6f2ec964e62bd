import { backends } from '../backends'
import type { Decoded } from '../backends/backend'
import { addonOrWarning } from '../backends/native/addon'
import type { Descriptor } from '../codecs/descriptor'
import { codecsOfBytes, formatOfBytes, identify, unknownBytes } from '../codecs/recognise'
import { resolve } from '../codecs/resolve'
import { decodeSteps } from '../flow'
import { toPublic } from '../flow/public'
import type { Setup } from '../flow/plan/setup'
import { owned, rest, walkAhead } from '../flow/rest'
import { packed, turned } from '../flow/turn'
import { type PixelArray, toArray, toPicture } from '../image'
import { chooseMetadata, FILE_DEFAULT, type MetadataChoice, unfitProfile } from '../metadata/choice'
import { uprightExif } from '../metadata/orientation'
import { type CodedColour, isSrgb, rgbProfile } from '../metadata/rgb_profile'
import { type FileMetadata, KINDS } from '../metadata/types'
import type { FileSource } from '../source'
import type { Steps } from '../task'
import { type Limits, limitsOf, type LoadingOptions } from './limits'
import { pictureMetadata } from './metadata'
import { sourceBytes } from './source'

/** Picture files go through the addon, or through the ffmpeg program where there is none. */
export const backendName = () => (addonOrWarning() ? 'native' : 'ffmpeg')

/** Everything that can be lossless is written so. */
export function setupOf(
  descriptor: Descriptor,
  format: string | undefined,
  limits: Limits = {},
): Setup {
  const lossless = 'lossless' in descriptor.options ? { lossless: true } : {}
  const options = resolve(descriptor, {
    ...lossless,
    ...limits,
    ...(format !== undefined && { format }),
  })
  const found = backends[backendName()].support(descriptor, options)
  const encoder = found.encoder ?? descriptor.encoders[0]!
  return { descriptor, options, encoder, decoder: found.decoder ?? descriptor.decoders[0]! }
}

/** What a file says beside its samples, and what is wrong with that. */
export interface Said {
  found: FileMetadata
  warnings: string[]
  /** The colour of its samples, where no profile tells it. */
  untold?: CodedColour
}

/**
 * A file's own metadata; damage in it is a failure only where it was asked for. Read before the file
 * is decoded: while that runs the caller may change the bytes or post them away.
 */
export function metadataOf(bytes: Uint8Array, { metadata }: LoadingOptions): Said {
  try {
    const found = pictureMetadata(bytes)
    for (const kind of KINDS) if (found[kind]) found[kind] = found[kind].slice()
    return { found, warnings: [] }
  } catch (error) {
    if (metadata !== undefined && metadata !== false && metadata !== 'drop') throw error
    const { message } = error as Error
    return { found: {}, warnings: [`its metadata is damaged and left out: ${message}`] }
  }
}

/**
 * With the profile that the decoder gave, where the file has it inside of the stream (JPEG XL), or
 * one of the colour that it converted the samples to.
 */
export function withCoded(said: Said, { icc, points, channels }: Decoded): Said {
  if (said.found.icc) return said
  if (icc) return { ...said, found: { ...said.found, icc } }
  if (!points || channels < 3 || isSrgb(points)) return said
  const made = rgbProfile(points)
  if (made) return { ...said, found: { ...said.found, icc: made } }
  const { primaries, transfer } = points
  const warning = `no profile tells its colour: ITU-T H.273 primaries ${primaries}, transfer ${transfer}`
  return { ...said, warnings: [...said.warnings, warning], untold: points }
}

/** Without a profile that is not of such a picture. */
export function fitting({ found, warnings }: Said, channels: number): Said {
  const unfit = found.icc && unfitProfile(found.icc, channels)
  if (unfit === undefined) return { found, warnings }
  return { found: { ...found, icc: undefined }, warnings: [...warnings, unfit] }
}

const choiceOf = (metadata: LoadingOptions['metadata']): MetadataChoice | undefined =>
  typeof metadata === 'boolean' ? (metadata ? 'keep' : 'drop') : metadata

/** The pixels that a decoder gave, as they are to be shown, with what the caller wants to know. */
export function* shown(
  stored: PixelArray<ArrayBuffer>,
  said: Said,
  options: LoadingOptions,
): Steps<PixelArray<ArrayBuffer>> {
  const picture = toPicture(stored)
  const { found, warnings } = fitting(said, picture.channels)
  const { orientation } = found
  const turns = picture.kind === 'pixels' && options.autoOrient !== false && (orientation ?? 1) > 1
  const view = turns ? turned(picture, orientation!) : undefined
  const turnedImage = view && (toArray(yield* packed(view), view) as PixelArray<ArrayBuffer>)
  const image = turnedImage ?? stored
  const own = view && found.exif ? { ...found, exif: uprightExif(found.exif) } : found
  const metadata: FileMetadata = chooseMetadata(choiceOf(options.metadata), own, FILE_DEFAULT)
  return Object.assign(
    image,
    describe(metadata, view ? 1 : orientation, options),
    allWarnings(stored, warnings),
  )
}

function describe(
  metadata: FileMetadata,
  orientation: number | undefined,
  options: LoadingOptions,
) {
  const asked = options.metadata !== undefined && choiceOf(options.metadata) !== 'drop'
  const tells = orientation !== undefined && (asked || orientation > 1)
  const told = { ...metadata, ...(tells && { orientation }) }
  return asked || Object.keys(told).length > 0 ? { metadata: told } : {}
}

function allWarnings({ warnings: own = [] }: PixelArray, more: readonly string[]) {
  const warnings = [...own, ...more]
  return warnings.length > 0 ? { warnings } : {}
}

/** The picture of a file, by the first codec that reads it here. ERR_DECODE for bytes of none. */
export function* readFile(
  source: FileSource,
  label: string,
  options: LoadingOptions,
): Steps<{ image: PixelArray<ArrayBuffer>; said: Said }> {
  const bytes = yield* owned(yield* sourceBytes(source, label))
  yield* walkAhead(bytes, identify(bytes))
  const found = codecsOfBytes(bytes)
  yield* rest(bytes)
  const name = backendName()
  const descriptor = found.find((codec) => codec.backends.includes(name)) ?? found[0]
  if (!descriptor) throw unknownBytes(bytes, typeof source === 'string' ? source : undefined)
  const setup = setupOf(descriptor, formatOfBytes(descriptor, bytes), limitsOf(options))
  const said = metadataOf(bytes, options)
  yield* rest(bytes)
  const decoded = yield* decodeSteps(backends[name], setup, bytes, {})
  return { image: toPublic(decoded), said: withCoded(said, decoded) }
}
