import { identify } from '../bitstream'
import { CodecError } from '../errors'
import { bpgMetadata } from './bpg'
import { heifMetadata } from './heif'
import { jp2Metadata } from './jp2'
import { jpegMetadata } from './jpeg'
import { jxlMetadata } from './jxl'
import { exifOrientation, uprightExif } from './orientation'
import { pngMetadata } from './png'
import { KINDS, type Metadata, type MetadataChange, type MetadataFormat } from './types'
import { tiffMetadata } from './tiff'
import { webpMetadata } from './webp'

export { exifOrientation, uprightExif, type Metadata, type MetadataChange }

/** By the names of lib/bitstream's stream kinds. */
const FORMATS: Readonly<Record<string, MetadataFormat>> = {
  jpeg: jpegMetadata,
  png: pngMetadata,
  webp: webpMetadata,
  jxl: jxlMetadata,
  jpeg2000: jp2Metadata,
  bpg: bpgMetadata,
  heif: heifMetadata,
  tiff: tiffMetadata,
}
/** Their decoders apply the orientation that the file has beside Exif's, which then means nothing. */
const ORIENTED = ['jxl', 'heif']

/** Metadata and what is left to do to the decoded pixels. */
export interface FileMetadata extends Metadata {
  /** Exif's 1 to 8: how the decoded picture is to be turned and mirrored. Absent: as it is. */
  orientation?: number
}

/**
 * ICC profile, Exif, XMP and orientation of a JPEG, PNG, WebP, JPEG XL, JP2, BPG, AVIF, HEIC or TIFF file;
 * nothing for other formats. Of JPEG XL the ICC profile is not read: it is inside the codestream.
 * CodecError `ERR_DECODE` where the file is damaged.
 */
export function readMetadata(bytes: Uint8Array): FileMetadata {
  const name = identify(bytes)?.name ?? ''
  const format = FORMATS[name]
  const found = format?.read(bytes) ?? {}
  const result: FileMetadata = {}
  for (const kind of KINDS) if (found[kind]) result[kind] = found[kind]
  const fromExif = found.exif && !ORIENTED.includes(name) ? exifOrientation(found.exif) : undefined
  const orientation = format?.orientation?.(bytes) ?? fromExif
  return orientation === undefined ? result : { ...result, orientation }
}

/**
 * The file with metadata put in, replaced, or (`null`) taken out; what `change` does not name stays.
 * CodecError `ERR_ENCODE` for a format that cannot hold it, `ERR_LIMIT` for data too long for it,
 * `ERR_DECODE` where the file is damaged.
 */
export function writeMetadata(bytes: Uint8Array, change: MetadataChange): Uint8Array {
  const name = identify(bytes)?.name
  const format = FORMATS[name ?? '']
  if (format) return format.write(bytes, change)
  if (KINDS.every((kind) => !change[kind])) return bytes.slice()
  throw new CodecError('ERR_ENCODE', `${name ?? 'an unknown format'} cannot hold metadata`)
}
