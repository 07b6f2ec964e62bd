import { h264 as format } from '../formats'
import { h264Sps, h264TrueSize, verifyH264 } from '../bitstream/nal/annexb'
import { oneOf } from '../options'
import { parsePixelFormat, withDepths } from '../pixelformat'
import { h26xMatrices } from './colour'
import { define } from './descriptor'
import { effortPoint, effortRow } from './effort'
import { evenSize } from './geometry'
import { joinParams } from './params'
import { presets } from './presets'
import { bitDepthRow, colourRows, infoRow, losslessRow } from './rows'
import { steps } from './scale'

// Points of the measured front (docs/settings.md), fastest first.
const efforts = (
  [
    ...(['ultrafast', 'veryfast', 'veryfast', 'faster', 'faster'] as const),
    ...(['fast', 'fast', 'slow', 'slower', 'veryslow'] as const),
  ] as const
).map((preset) => ({ preset }))

/**
 * Bits go where the eye sees what is missing: x264 has that at a CRF only, which without qcomp is the
 * QP of one picture. The fastest preset sets the mode to 0. Measured in docs/settings.md.
 */
const visualRate = (quality: number): string => `crf=${quality}:qcomp=1:aq-mode=1:aq-strength=1`

/** x264 counts from 0 at every depth, the standard (T-REC H.264, 7-36) from -6 for each bit above 8. */
const qpOffset = (pixelFormat: string): number =>
  6 * ((parsePixelFormat(pixelFormat)?.depth ?? 8) - 8)

export const x264 = define({
  name: 'x264',
  className: 'X264',
  calledElsewhere: ['avc', 'h264'],
  help: 'H.264 / AVC by libx264, raw Annex B stream',
  encoders: ['libx264'],
  matrices: h26xMatrices,
  encoderFor: (format) => (format === 'rgb24' ? 'libx264rgb' : undefined),
  decoders: ['h264'],
  // H.264, E.2.1: video_full_range_flag is inferred to be 0; lavc's HEVC decoder says so by itself.
  untagged: { matrix: 'bt601', range: 'limited' },
  backends: ['native', 'ffmpeg'],
  options: {
    ...colourRows,
    ...bitDepthRow([8, 10]),
    ...losslessRow,
    ...infoRow,
    effort: effortRow('preset', 9),
    preset: oneOf({ values: presets, help: 'speed against size; default: by effort' }),
    tune: oneOf({
      values: ['psnr', 'ssim', 'visual', 'stillimage', 'film', 'animation', 'grain'],
      default: 'psnr',
      help: "psnr: psy off; ssim: x264's tune, at constant QP the same; visual: adaptive quantization, quality is then x264's CRF; others: x264's tunes",
    }),
  },
  settle: (o) => effortPoint(efforts, o),
  formats: { h264: { kind: format, extension: '.h264', aliases: ['.264'], demuxer: 'h264' } },
  quality: ({ tune }) => ({
    steps: steps(51, 0),
    ...(tune === 'visual'
      ? { name: 'CRF', useful: { worst: 37, best: 14 }, typical: 24 }
      : { name: 'QP', useful: { worst: 41, best: 18 }, typical: 29 }),
  }),
  // libx264rgb's packed rgb24 is x264's GBR; gray at 8 and 10 bit decodes as 4:2:0 with flat chroma.
  pixelFormats: () => [...withDepths(['yuv444p', 'yuv422p', 'yuv420p', 'gray'], [8, 10]), 'rgb24'],
  lossless: (o) => o.lossless,
  geometry: (_o, _e, format) => ({ maxWidth: 16384, maxHeight: 16384, ...evenSize(format) }),
  encode: (o, quality, _encoder, { pixelFormat }) => ({
    options: {
      g: 1,
      bf: 0,
      preset: o.preset,
      ...(!['psnr', 'visual'].includes(o.tune) && { tune: o.tune }),
      qp: o.lossless ? 0 : quality + qpOffset(pixelFormat),
      // psy also shifts the chroma QP of 4:4:4 by 6, and costs bytes by every metric.
      'x264-params': joinParams(
        'sync-lookahead=0:rc-lookahead=0:sliced-threads=0',
        ['psnr', 'ssim', 'visual'].includes(o.tune) && 'psy=0',
        o.tune === 'visual' && !o.lossless && visualRate(quality),
      ),
    },
    // x264 has no switch for its advertisement: SEI units (type 6) are taken out of the packet.
    ...(!o.info && { bitstreamFilter: 'filter_units=remove_types=6' }),
  }),
  stream: {
    verify: verifyH264,
    size: h264Sps,
    trueSize: h264TrueSize,
    isGray: (bytes) => h264Sps(bytes).chromaFormat === 0,
  },
})
