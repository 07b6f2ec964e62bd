import { jpegSize, verifyJpeg } from '../bitstream/jpeg'
import { boolean, oneOf } from '../options'
import { steps } from './common'
import type { Descriptor } from './descriptor'

const planar: Record<string, string> = {
  '4:4:4': 'yuv444p',
  '4:2:2': 'yuv422p',
  '4:2:0': 'yuv420p',
}

export const jpeg = {
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
    optimize: boolean({ default: true, help: 'Huffman tables made for the picture: smaller' }),
    progressive: boolean({ default: false, help: 'several scans: smaller, slower to decode' }),
  },
  formats: { jpeg: { extension: '.jpg', metadata: true, demuxer: 'jpeg_pipe' } },
  quality: () => ({ name: 'quality', steps: steps(1, 100) }),
  // rgb24 first: libjpeg then converts and downsamples itself, as cjpeg does.
  pixelFormats: (o) => ['rgb24', planar[o.subsampling]!, 'gray'],
  colour: { matrix: 'bt601', range: 'full' },
  geometry: () => ({ maxWidth: 65500, maxHeight: 65500 }),
  encode: (o, quality) => ({
    options: {
      quality,
      subsampling: o.subsampling,
      optimize: Number(o.optimize),
      progressive: Number(o.progressive),
    },
  }),
  verify: verifyJpeg,
  size: jpegSize,
} satisfies Descriptor
