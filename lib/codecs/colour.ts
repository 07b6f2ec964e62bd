import { MATRIX_NAMES, type MatrixName } from '../image'

/** How YUV samples are to be read. RGB is sRGB. */
export interface Colour {
  matrix: MatrixName
  range: 'full' | 'limited'
}

/** H.273's names that x264 and x265 know: all but EBU 3213's primaries. */
export const h26xMatrices: readonly MatrixName[] = MATRIX_NAMES.filter((m) => m !== 'primaries22')

/** What a file says of its stream: it counts more than the stream's own tags, also in part. */
export interface ForcedColour {
  /** `identity`: G, B, R in the places of Y, Cb, Cr. Absent: as the stream says. */
  matrix?: Colour['matrix'] | 'identity'
  range: Colour['range']
}
