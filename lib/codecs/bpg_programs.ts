import { type BpgHeader, bpgHeader } from '../bitstream/bpg'
import { type BpgOptions, checkFormat, codedDepth } from './bpg_options'
import type { CliPrograms } from './descriptor'
import { png } from './png'

const install =
  'bpgenc is in no distribution: util/install_bpg.sh builds it from its official release'

/** bpgenc's arguments (its help, bpgenc.c of libbpg 0.9.8). */
export function bpgencArgs(
  o: BpgOptions,
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
export const bpgPrograms = (encoder: 'x265' | 'jctvc'): CliPrograms<BpgOptions> => ({
  carrier: png,
  encoder: {
    program: 'bpgenc',
    args: (o, quality, bitDepth) => bpgencArgs(o, quality, bitDepth, encoder),
  },
  decoder: {
    program: 'bpgdec',
    args: (_o, bitDepth) => ['-b', bitDepth > 8 ? '16' : '8', '-o', '{out}', '{in}'],
    holds,
  },
  versionArgs: ['-h'],
  install: encoder === 'jctvc' ? `${install}. H.265 itself is x265 (hevc)` : install,
})
