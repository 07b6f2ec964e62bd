import { type BpgHeader, bpgHeader } from '../bitstream/bpg'
import type { CliPrograms, Resolved } from './descriptor'

const install =
  'bpgenc is in no distribution: util/install_bpg.sh builds it from its official release'

/** Depths that x265 codes. */
export const bpgDepths = [8, 10, 12] as const

/** Bits of the coded samples. RangeError where lossless samples do not fit. */
export function codedDepth(o: Resolved, bitDepth: number): number {
  const lossless = bpgDepths.find((depth) => depth >= bitDepth) ?? 12
  const coded: number = o.bitDepth ?? (o.lossless ? lossless : 8)
  if (o.lossless && coded < bitDepth) {
    throw new RangeError(`bpg: lossless: ${coded} bits do not hold samples of ${bitDepth}`)
  }
  return coded
}

/** RGB has no chroma that could be subsampled. */
export function checkFormat({ colorSpace, format, lossless }: Resolved): void {
  if (colorSpace === 'rgb' && !lossless && format !== '444') {
    throw new RangeError(`bpg: format: expected 444 for colorSpace rgb, got ${format}`)
  }
}

/** bpgenc's arguments (its help, bpgenc.c of libbpg 0.9.8). */
export function bpgencArgs(
  o: Resolved,
  quality: number,
  bitDepth: number,
  encoder: string,
): string[] {
  checkFormat(o)
  const depth = ['-b', String(codedDepth(o, bitDepth))]
  // -lossless sets RGB, 4:4:4, 8 bits and full range where it stands: what is to count comes after.
  const coded = o.lossless
    ? ['-lossless', ...depth]
    : ['-f', o.format, '-c', o.colorSpace, ...depth, ...(o.limitedRange ? ['-limitedrange'] : [])]
  return [
    ...['-q', String(quality), ...coded, '-m', String(o.method), '-e', encoder],
    ...(o.premultiplied ? ['-premul'] : []),
    ...['-o', '{out}', '{in}'],
  ]
}

/** bpgdec writes RGB or RGBA of 8 or 16 bits, whatever the file holds. */
function holds(bytes: Uint8Array, maxPixels: number): { channels: number; bitDepth: number } {
  const { chroma, bitDepth, alpha }: BpgHeader = bpgHeader(bytes, maxPixels)
  return { channels: alpha !== 'none' ? 4 : chroma === '400' ? 1 : 3, bitDepth }
}

/** bpgenc with one of its encoders, and bpgdec. */
export const bpgPrograms = (encoder: 'x265' | 'jctvc'): CliPrograms => ({
  encoder: {
    program: 'bpgenc',
    input: 'png',
    args: (o, quality, bitDepth) => bpgencArgs(o, quality, bitDepth, encoder),
  },
  decoder: {
    program: 'bpgdec',
    output: 'png',
    args: (_o, bitDepth) => ['-b', bitDepth > 8 ? '16' : '8', '-o', '{out}', '{in}'],
    holds,
  },
  versionArgs: ['-h'],
  install,
})
