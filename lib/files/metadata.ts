import type { StreamFormat } from '../codecs/descriptor'
import type { ImageInput, Picture, PixelPicture } from '../image'
import {
  exifOrientation,
  type FileMetadata,
  type Metadata,
  readMetadata,
  uprightExif,
  writeMetadata,
} from '../metadata/index'

// How ICC, Exif, XMP and orientation go from file to file beside the pixels.

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
  const has = format?.metadata && typeof image === 'object' && 'metadata' in image
  return (has && image.metadata) || {}
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
  if (!format?.upright || picture.kind === 'planes' || orientation === undefined) {
    return { picture, metadata }
  }
  const exif = uprightExif(metadata.exif!)
  return { picture: turned(picture, orientation), metadata: { ...metadata, exif } }
}

/** The file with what there is of metadata. */
export function withMetadata(bytes: Uint8Array, { icc, exif, xmp }: Metadata): Uint8Array {
  return icc || exif || xmp ? writeMetadata(bytes, { icc, exif, xmp }) : bytes
}
