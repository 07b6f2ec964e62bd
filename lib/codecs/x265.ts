import { hevc as format } from '../formats'
import { hevcSps, hevcTrueSize, inspectHevc, verifyHevc } from '../bitstream/nal/annexb'
import { damaged } from '../bitstream/bytes'
import { boolean, int, oneOf } from '../options'
import { withDepths } from '../pixelformat'
import { h26xMatrices } from './colour'
import { define, type Resolved } from './descriptor'
import { effortPoint, effortRow } from './effort'
import { evenSize } from './geometry'
import { joinParams } from './params'
import { presets } from './presets'
import { colourRows, infoRow, losslessRow } from './rows'
import { steps } from './scale'

const rows = {
  ...colourRows,
  ...losslessRow,
  ...infoRow,
  effort: effortRow('preset or rdoq', 6),
  preset: oneOf({ values: presets, help: 'speed against size; default: by effort' }),
  rdoq: int({
    min: 0,
    max: 2,
    help: "x265's rdoq-level; default: the preset's, or by effort",
  }),
  tune: oneOf({
    values: ['psnr', 'ssim', 'visual', 'grain'],
    default: 'psnr',
    help: "psnr: psy off; ssim: x265's tune, at constant QP the same; visual: adaptive quantization, quality is then x265's CRF; grain: x265's tune",
  }),
  hash: boolean({
    default: false,
    help: 'append an MD5 of the picture (57 bytes): decode then finds every damage',
  }),
  strict: boolean({ default: false, help: 'decode only streams with such an MD5' }),
} as const

type Options = Resolved<typeof rows>

/** What HEIC has of them too. */
type Settings = Omit<Options, 'info' | 'hash' | 'strict'>

/**
 * Bits go where the eye sees what is missing: x265 has that at a CRF only, which without qcomp is the
 * QP of one picture. The fastest presets set the strength to 0. Measured in docs/settings.md.
 */
const visualRate = (quality: number): string => `crf=${quality}:qcomp=1:aq-mode=1:aq-strength=1`

/**
 * x265's settings for one picture. `qp` is x265's own, as in `x265 --qp` and PyCodecs: the slice of
 * an intra picture gets 3 less (ipratio 1.4). psy-rd would also shift the chroma QP of 4:4:4 and GBR
 * by 6; WPP is off because it costs bytes and a lone picture has no use for its threads unless asked
 * for.
 */
function x265Params(o: Options, quality: number, smallerSide: number): string {
  const threaded = o.threads > 1
  // Below 32 x265 takes coding tree blocks of 16, which hold three levels of transform blocks; its
  // placebo asks for four, and it then refuses to open.
  const tooDeep = o.preset === 'placebo' && smallerSide < 32
  return joinParams(
    !o.info && 'info=0',
    'log-level=none:vui-timing-info=0',
    o.tune !== 'grain' && 'psy-rd=0:psy-rdoq=0',
    threaded ? `wpp=1:pools=${o.threads}` : 'wpp=0:pools=none',
    o.rdoq !== undefined && `rdoq-level=${o.rdoq}`,
    tooDeep && 'tu-intra-depth=3:tu-inter-depth=3',
    o.hash && 'hash=1',
    o.lossless ? 'lossless=1' : o.tune === 'visual' ? visualRate(quality) : `qp=${quality}`,
  )
}

// Points of the measured front (docs/settings.md), fastest first; the presets between are none.
const efforts = [
  { preset: 'ultrafast', rdoq: 0 },
  { preset: 'ultrafast', rdoq: 2 },
  { preset: 'ultrafast', rdoq: 2 },
  { preset: 'superfast', rdoq: 0 },
  { preset: 'medium', rdoq: 0 },
  { preset: 'superfast', rdoq: 2 },
  { preset: 'slow', rdoq: 2 },
  { preset: 'slow', rdoq: 2 },
  { preset: 'veryslow', rdoq: 2 },
  { preset: 'veryslow', rdoq: 2 },
] as const

// Under adaptive quantization medium needs more bytes than superfast by SSIMULACRA2, and more time.
const visualEfforts = efforts.map((point, effort) => (effort === 4 ? efforts[3] : point))

/** Behind the NAL unit header (2 bytes), payload type and size: 0 is MD5 (H.265 D.2.19, D.3.19). */
const HASH_TYPE_AT = 4

/**
 * `strict`: a stream without the MD5 of its picture is refused, so that none which lost it (a
 * cut-off end) passes. The decoder compares the MD5 itself; it knows no other hash.
 */
function verifyHash(bytes: Uint8Array): void {
  const hash = inspectHevc(bytes).find(({ name }) => name === 'SEI decoded picture hash')
  if (hash && bytes[hash.offset + HASH_TYPE_AT] === 0) return
  throw damaged('HEVC', 'no MD5 of the picture, which strict needs (encode with hash: true)')
}

/** How HEVC is coded, in any file. */
export const coding = {
  matrices: h26xMatrices,
  settle: (o: Settings) => effortPoint(o.tune === 'visual' ? visualEfforts : efforts, o),
  quality: ({ tune }: Settings) => ({
    steps: steps(51, 0),
    ...(tune === 'visual'
      ? { name: 'CRF', useful: { worst: 37, best: 14 }, typical: 24 }
      : { name: 'QP', useful: { worst: 41, best: 19 }, typical: 29 }),
  }),
  pixelFormats: () => withDepths(['yuv444p', 'yuv422p', 'yuv420p', 'gbrp', 'gray'], [8, 10, 12]),
  lossless: (o: Settings) => o.lossless,
  geometry: (_o: Settings, _e: string, format: string) => ({
    minWidth: 16,
    minHeight: 16,
    maxWidth: 16384,
    maxHeight: 16384,
    ...evenSize(format),
  }),
}

export const x265 = define({
  name: 'x265',
  className: 'X265',
  calledElsewhere: ['h265'],
  help: 'H.265 / HEVC by libx265, raw Annex B stream',
  encoders: ['libx265'],
  decoders: ['hevc'],
  backends: ['native', 'ffmpeg'],
  options: rows,
  ...coding,
  formats: {
    hevc: { kind: format, extension: '.hevc', aliases: ['.265', '.h265'], demuxer: 'hevc' },
  },
  encode: (o, quality, _encoder, { width, height }) => ({
    options: {
      g: 1,
      bf: 0,
      preset: o.preset ?? 'slow',
      ...(!['psnr', 'visual'].includes(o.tune) && { tune: o.tune }),
      'x265-params': x265Params(o, quality, Math.min(width, height)),
    },
  }),
  stream: {
    verify: (bytes, o) => {
      verifyHevc(bytes)
      if (o.strict) verifyHash(bytes)
    },
    size: hevcSps,
    trueSize: hevcTrueSize,
  },
})
