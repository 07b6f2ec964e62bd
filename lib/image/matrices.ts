/**
 * How YUV samples are to be read (docs/colour.md). `primariesN` follows from ColourPrimaries N of ITU-T
 * H.273 (its MatrixCoefficients 12).
 */
export const MATRIX_NAMES = [
  'bt601',
  'bt709',
  'bt2020',
  'ycgco',
  'fcc',
  'smpte240m',
  'primaries4',
  'primaries5',
  'primaries6',
  'primaries8',
  'primaries10',
  'primaries11',
  'primaries12',
  'primaries22',
] as const

export type MatrixName = (typeof MATRIX_NAMES)[number]
