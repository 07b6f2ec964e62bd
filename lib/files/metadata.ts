import type { StreamFormat } from '../codecs/descriptor'
import { identify } from '../codecs/recognise'
import { CodecError } from '../errors'
import type { ImageInput, Picture, PixelPicture } from '../image'
import { checkMetadata } from '../metadata/given'
import { exifOrientation, uprightExif } from '../metadata/orientation'
import { type FileMetadata, KINDS, type Metadata, type MetadataChange } from '../metadata/types'

// How ICC, Exif, XMP and orientation go from file to file beside the pixels.

/**
 * ICC profile, Exif, XMP and orientation of a JPEG, PNG, WebP, JPEG XL, JP2, BPG, AVIF, HEIC or TIFF
 * file; nothing for other formats. Of JPEG XL the ICC profile is not read: it is inside the codestream.
 * CodecError `ERR_DECODE` where the file is damaged.
 */
export function readMetadata(file: Uint8Array): FileMetadata {
  const format = identify(file)
  const bytes = file.subarray(0, format?.end?.(file))
  const found = format?.metadata?.read(bytes) ?? {}
  const result: FileMetadata = {}
  for (const kind of KINDS) if (found[kind]) result[kind] = found[kind]
  const fromExif = found.exif && !format?.upright ? exifOrientation(found.exif) : undefined
  const orientation = format?.metadata?.orientation?.(bytes) ?? fromExif
  return orientation === undefined ? result : { ...result, orientation }
}

/**
 * The file with metadata put in, replaced, or (`null`) taken out; what `change` does not name stays.
 * CodecError `ERR_ENCODE` for a format that cannot hold it, `ERR_LIMIT` for data too long for it,
 * `ERR_DECODE` where the file is damaged.
 */
export function writeMetadata(bytes: Uint8Array, change: MetadataChange): Uint8Array {
  const format = identify(bytes)
  if (format?.metadata) return format.metadata.write(bytes, change)
  if (KINDS.every((kind) => !change[kind])) return bytes.slice()
  throw new CodecError('ERR_ENCODE', `${format?.name ?? 'an unknown format'} cannot hold metadata`)
}

/**
 * What a file says of the pixels that its decoder gives: where those are upright already (AVIF, HEIC,
 * JPEG XL), so is the Exif.
 */
export function pictureMetadata(bytes: Uint8Array): FileMetadata {
  const found = readMetadata(bytes)
  const turned = found.exif === undefined || found.orientation !== undefined
  return turned ? found : { ...found, exif: uprightExif(found.exif!) }
}

/** The metadata that came with an image, for a format that carries any. */
export function ownMetadata(image: ImageInput, format: StreamFormat | undefined): Metadata {
  if (!format?.kind.metadata || typeof image !== 'object' || !('metadata' in image)) return {}
  const { metadata } = image
  return metadata ? checkMetadata(metadata, 'image.metadata') : {}
}

/**
 * Pixels turned and mirrored as Exif's orientation 1 to 8 says (Exif 2.32 section 4.6.4): a view.
 * Orientation 6: the stored rows are the shown columns, from right to left.
 */
function turned(picture: PixelPicture, orientation: number): PixelPicture {
  const { width, height, rowStride, columnStride } = picture
  const fromBottom = [3, 4, 6, 7].includes(orientation)
  const fromRight = [2, 3, 7, 8].includes(orientation)
  const offset =
    picture.offset +
    (fromBottom ? (height - 1) * rowStride : 0) +
    (fromRight ? (width - 1) * columnStride : 0)
  const down = fromBottom ? -rowStride : rowStride
  const right = fromRight ? -columnStride : columnStride
  if (orientation < 5) return { ...picture, offset, rowStride: down, columnStride: right }
  return { ...picture, offset, width: height, height: width, rowStride: right, columnStride: down }
}

/**
 * A picture and its metadata as a format can hold them: readers of AVIF, HEIC and JPEG XL do not look
 * at Exif's orientation, so these get upright pixels. Planes stay as they are.
 */
export function forFormat(
  picture: Picture,
  metadata: Metadata,
  format: StreamFormat | undefined,
): { picture: Picture; metadata: Metadata } {
  const orientation = metadata.exif && exifOrientation(metadata.exif)
  if (!format?.kind.upright || picture.kind === 'planes' || orientation === undefined) {
    return { picture, metadata }
  }
  const exif = uprightExif(metadata.exif!)
  return { picture: turned(picture, orientation), metadata: { ...metadata, exif } }
}

/** The file with what there is of metadata. */
export function withMetadata(bytes: Uint8Array, { icc, exif, xmp }: Metadata): Uint8Array {
  return icc || exif || xmp ? writeMetadata(bytes, { icc, exif, xmp }) : bytes
}
