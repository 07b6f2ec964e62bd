import { CodecError } from '../errors'
import { type AddedTag, withAddedTags } from '../bitstream/tiff/added_tags'
import { tiffDirectory } from '../bitstream/tiff/directory'
import { TIFF_TAG } from '../bitstream/tiff/tags'
import { eachKind, KINDS, type MetadataChange, type MetadataFormat } from './types'

/** The tags of each kind; those of Exif point to directories. */
const TAGS = {
  icc: [TIFF_TAG.icc],
  xmp: [TIFF_TAG.xmp],
  exif: [TIFF_TAG.exif, TIFF_TAG.gps],
} as const

/** What is to be added; what is there may be shared by other pages, and its bytes would stay. */
function added(bytes: Uint8Array, change: MetadataChange): AddedTag[] {
  const { fields } = tiffDirectory(bytes)
  const taken = KINDS.find(
    (kind) => change[kind] !== undefined && TAGS[kind].some((tag) => fields.has(tag)),
  )
  if (taken) {
    const message = `tiff: ${taken}: what the file has is not replaced or taken out`
    throw new CodecError('ERR_ENCODE', message)
  }
  if (change.exif) throw new CodecError('ERR_ENCODE', 'tiff: exif is not written')
  const { icc, xmp } = change
  return [
    ...(icc ? [{ tag: TIFF_TAG.icc, type: 7 as const, bytes: icc }] : []),
    ...(xmp ? [{ tag: TIFF_TAG.xmp, type: 1 as const, bytes: xmp }] : []),
  ]
}

/** TIFF: ICC, XMP and orientation are tags of the first page. ICC and XMP are written where there are none. */
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
  write(bytes, change) {
    const tags = added(bytes, change)
    return tags.length > 0 ? withAddedTags(bytes, tags) : bytes.slice()
  },
}
