import {
  type HeifCodec,
  type HeifContent,
  type HeifFile,
  isTransparent,
  type Nclx,
  readHeif,
  writeHeif,
} from '../bitstream/heif'

import { av1 } from './av1'
import { damaged } from '../bitstream/bytes'
import type { ForcedColour } from './colour'
import type { ContainedFile, ContainedPicture } from './container'
import { matrixOfPrimaries } from './derived_matrices'
import type { Descriptor } from './descriptor'
import { innerOptions } from './resolve'
import type { SharedOptions } from './rows'
import { x265 } from './x265'

// Matrix code points of ITU-T H.273 that we convert. 2 is left to the stream's own tags.
const matrices: Readonly<Record<number, ForcedColour['matrix']>> = {
  0: 'identity',
  1: 'bt709',
  2: undefined,
  4: 'fcc',
  5: 'bt601',
  6: 'bt601',
  7: 'smpte240m',
  8: 'ycgco',
  9: 'bt2020',
  10: 'bt2020', // constant luminance, read as readers do that know no other
}

/** ERR_DECODE for a matrix that is not converted: the same as where the stream says it. */
function colourOf(nclx: Nclx | undefined): ForcedColour | undefined {
  if (!nclx) return undefined
  const range = nclx.fullRange ? 'full' : 'limited'
  if (nclx.matrix in matrices) return { matrix: matrices[nclx.matrix], range }
  const matrix = nclx.matrix === 12 ? matrixOfPrimaries(nclx.primaries) : undefined
  if (matrix) return { matrix, range }
  const of = nclx.matrix === 12 ? ` of primaries ${nclx.primaries}` : ''
  throw damaged('HEIF', `the colour matrix ${nclx.matrix}${of} is not supported`)
}

function contained(content: HeifContent & Pick<HeifFile, 'warnings'>): ContainedFile {
  const { image, alpha, overlay, nclx, width, height, transforms, warnings } = content
  return {
    width,
    height,
    warnings,
    gray: image.chroma === '400',
    bitDepth: image.bitDepth,
    image,
    ...(alpha && { alpha }),
    ...(overlay && {
      overlay: {
        fill: overlay.fill,
        transparent: isTransparent(overlay),
        layers: overlay.layers.map(({ x, y, read }) => ({ x, y, read: () => contained(read()) })),
      },
    }),
    transforms,
    // Each picture of an overlay has its own.
    colour: overlay ? undefined : colourOf(nclx),
  }
}

/** Whoever reads one kind of HEIF file reads the other. */
const readers = { av1, hevc: x265 }

interface HeifOptions extends SharedOptions {
  premultiplied: boolean
}

/** A HEIF file around one codec of the table: AVIF around AV1, HEIC around HEVC. */
export function heifContainer(
  codec: HeifCodec,
  settle: (o: HeifOptions) => Partial<SharedOptions> = () => ({}),
) {
  const inner: Descriptor = readers[codec]
  return {
    inner,
    readers,
    innerOptions: (o: HeifOptions) => {
      const shared = Object.entries(o).filter(([name]) => name in inner.options)
      const given = { ...Object.fromEntries(shared), pixelFormat: o.pixelFormat }
      return innerOptions(inner, o, { ...given, ...settle(o) })
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
