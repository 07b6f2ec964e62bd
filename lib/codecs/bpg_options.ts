import type { BpgColorSpace } from '../bitstream/bpg'
import { boolean, int, oneOf } from '../options'
import type { Colour, Resolved } from './descriptor'
import { losslessRow, premultipliedRow } from './rows'

/** Depths that x265 codes. */
const bpgDepths = [8, 10, 12] as const

// bpgenc's names of its colour spaces (-c), ours of what they mean.
export const colourSpaces = {
  ycbcr: { bpg: 'ycbcr', matrix: 'bt601' },
  rgb: { bpg: 'rgb', matrix: 'rgb' },
  ycgco: { bpg: 'ycgco', matrix: 'ycgco' },
  ycbcr_bt709: { bpg: 'ycbcr709', matrix: 'bt709' },
  ycbcr_bt2020: { bpg: 'ycbcr2020', matrix: 'bt2020' },
} as const satisfies Record<string, { bpg: BpgColorSpace; matrix: Colour['matrix'] | 'rgb' }>

export const rows = {
  ...losslessRow,
  subsampling: oneOf({
    values: ['4:4:4', '4:2:2', '4:2:0'],
    default: '4:4:4',
    help: 'chroma against luma',
  }),
  bitDepth: oneOf({
    values: bpgDepths,
    help: "of the coded samples; default: 8, where lossless the picture's",
  }),
  matrix: oneOf({
    values: ['bt601', 'bt709', 'bt2020', 'rgb', 'ycgco'],
    default: 'bt601',
    help: "RGB to YCbCr; 'rgb': coded as GBR, without conversion",
  }),
  range: oneOf({ values: ['full', 'limited'], default: 'full', help: 'of the YCbCr samples' }),
  ...premultipliedRow,
  method: int({ min: 1, max: 9, default: 9, help: "bpgenc's -m: higher is smaller" }),
  format: oneOf({ values: ['420', '422', '444'], help: 'older name of subsampling' }),
  colorSpace: oneOf({
    values: ['ycbcr', 'rgb', 'ycgco', 'ycbcr_bt709', 'ycbcr_bt2020'],
    help: 'older name of matrix',
  }),
  limitedRange: boolean({ help: 'older name of range' }),
} as const

const matrices = Object.entries(colourSpaces).map(([name, { matrix }]) => [name, matrix] as const)

/** bpgenc's names of the options that all codecs have; both are resolved. */
export const olderNames = {
  format: { of: 'subsampling', values: { '420': '4:2:0', '422': '4:2:2', '444': '4:4:4' } },
  colorSpace: { of: 'matrix', values: Object.fromEntries(matrices) },
  limitedRange: { of: 'range', values: { true: 'limited', false: 'full' } },
} as const

type Rows = Resolved<typeof rows>

export type BpgOptions = Rows & { [K in keyof typeof olderNames]: NonNullable<Rows[K]> }

/** Bits of the coded samples. RangeError where lossless samples do not fit. */
export function codedDepth(o: BpgOptions, bitDepth: number): number {
  const lossless = bpgDepths.find((depth) => depth >= bitDepth) ?? 12
  const coded = o.bitDepth ?? (o.lossless ? lossless : 8)
  if (o.lossless && coded < bitDepth) {
    throw new RangeError(`bpg: lossless: ${coded} bits do not hold samples of ${bitDepth}`)
  }
  return coded
}

/** RGB has no chroma that could be subsampled. */
export function checkFormat({ matrix, subsampling, lossless }: BpgOptions): void {
  if ((matrix !== 'rgb' && !lossless) || subsampling === '4:4:4') return
  const why = lossless ? 'lossless' : 'matrix rgb'
  throw new RangeError(`bpg: subsampling: expected 4:4:4 for ${why}, got ${subsampling}`)
}
