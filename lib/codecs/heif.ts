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

/** Of matrix 12, which follows from the primaries (H.273 8.3, equations 39 to 44). */
const derived: Readonly<Record<number, ForcedColour['matrix']>> = {
  1: 'bt709',
  5: 'bt601',
  6: 'bt601',
  9: 'bt2020',
}

/** Primaries that are not said are BT.709's. */
const primariesOf = ({ primaries }: Nclx): number => (primaries === 2 ? 1 : primaries)

/** ERR_DECODE for a matrix that is not converted: the same as where the stream says it. */
function colourOf(nclx: Nclx | undefined): ForcedColour | undefined {
  if (!nclx) return undefined
  const chromaDerived = nclx.matrix === 12
  const [table, code] = chromaDerived ? [derived, primariesOf(nclx)] : [matrices, nclx.matrix]
  if (!(code in table)) {
    const with_ = chromaDerived ? ` of primaries ${code}` : ''
    throw damaged('HEIF', `the colour matrix ${nclx.matrix}${with_} is not supported`)
  }
  return { matrix: table[code], range: nclx.fullRange ? 'full' : 'limited' }
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
