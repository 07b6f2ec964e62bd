import { bpg as format } from '../formats'
import { type BpgColorSpace, type BpgSiting, readBpg, writeBpg } from '../bitstream/bpg'
import { chromaOf, parsePixelFormat } from '../pixelformat'
import {
  type BpgOptions,
  checkFormat,
  codedDepth,
  colourSpaces,
  olderNames,
  rows,
} from './bpg_options'
import { bpgPrograms } from './bpg_programs'
import { type Colour, type Container, define } from './descriptor'
import { joinParams } from './params'
import { presets } from './presets'
import { innerOptions } from './resolve'
import { steps } from './scale'
import { x265 } from './x265'

/** RGB is lossless only as RGB in full resolution. */
const spaceOf = (o: BpgOptions) => colourSpaces[o.lossless ? 'rgb' : o.colorSpace]

function pixelFormatOf(
  o: BpgOptions,
  { channels, bitDepth }: { channels: number; bitDepth: number },
) {
  checkFormat(o)
  const rgb = spaceOf(o).bpg === 'rgb'
  const family = channels === 1 ? 'gray' : rgb ? 'gbrp' : `yuv${o.format}p`
  const depth = codedDepth(o, bitDepth)
  return depth === 8 ? family : `${family}${depth}le`
}

/** Colour space as BPG has it -> how we read the samples; RGB streams say so themselves. */
function colourOf(space: BpgColorSpace, limitedRange: boolean): Colour | undefined {
  const { matrix } = Object.values(colourSpaces).find(({ bpg }) => bpg === space)!
  if (matrix === 'rgb') return undefined
  return { matrix, range: limitedRange ? 'limited' : 'full' }
}

const largeBlocks = (given?: string | number | boolean): string =>
  joinParams('min-cu-size=16', given === undefined ? given : String(given))

const container: Container<BpgOptions> = {
  inner: x265,
  readers: { hevc: x265 },
  innerOptions: (o, picture) =>
    innerOptions(x265, o, {
      pixelFormat: o.pixelFormat === 'auto' ? pixelFormatOf(o, picture) : o.pixelFormat,
      matrix: picture.channels === 1 ? 'bt601' : spaceOf(o).matrix,
      range: o.limitedRange ? 'limited' : 'full',
      // x265_glue.c of libbpg 0.9.8: its methods 1 to 9 are x265's presets by their numbers.
      preset: presets[o.method],
      tune: 'ssim',
      lossless: o.lossless,
      // BPG's coded size is the true one rounded up to coding blocks, and x265 codes 16x16 at least.
      ...(Math.min(picture.width, picture.height) <= 8 && {
        options: { ...o.options, 'x265-params': largeBlocks(o.options?.['x265-params']) },
      }),
    }),
  write({ stream, alpha, width, height, pixelFormat, colour }, o) {
    const format = parsePixelFormat(pixelFormat)!
    const chroma =
      format.model === 'gray' ? '400' : format.model === 'rgb' ? '444' : chromaOf(format)
    const space = Object.values(colourSpaces).find(({ matrix }) => matrix === colour.matrix)!.bpg
    return writeBpg({
      hevc: stream,
      alphaHevc: alpha,
      alpha: alpha ? (o.premultiplied ? 'premultiplied' : 'straight') : 'none',
      width,
      height,
      chroma,
      siting: 'centre' satisfies BpgSiting,
      bitDepth: format.depth,
      colorSpace: format.model === 'rgb' ? 'rgb' : format.model === 'gray' ? 'ycbcr' : space,
      limitedRange: format.model !== 'rgb' && colour.range === 'limited',
    })
  },
  read(bytes, maxPixels) {
    const { width, height, bitDepth, chroma, colorSpace, limitedRange, alpha, alphaHevc, ...file } =
      readBpg(bytes, { maxPixels })
    const one = {
      codec: 'hevc',
      width,
      height,
      rows: 1,
      columns: 1,
      tileWidth: width,
      tileHeight: height,
      count: 1,
    } as const
    return {
      width,
      height,
      gray: chroma === '400',
      bitDepth,
      image: { ...one, tile: () => file.hevc },
      ...(alphaHevc && {
        alpha: { ...one, tile: () => alphaHevc, premultiplied: alpha === 'premultiplied' },
      }),
      transforms: [],
      colour: colourOf(colorSpace, limitedRange),
    }
  },
}

const common = {
  options: rows,
  olderNames,
  samplesItself: true,
  // Of what the programs are given; the file says what its own samples are.
  colour: { matrix: 'bt601', range: 'full' } as const,
  formats: { bpg: { kind: format, extension: '.bpg' } },
  quality: () => ({
    name: 'QP',
    steps: steps(51, 0),
    useful: { worst: 42, best: 19 },
    typical: 29,
  }),
  // What the programs get as PNG files; in process the inner codec decides.
  matrices: ['bt601', 'bt709', 'bt2020', 'ycgco'] as const,
  pixelFormats: () => ['rgb24', 'rgba', 'gray', 'rgb48le', 'rgba64le', 'gray16le'],
  lossless: (o: BpgOptions) => o.lossless,
  geometry: () => ({ maxWidth: 16384, maxHeight: 16384 }),
  encode: () => ({ options: {} }),
}

export const bpg = define({
  ...common,
  name: 'bpg',
  className: 'BPG',
  help: "BPG: HEVC by libx265 in BPG's own file",
  encoders: ['libx265'],
  decoders: ['hevc'],
  backends: ['native', 'cli'],
  container,
  cli: bpgPrograms('x265'),
})

export const h265 = define({
  ...common,
  name: 'h265',
  className: 'H265',
  help: "BPG by bpgenc -e jctvc (PyCodecs' H265)",
  encoders: [],
  decoders: [],
  backends: ['cli'],
  cli: bpgPrograms('jctvc'),
})
