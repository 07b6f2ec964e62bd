import { isNpy } from '../bitstream/npy'
import { commonRows } from '../codecs/rows'
import { toPublic } from '../flow/public'
import { packed, turned } from '../flow/turn'
import { type PixelArray, toArray, toPicture } from '../image'
import { chooseMetadata, FILE_DEFAULT, type MetadataChoice, unfitProfile } from '../metadata/choice'
import { uprightExif } from '../metadata/orientation'
import type { FileMetadata } from '../metadata/types'
import type { FileSource } from '../source'
import type { Steps } from '../task'
import { type FloatDepth, limitsOf, type LoadingOptions, type ReadOptions } from './limits'
import { readNpyPicture } from './npy'
import { isAsked, readPicture, type Said } from './picture'
import { ofSource, pathOfSource, sourceBytes } from './source'

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

type Read = { image: PixelArray<ArrayBuffer>; said: Said }
type Reading = LoadingOptions & Pick<ReadOptions, 'bitDepth'> & FloatDepth

function* readSource(source: FileSource, label: string, options: Reading): Steps<Read> {
  const limits = limitsOf(options)
  const { maxMemory = commonRows.maxMemory.default } = limits
  const bytes = yield* sourceBytes(source, label, maxMemory)
  const { bitDepth, floatDepth } = options
  if (isNpy(bytes)) {
    const image = yield* readNpyPicture(bytes, limits.maxPixels, bitDepth ?? floatDepth)
    return { image, said: { found: {}, warnings: [] } }
  }
  const path = pathOfSource(source)
  const picture = readPicture(bytes, path, limits, isAsked(options), label, { bitDepth })
  const { decoded, said } = yield* picture
  return { image: toPublic(decoded), said }
}

/** The picture of a file, by the first codec that reads it here. ERR_DECODE for bytes of none. */
export const readFile = (source: FileSource, label: string, options: Reading): Steps<Read> =>
  ofSource(source, readSource(source, label, options))
