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
  format: oneOf({ values: ['420', '422', '444'], default: '444', help: 'chroma format' }),
  bitDepth: oneOf({
    values: bpgDepths,
    help: "of the coded samples; default: 8, where lossless the picture's",
  }),
  colorSpace: oneOf({
    values: ['ycbcr', 'rgb', 'ycgco', 'ycbcr_bt709', 'ycbcr_bt2020'],
    default: 'ycbcr',
    help: 'of the coded picture',
  }),
  limitedRange: boolean({ default: false, help: 'code Y 16..235, C 16..240 (8 bit)' }),
  ...premultipliedRow,
  method: int({ min: 1, max: 9, default: 9, help: "bpgenc's -m: higher is smaller" }),
} as const

export type BpgOptions = Resolved<typeof rows>

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
export function checkFormat({ colorSpace, format, lossless }: BpgOptions): void {
  if (colorSpace === 'rgb' && !lossless && format !== '444') {
    throw new RangeError(`bpg: format: expected 444 for colorSpace rgb, got ${format}`)
  }
}
