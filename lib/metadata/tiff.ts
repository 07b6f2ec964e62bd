import { CodecError } from '../errors'
import { tiffDirectory } from '../bitstream/tiff/directory'
import { TIFF_TAG } from '../bitstream/tiff/tags'
import { eachKind, type MetadataFormat } from './types'

/** TIFF: ICC, XMP and orientation are tags of the first page. They are read, not written. */
export const tiffMetadata: MetadataFormat = {
  read(bytes) {
    const directory = tiffDirectory(bytes)
    return eachKind({
      icc: () => directory.bytes(TIFF_TAG.icc)?.slice(),
      xmp: () => directory.bytes(TIFF_TAG.xmp)?.slice(),
    })
  },
  /** TIFF 6.0 section 8: 1 to 8, as Exif's. */
  orientation(bytes) {
    const value = tiffDirectory(bytes).number(TIFF_TAG.orientation, 1)
    return value >= 2 && value <= 8 ? value : undefined
  },
  write() {
    throw new CodecError('ERR_ENCODE', 'tiff: metadata is read, but not written')
  },
}
