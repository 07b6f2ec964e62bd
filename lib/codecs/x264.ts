import { h264Sps, h264TrueSize, verifyH264 } from '../bitstream/annexb'
import { oneOf } from '../options'
import { colourRows, infoRow, joinParams, losslessRow, steps, withDepths } from './common'
import type { Descriptor } from './descriptor'
import { evenSize } from './geometry'

const presets = [
  'ultrafast',
  'superfast',
  'veryfast',
  'faster',
  'fast',
  'medium',
  'slow',
  'slower',
  'veryslow',
  'placebo',
] as const

export const x264 = {
  name: 'x264',
  className: 'X264',
  help: 'H.264 / AVC by libx264, raw Annex B stream',
  encoders: ['libx264'],
  encoderFor: (format) => (format === 'rgb24' ? 'libx264rgb' : undefined),
  decoders: ['h264'],
  backends: ['native', 'ffmpeg'],
  options: {
    ...colourRows,
    ...losslessRow,
    ...infoRow,
    preset: oneOf({ values: presets, default: 'veryslow', help: 'speed against size' }),
    tune: oneOf({
      values: ['psnr', 'ssim', 'stillimage', 'film', 'animation', 'grain'],
      help: "x264's tune; default: none, with psy off",
    }),
  },
  formats: { h264: { extension: '.h264', demuxer: 'h264' } },
  quality: () => ({ name: 'QP', steps: steps(51, 0) }),
  // libx264rgb's packed rgb24 is x264's GBR; gray at 8 and 10 bit decodes as 4:2:0 with flat chroma.
  pixelFormats: () => [...withDepths(['yuv444p', 'yuv422p', 'yuv420p', 'gray'], [8, 10]), 'rgb24'],
  lossless: (o) => o.lossless,
  geometry: (_o, _e, format) => ({ maxWidth: 16384, maxHeight: 16384, ...evenSize(format) }),
  encode: (o, quality) => ({
    options: {
      g: 1,
      bf: 0,
      preset: o.preset,
      ...(o.tune && { tune: o.tune }),
      qp: o.lossless ? 0 : quality,
      // psy would also shift the chroma QP of 4:4:4; the tunes that want it keep it.
      'x264-params': joinParams(
        'sync-lookahead=0:rc-lookahead=0:sliced-threads=0',
        (!o.tune || o.tune === 'psnr' || o.tune === 'ssim') && 'psy=0',
      ),
    },
    // x264 has no switch for its advertisement: SEI units (type 6) are taken out of the packet.
    ...(!o.info && { bitstreamFilter: 'filter_units=remove_types=6' }),
  }),
  verify: verifyH264,
  trueSize: h264TrueSize,
  size: h264Sps,
} satisfies Descriptor
