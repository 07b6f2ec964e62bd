import { readHeif, writeHeif, type HeifFile, type HeifPicture } from '../bitstream/heif'
import { CodecError } from '../errors'
import { changed, type Metadata, type MetadataFormat } from './types'

const cannot = (what: string): CodecError =>
  new CodecError('ERR_ENCODE', `HEIF: metadata cannot be put into a file with ${what}`)

/** The file as our writer would have it: one coded picture, clap at the upper left, irot, imir. */
function rewritten(file: HeifFile, metadata: Metadata): HeifPicture {
  const { image, overlay, alpha, transforms, nclx } = file
  if (overlay) throw cannot('an overlay')
  if (image.count > 1) throw cannot('a grid of tiles')
  if (alpha && alpha.codec !== image.codec) throw cannot('alpha of another codec')
  const order = transforms.map(({ type }) => type).join()
  if (
    !['', 'clap', 'irot', 'imir', 'clap,irot', 'clap,imir', 'irot,imir', 'clap,irot,imir'].includes(
      order,
    )
  ) {
    throw cannot(`the transformations ${order}`)
  }
  const picture: HeifPicture = {
    codec: image.codec,
    stream: image.tile(0),
    width: image.width,
    height: image.height,
    nclx,
    ...metadata,
    ...(alpha && { alpha: { stream: alpha.tile(0), premultiplied: alpha.premultiplied } }),
  }
  for (const transform of transforms) {
    if (transform.type === 'irot') picture.irot = (transform.angle / 90) as 1 | 2 | 3
    if (transform.type === 'imir') picture.imir = transform.axis
    if (transform.type !== 'clap') continue
    if (transform.x !== 0 || transform.y !== 0) throw cannot('a crop that is not at the upper left')
    picture.width = transform.width
    picture.height = transform.height
  }
  return picture
}

/** AVIF and HEIC: colr, and items for Exif and XMP. Files are written anew, by our writer. */
export const heifMetadata: MetadataFormat = {
  read(bytes) {
    const { icc, exif, xmp } = readHeif(bytes, { maxPixels: Infinity })
    const own = (data: Uint8Array | undefined) =>
      data?.buffer === bytes.buffer ? data.slice() : data
    return { icc: own(icc), exif: own(exif), xmp: own(xmp) }
  },
  colour: (bytes) => readHeif(bytes, { maxPixels: Infinity }).nclx,
  write(bytes, change) {
    const file = readHeif(bytes, { maxPixels: Infinity })
    return writeHeif(rewritten(file, changed(file, change)))
  },
}
