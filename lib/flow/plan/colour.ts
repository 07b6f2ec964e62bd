import type { Colour } from '../../codecs/descriptor'
import type { Picture } from '../../image'
import type { PixelFormat } from '../../pixelformat'
import type { Setup } from './setup'

export const defaultColour: Colour = { matrix: 'bt601', range: 'full' }

// H.273 code points by libavutil's names: sRGB's primaries and transfer, and the matrix.
const matrixTags = {
  bt601: 'smpte170m',
  bt709: 'bt709',
  bt2020: 'bt2020nc',
  ycgco: 'ycgco',
  fcc: 'fcc',
  smpte240m: 'smpte240m',
} as const

/** The colour that the samples get: the format's only one, else the options'. */
export function colourOf({ descriptor, options }: Setup, picture: Picture): Colour {
  if (descriptor.colour) return descriptor.colour
  const own = picture.kind === 'planes' ? picture : undefined
  const matrix = own?.matrix ?? options.matrix
  return {
    // 'rgb' needs no matrix; gray samples are read as BT.601 luma.
    matrix: matrix === 'rgb' || matrix === undefined ? 'bt601' : matrix,
    range: own?.range ?? options.range ?? defaultColour.range,
  }
}

export function colourTags(colour: Colour, format: PixelFormat) {
  if (format.model === 'rgb') {
    return { color_range: 'pc', colorspace: 'rgb', ...sRgb }
  }
  const tags = {
    color_range: colour.range === 'full' ? 'pc' : 'tv',
    colorspace: matrixTags[colour.matrix],
  }
  // Chroma is the mean of its luma samples: it lies between them.
  const subsampled = format.chromaShiftX + format.chromaShiftY > 0
  return { ...tags, ...sRgb, ...(subsampled && { chroma_sample_location: 'center' }) }
}

const sRgb = { color_primaries: 'bt709', color_trc: 'iec61966-2-1' }
