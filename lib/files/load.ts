import type { StreamFormat } from '../codecs/stream'
import { type Background, flattened } from '../flow/flatten'
import { checkAssumedDepth, liesBetween } from '../flow/assumed_depth'
import { taken } from '../flow/taken'
import { turned } from '../flow/turn'
import { type ImageInput, type Picture, type PixelInput, toPicture, toView } from '../image'
import { chooseMetadata, FILE_DEFAULT, type MetadataChoice, unfitProfile } from '../metadata/choice'
import { exifOrientation, orientedExif, uprightExif } from '../metadata/orientation'
import { checkMetadata } from '../metadata/given'
import type { CodedColour } from '../metadata/rgb_profile'
import { type FileMetadata, KINDS, type Metadata } from '../metadata/types'
import { type FileSource, locate } from '../source'
import type { Steps } from '../task'
import type { FloatDepth, Limits } from './limits'
import { forFormat, saidOnce } from './metadata'
import { fitting, readFile } from './read'
import { parsePixelFormat } from '../pixelformat'
import type { SharedOptions } from '../codecs/rows'
import { floatsOf } from '../source/typed_array'

/** How a call takes the picture that it is given. */
export interface LoadOptions {
  /**
   * What is written into the stream. Default: of a file its ICC profile; of an array what it carries
   * itself. docs/metadata.md has the table.
   */
  metadata?: MetadataChoice
  /** Turns a file's pixels as its Exif says; default true. `false`: pixels and Exif as they are. */
  autoOrient?: boolean
  /** The colour below transparent pixels: RGBA becomes RGB. */
  background?: Background
}

/** How often a picture is read. */
export interface Reading {
  /** More than once, or not before the call returns: it is copied. */
  again?: boolean
  /** Lossless was asked. */
  exact?: boolean
}

/** Bits that a codec so set up codes float samples in: what is asked for, else 8. */
export function codedDepthOf({ bitDepth, pixelFormat }: SharedOptions): number {
  return bitDepth ?? parsePixelFormat(pixelFormat)?.depth ?? 8
}

export const isFloat = (image: ImageInput): boolean =>
  typeof image === 'object' &&
  image !== null &&
  'data' in image &&
  floatsOf(image.data) !== undefined

/** A picture as it is coded, and what is written beside it. */
interface Loaded {
  picture: Picture
  metadata: Metadata
  warnings: readonly string[]
  untold?: CodedColour
}

/** The Exif of pixels that stay as they are: TIFF has their orientation in a tag of its own. */
function telling({ exif, orientation = 1 }: FileMetadata): Uint8Array | undefined {
  return ((exif && exifOrientation(exif)) ?? 1) === orientation
    ? exif
    : orientedExif(exif, orientation)
}

function* loadFile(source: FileSource, options: LoadOptions & Limits & FloatDepth): Steps<Loaded> {
  const { image, said } = yield* readFile(source, 'image', options)
  const stored: Picture = { ...toPicture(image), ours: true }
  const { found, warnings } = fitting(said, stored.channels)
  const { orientation } = found
  const turns = options.autoOrient !== false && orientation !== undefined
  const picture = turns && stored.kind === 'pixels' ? turned(stored, orientation) : stored
  const exif = turns ? found.exif && uprightExif(found.exif) : telling(found)
  const metadata = chooseMetadata(options.metadata, { ...found, exif }, FILE_DEFAULT)
  const own = [...(image.warnings ?? []), ...warnings]
  return { picture, metadata, warnings: own, ...(said.untold && { untold: said.untold }) }
}

/** A warning where lossless was asked and float samples are rounded all the same. */
function rounded(
  view: ReturnType<typeof toView>,
  depth: number,
  { exact = false }: Reading,
): string[] {
  if (!exact || view.kind !== 'floats' || view.bitDepth !== undefined) return []
  if (!liesBetween(view, depth)) return []
  return [
    `lossless of float samples is that of their ${depth}-bit codes; bitDepth says of how many`,
  ]
}

function* loadArray(image: PixelInput, options: LoadOptions & FloatDepth & Reading): Steps<Loaded> {
  const view = toView(image) // says what is wrong with what is none
  const { floatDepth = 8, again = false } = options
  const own =
    'metadata' in image && image.metadata ? checkMetadata(image.metadata, 'image.metadata') : {}
  const told = ('bitDepth' in image && image.bitDepth !== undefined) || 'info' in image
  if (view.kind === 'pixels' && !told) checkAssumedDepth(view, floatDepth)
  const depth = view.bitDepth ?? floatDepth
  // An encoder that does not take a profile is asked again without it.
  const picture = yield* taken(view, depth, again || own.icc !== undefined)
  const metadata = chooseMetadata(options.metadata, own, KINDS)
  return { picture, metadata, warnings: saidOnce(rounded(view, depth, options)) }
}

/** Without a profile that the caller gave and that is not of such a picture. */
function fitted({ metadata, warnings, ...rest }: Loaded): Loaded {
  const { icc } = metadata
  const { picture } = rest
  const unfit = icc && picture.kind === 'pixels' ? unfitProfile(icc, picture.channels) : undefined
  if (unfit === undefined) return { metadata, warnings, ...rest }
  return {
    metadata: { ...metadata, icc: undefined },
    warnings: [...new Set([...warnings, unfit])],
    ...rest,
  }
}

/** Whatever the calls take as a picture, for a stream of `format`. @throws TypeError, RangeError */
export function* loadPicture(
  image: ImageInput,
  options: LoadOptions & Limits & FloatDepth & Reading = {},
  format?: StreamFormat,
): Steps<Loaded> {
  const isFile = locate(image, 'image') !== undefined
  const given = isFile
    ? yield* loadFile(image as FileSource, options)
    : yield* loadArray(image as PixelInput, options)
  const loaded = fitted(given)
  const { picture: own, metadata } = forFormat(loaded.picture, loaded.metadata, format)
  const picture = yield* flattened(own, options.background)
  return { ...loaded, picture, metadata }
}
