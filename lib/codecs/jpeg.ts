import { jpeg as format } from '../formats'
import { plainJpeg } from '../bitstream/jpeg'
import { boolean, oneOf } from '../options'
import { define } from './descriptor'
import { effortPoint, effortRow } from './effort'
import { steps } from './scale'

const efforts = Array.from({ length: 10 }, (_, effort) => ({
  optimize: effort >= 3,
  progressive: effort >= 6,
}))

const planar = {
  '4:4:4': 'yuv444p',
  '4:2:2': 'yuv422p',
  '4:2:0': 'yuv420p',
}

export const jpeg = define({
  name: 'jpeg',
  className: 'JPEG',
  help: 'JPEG by libjpeg-turbo: byte-identical to cjpeg -quality N',
  engine: 'jpeg',
  encoders: ['libjpeg-turbo'],
  decoders: ['libjpeg-turbo'],
  backends: ['native'],
  options: {
    subsampling: oneOf({
      values: ['4:4:4', '4:2:2', '4:2:0'],
      default: '4:2:0',
      help: 'of the chroma',
    }),
    effort: effortRow('optimize or progressive', 4),
    optimize: boolean({
      help: 'Huffman tables made for the picture: smaller; default: by effort',
    }),
    progressive: boolean({
      help: 'several scans: smaller, slower to decode; default: by effort',
    }),
  },
  settle: (o) => effortPoint(efforts, o),
  formats: { jpeg: { kind: format, extension: '.jpg', aliases: ['.jpeg'], demuxer: 'jpeg_pipe' } },
  quality: () => ({ name: 'quality', steps: steps(1, 100), useful: { worst: 15, best: 97 } }),
  // rgb24 first: libjpeg then converts and downsamples itself, as cjpeg does.
  pixelFormats: (o) => ['rgb24', planar[o.subsampling], 'gray'],
  colour: { matrix: 'bt601', range: 'full' },
  geometry: () => ({ maxWidth: 65500, maxHeight: 65500 }),
  encode: (o, quality) => ({
    options: {
      quality,
      subsampling: o.subsampling,
      optimize: Number(o.optimize ?? true),
      progressive: Number(o.progressive ?? false),
    },
  }),
  decode: (_o, _decoder, planes): Record<string, number> => (planes ? { planes: 1 } : {}),
  writeQuality: 95,
  stream: { plain: plainJpeg },
})
