import {
  type HeifCodec,
  type HeifFile,
  type HeifImage,
  type Nclx,
  readHeif,
  writeHeif,
} from '../bitstream/heif'
import type { Colour, Container, Descriptor, Resolved, Tiles } from './descriptor'
import { innerOptions } from './rows'

// Matrix code points of ITU-T H.273 that we convert; others are left to the stream's own tags.
const matrices: Record<number, Colour['matrix']> = {
  1: 'bt709',
  5: 'bt601',
  6: 'bt601',
  8: 'ycgco',
  9: 'bt2020',
}

function colourOf(nclx: Nclx | undefined): Colour | undefined {
  const matrix = nclx && matrices[nclx.matrix]
  return matrix && { matrix, range: nclx.fullRange ? 'full' : 'limited' }
}

const tilesOf = ({
  codec,
  width,
  height,
  rows,
  columns,
  tileWidth,
  tileHeight,
  tiles,
}: HeifImage): Tiles => ({
  codec,
  width,
  height,
  rows,
  columns,
  tileWidth,
  tileHeight,
  tiles,
})

function contained({ image, alpha, width, height, transforms, nclx }: HeifFile) {
  return {
    width,
    height,
    gray: image.chroma === '400',
    bitDepth: image.bitDepth,
    image: tilesOf(image),
    ...(alpha && { alpha: { ...tilesOf(alpha), premultiplied: alpha.premultiplied } }),
    transforms,
    colour: colourOf(nclx),
  }
}

/** A HEIF file around one codec of the table: AVIF around AV1, HEIC around HEVC. */
export function heifContainer(codec: HeifCodec, inner: Descriptor): Container {
  return {
    inner,
    innerOptions: (o: Resolved) => {
      const names = Object.keys(inner.options)
      const shared = Object.fromEntries(names.filter((n) => n in o).map((n) => [n, o[n]]))
      return innerOptions(inner, o, { ...shared, pixelFormat: o.pixelFormat })
    },
    write: ({ stream, alpha, width, height }, o) =>
      writeHeif({
        codec,
        stream,
        width,
        height,
        ...(alpha && { alpha: { stream: alpha, premultiplied: o.premultiplied } }),
      }),
    read: (bytes, maxPixels) => contained(readHeif(bytes, { maxPixels })),
  }
}
