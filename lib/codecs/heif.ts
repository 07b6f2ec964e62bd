import {
  type HeifCodec,
  type HeifFile,
  type HeifImage,
  type Nclx,
  readHeif,
  writeHeif,
} from '../bitstream/heif'
import { av1 } from './av1'
import type { Colour } from './colour'
import type { ContainedFile, ContainedPicture, Tiles } from './container'
import type { Descriptor } from './descriptor'
import { innerOptions } from './resolve'
import type { SharedOptions } from './rows'
import { x265 } from './x265'

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
  count,
  tile,
}: HeifImage): Tiles => ({
  codec,
  width,
  height,
  rows,
  columns,
  tileWidth,
  tileHeight,
  count,
  tile,
})

function contained({ image, alpha, width, height, transforms, nclx }: HeifFile): ContainedFile {
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

/** Whoever reads one kind of HEIF file reads the other. */
const readers = { av1, hevc: x265 }

interface HeifOptions extends SharedOptions {
  premultiplied: boolean
}

/** A HEIF file around one codec of the table: AVIF around AV1, HEIC around HEVC. */
export function heifContainer(codec: HeifCodec) {
  const inner: Descriptor = readers[codec]
  return {
    inner,
    readers,
    innerOptions: (o: HeifOptions) => {
      const shared = Object.entries(o).filter(([name]) => name in inner.options)
      return innerOptions(inner, o, { ...Object.fromEntries(shared), pixelFormat: o.pixelFormat })
    },
    write: ({ stream, alpha, width, height }: ContainedPicture, o: HeifOptions) =>
      writeHeif({
        codec,
        stream,
        width,
        height,
        ...(alpha && { alpha: { stream: alpha, premultiplied: o.premultiplied } }),
      }),
    read: (bytes: Uint8Array, maxPixels: number) => contained(readHeif(bytes, { maxPixels })),
  }
}
