import { ivf } from './ivf'
import { verifyVp9, vp9Size } from '../bitstream/vp9'
import { boolean, int, oneOf } from '../options'
import { withDepths } from '../pixelformat'
import { define } from './descriptor'
import { effortPoint, effortRow } from './effort'
import { colourRows, losslessRow, subsamplingRow } from './rows'
import { steps } from './scale'

// Of one picture 5 to 8 are no faster than 4, and 2 no smaller than 3 (docs/settings.md).
const efforts = [4, 4, 4, 3, 3, 3, 3, 1, 1, 0].map((speed) => ({ speed }))

export const vp9 = define({
  name: 'vp9',
  className: 'VP9',
  help: 'VP9 by libvpx, one frame in IVF',
  encoders: ['libvpx-vp9'],
  decoders: ['vp9', 'libvpx-vp9'],
  strictDecoder: 'libvpx-vp9',
  backends: ['native', 'ffmpeg'],
  options: {
    ...colourRows,
    ...subsamplingRow(['4:4:4', '4:2:2', '4:2:0']),
    ...losslessRow,
    effort: effortRow('speed', 5),
    speed: int({ min: 0, max: 8, help: "libvpx's cpu-used, lower is smaller; default: by effort" }),
    tune: oneOf({
      values: ['psnr', 'ssim'],
      default: 'psnr',
      help: 'the metric that is to be best',
    }),
    strict: boolean({
      default: false,
      help: 'decode by libvpx, which finds damage that the native decoder shows as a wrong picture',
    }),
  },
  settle: (o) => effortPoint(efforts, o),
  formats: { ivf: ivf('VP90') },
  quality: () => ({
    name: 'CRF',
    steps: steps(63, 0),
    lossless: [0],
    useful: { worst: 63, best: 28 },
    typical: 45,
  }),
  pixelFormats: () => withDepths(['yuv444p', 'yuv422p', 'yuv420p', 'gbrp'], [8, 10, 12]),
  lossless: (o, quality) => o.lossless || quality === 0,
  geometry: () => ({ maxWidth: 16384, maxHeight: 16384 }),
  encode: (o, quality) => ({
    options: {
      crf: o.lossless ? 0 : quality,
      b: 0,
      'lag-in-frames': 0,
      'cpu-used': o.speed,
      'row-mt': 0,
      tune: o.tune,
    },
  }),
  matrices: ['bt601', 'bt709', 'bt2020', 'smpte240m'],
  stream: { verify: verifyVp9, size: vp9Size },
})
