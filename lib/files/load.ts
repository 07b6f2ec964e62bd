import type { StreamFormat } from '../codecs/descriptor'
import { type Background, flatten } from '../flow/flatten'
import { turned } from '../flow/turn'
import { type ImageInput, type Picture, type PixelInput, toPicture } from '../image'
import { chooseMetadata, FILE_DEFAULT, type MetadataChoice } from '../metadata/choice'
import { uprightExif } from '../metadata/orientation'
import { checkMetadata } from '../metadata/given'
import { KINDS, type Metadata } from '../metadata/types'
import { type FileSource, locate } from '../source'
import type { Steps } from '../task'
import type { Limits } from './limits'
import { forFormat } from './metadata'
import { fitting, readFile } from './read'

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

/** A picture as it is coded, and what is written beside it. */
interface Loaded {
  picture: Picture
  metadata: Metadata
  warnings: string[]
}

function* loadFile(source: FileSource, options: LoadOptions & Limits): Steps<Loaded> {
  const { image, said } = yield* readFile(source, 'image', options)
  const stored = toPicture(image)
  const { found, warnings } = fitting(said, stored.channels)
  const { orientation } = found
  const turns = options.autoOrient !== false && orientation !== undefined
  const picture = turns && stored.kind === 'pixels' ? turned(stored, orientation) : stored
  const exif = turns && found.exif ? uprightExif(found.exif) : found.exif
  const metadata = chooseMetadata(options.metadata, { ...found, exif }, FILE_DEFAULT)
  return { picture, metadata, warnings: [...(image.warnings ?? []), ...warnings] }
}

function loadArray(image: PixelInput, options: LoadOptions & Limits): Loaded {
  const picture = toPicture(image) // says what is wrong with what is none
  const own =
    'metadata' in image && image.metadata ? checkMetadata(image.metadata, 'image.metadata') : {}
  return { picture, metadata: chooseMetadata(options.metadata, own, KINDS), warnings: [] }
}

/** Whatever the calls take as a picture, for a stream of `format`. @throws TypeError, RangeError */
export function* loadPicture(
  image: ImageInput,
  options: LoadOptions & Limits = {},
  format?: StreamFormat,
): Steps<Loaded> {
  const isFile = locate(image, 'image') !== undefined
  const loaded = isFile
    ? yield* loadFile(image as FileSource, options)
    : loadArray(image as PixelInput, options)
  const { picture, metadata } = forFormat(loaded.picture, loaded.metadata, format)
  return { ...loaded, picture: flatten(picture, options.background), metadata }
}
