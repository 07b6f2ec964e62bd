import type { Colour, Descriptor } from '../../codecs/descriptor'
import type { Picture, PlanePicture } from '../../image'
import type { PixelFormat } from '../../pixelformat'
import type { Setup } from './setup'

export const defaultColour: Colour = { matrix: 'bt601', range: 'full' }

// H.273 code points by libavutil's names: sRGB's primaries and transfer, and the matrix.
const matrixTags: Readonly<Record<string, string>> = {
  bt601: 'smpte170m',
  bt709: 'bt709',
  bt2020: 'bt2020nc',
  ycgco: 'ycgco',
  fcc: 'fcc',
  smpte240m: 'smpte240m',
}

/** The primaries that a matrix follows from. */
const primariesTags: Readonly<Record<string, string>> = {
  primaries4: 'bt470m',
  primaries5: 'bt470bg',
  primaries6: 'smpte170m',
  primaries8: 'film',
  primaries10: 'smpte428',
  primaries11: 'smpte431',
  primaries12: 'smpte432',
  primaries22: 'ebu3213',
}

function matrixTag(matrix: string) {
  const primaries = primariesTags[matrix]
  if (primaries === undefined) return { colorspace: matrixTags[matrix]!, ...sRgb }
  return { colorspace: 'chroma-derived-nc', ...sRgb, color_primaries: primaries }
}

/** The ranges that a codec's streams can say. */
function rangesOf({ colour, options }: Descriptor): readonly unknown[] | undefined {
  if (colour) return [colour.range]
  return options.range?.type === 'enum' ? options.range.values : undefined
}

/** Planes are coded as they are: what a stream cannot say of them would be lost. */
function checkTold(descriptor: Descriptor, picture: PlanePicture, label: string): void {
  const { colour, matrices } = descriptor
  const { format, matrix, range } = picture
  if (format.model === 'rgb') {
    if (range !== 'limited') return
    throw new RangeError(
      `${label}: image.range: expected 'full', as which RGB is coded, got '${range}'; encode pixels`,
    )
  }
  const ranges = rangesOf(descriptor)
  if (range !== undefined && ranges && !ranges.includes(range)) {
    throw new RangeError(
      `${label}: image.range: expected '${ranges.join()}', which all of its streams have, got '${range}'; encode pixels`,
    )
  }
  const told = colour ? [colour.matrix] : matrices
  if (format.model === 'gray' || matrix === undefined || !told || told.includes(matrix)) return
  throw new RangeError(
    `${label}: image.matrix: expected one of ${told.join(', ')}, which its streams can name, got '${matrix}'; encode pixels`,
  )
}

/** The colour that the samples get: the format's only one, else the options'. */
export function colourOf({ descriptor, options }: Setup, picture: Picture, label: string): Colour {
  const own = picture.kind === 'planes' ? picture : undefined
  if (own) checkTold(descriptor, own, label)
  if (descriptor.colour) return descriptor.colour
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
    ...matrixTag(colour.matrix),
  }
  // Chroma is the mean of its luma samples: it lies between them.
  const subsampled = format.chromaShiftX + format.chromaShiftY > 0
  return { ...tags, ...(subsampled && { chroma_sample_location: 'center' }) }
}

const sRgb = { color_primaries: 'bt709', color_trc: 'iec61966-2-1' }
