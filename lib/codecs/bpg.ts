import { int, oneOf } from '../options'
import { losslessRow, steps } from './common'
import type { Descriptor, Resolved } from './descriptor'

const install =
  'bpgenc is in no distribution: util/install_bpg.sh builds it from its official release'

/** bpgenc's arguments (its manual, doc/bpgenc of libbpg 0.9.8). */
export function bpgencArgs(o: Resolved, quality: number, encoder: string): string[] {
  return [
    '-q', String(quality), '-f', o.format, '-c', o.colorSpace, '-b', String(o.bitDepth),
    '-m', String(o.method), '-e', encoder, ...(o.lossless ? ['-lossless'] : []),
    '-o', '{out}', '{in}',
  ] // prettier-ignore
}

export const bpgRows = {
  ...losslessRow,
  format: oneOf({ values: ['420', '422', '444'], default: '444', help: 'chroma format' }),
  bitDepth: oneOf({ values: [8, 10, 12], default: 8, help: 'of the coded samples' }),
  colorSpace: oneOf({
    values: ['ycbcr', 'rgb', 'ycgco'],
    default: 'ycbcr',
    help: 'of the coded picture',
  }),
  method: int({ min: 1, max: 9, default: 9, help: "bpgenc's -m: higher is smaller" }),
} as const

const cliOnly = {
  encoders: [],
  decoders: [],
  backends: ['cli'],
  options: bpgRows,
  formats: { bpg: { extension: '.bpg' } },
  quality: () => ({ name: 'QP', steps: steps(51, 0) }),
  pixelFormats: () => ['rgb24', 'rgba', 'gray', 'rgb48le'],
  lossless: (o: Resolved) => o.lossless,
  geometry: () => ({ maxWidth: 16384, maxHeight: 16384 }),
  encode: () => ({ options: {} }),
} satisfies Partial<Descriptor>

const programs = (encoder: string): Descriptor['cli'] => ({
  encoder: {
    program: 'bpgenc',
    input: 'png',
    args: (o, quality) => bpgencArgs(o, quality, encoder),
  },
  decoder: { program: 'bpgdec', output: 'png', args: () => ['-o', '{out}', '{in}'] },
  versionArgs: ['-h'],
  install,
})

export const bpg = {
  ...cliOnly,
  name: 'bpg',
  className: 'BPG',
  help: 'BPG (HEVC still picture) by bpgenc -e x265',
  cli: programs('x265'),
} satisfies Descriptor

export const h265 = {
  ...cliOnly,
  name: 'h265',
  className: 'H265',
  help: "BPG by bpgenc -e jctvc (PyCodecs' H265)",
  cli: programs('jctvc'),
} satisfies Descriptor
