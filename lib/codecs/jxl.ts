import { jxl as format } from '../formats'
import { jxlPremultiplied } from '../bitstream/jxl_channels'
import { define } from './descriptor'
import { effortRow } from './effort'
import { losslessRow } from './rows'
import { steps } from './scale'

// libjxl's effort of each of ours, points of the measured front (docs/settings.md).
const efforts = [1, 3, 3, 4, 4, 5, 5, 7, 8, 9]

export const jxl = define({
  name: 'jxl',
  className: 'JXL',
  help: 'JPEG XL by libjxl',
  encoders: ['libjxl'],
  decoders: ['libjxl'],
  backends: ['native', 'ffmpeg'],
  options: {
    ...losslessRow,
    effort: effortRow("libjxl's own in `options`", 6),
  },
  formats: { jxl: { kind: format, extension: '.jxl', demuxer: 'jpegxl_pipe' } },
  quality: () => ({
    name: 'distance',
    steps: steps(15, 0, 0.1),
    continuous: true,
    lossless: [0],
    useful: { worst: 12.5, best: 0.6 },
    typical: 2.1,
    geometric: true,
  }),
  pixelFormats: () => ['rgb24', 'rgba', 'gray', 'ya8', 'rgb48le', 'rgba64le', 'gray16le', 'ya16le'],
  lossless: (o, quality) => o.lossless || quality === 0,
  decodeMemory: 24, // modular coding keeps 32 bits of each sample
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: (o, quality) => ({
    options: { distance: o.lossless ? 0 : quality, effort: efforts[o.effort]! },
  }),
  stream: {
    coded: (bytes) => (jxlPremultiplied(bytes) ? { premultiplied: true } : undefined),
  },
})
