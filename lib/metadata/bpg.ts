import { readBpg, replaceExtensions } from '../bitstream/bpg'
import { changed, withoutExifPrefix, type MetadataFormat } from './types'

/** BPG: extensions of the tags 1, 2 and 3; others (thumbnail, animation control) stay. */
export const bpgMetadata: MetadataFormat = {
  read(bytes) {
    const { icc, exif, xmp } = readBpg(bytes, { maxPixels: Infinity }).extensions
    return { icc, exif: exif && withoutExifPrefix(exif), xmp }
  },
  write(bytes, change) {
    return replaceExtensions(bytes, changed(bpgMetadata.read(bytes), change))
  },
}
