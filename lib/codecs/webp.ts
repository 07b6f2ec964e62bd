import { webp as format } from '../formats'
import { webpHasAlpha } from '../bitstream/riff'
import { webpFirstFrame } from '../bitstream/webp_frame'
import { int } from '../options'
import { define } from './descriptor'
import { effortPoint, effortRow } from './effort'
import { png } from './png'
import { losslessRow } from './rows'
import { steps } from './scale'

// Method 5 is slower than 4 and no smaller by PSNR.
const efforts = [0, 0, 1, 1, 2, 2, 3, 3, 4, 6].map((method) => ({ method }))

export const webp = define({
  name: 'webp',
  className: 'WebP',
  calledElsewhere: ['cwebp'],
  help: 'WebP by libwebp, lossy and lossless',
  encoders: ['libwebp'],
  decoders: ['webp'],
  backends: ['native', 'cli', 'ffmpeg'],
  options: {
    ...losslessRow,
    effort: effortRow('method', 9),
    method: int({ min: 0, max: 6, help: "libwebp's own; default: by effort" }),
  },
  settle: (o) => effortPoint(efforts, o),
  formats: { webp: { kind: format, extension: '.webp', demuxer: 'webp_pipe' } },
  quality: () => ({
    name: 'quality',
    steps: steps(0, 100),
    continuous: true,
    useful: { worst: 7, best: 99 },
    typical: 79,
  }),
  pixelFormats: (o) => (o.lossless ? ['bgra'] : ['bgra', 'yuv420p', 'yuva420p']),
  // libwebp averages chroma in linear light: the files are then those of cwebp.
  convertsRgb: true,
  lossless: (o) => o.lossless,
  // libavcodec does not set libwebp's `exact`.
  clearsTransparent: ['libwebp'],
  colour: { matrix: 'bt601', range: 'limited' },
  decodeMemory: 8,
  geometry: () => ({ maxWidth: 16383, maxHeight: 16383 }),
  encode: (o, quality) => ({
    options: {
      quality: o.lossless ? 75 : quality,
      compression_level: o.method,
      lossless: o.lossless ? 1 : 0,
    },
  }),
  cli: {
    carrier: png,
    encoder: {
      program: 'cwebp',
      args: (o, quality) => [
        '-quiet',
        '-m',
        String(o.method),
        ...(o.lossless ? ['-lossless', '-exact'] : []),
        '-q',
        String(o.lossless ? 75 : quality),
        '{in}',
        '-o',
        '{out}',
      ],
    },
    decoder: { program: 'dwebp', args: () => ['-quiet', '{in}', '-o', '{out}'] },
    versionArgs: ['-version'],
    install: 'Debian, Ubuntu: apt-get install webp; macOS: brew install webp',
  },
  stream: { firstFrame: webpFirstFrame, hasAlpha: webpHasAlpha },
})
