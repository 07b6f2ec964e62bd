import { jxlSize, verifyJxl } from '../bitstream/jxl'
import { int } from '../options'
import { losslessRow, steps } from './common'
import type { Descriptor } from './descriptor'

export const jxl = {
  name: 'jxl',
  className: 'JXL',
  help: 'JPEG XL by libjxl',
  encoders: ['libjxl'],
  decoders: ['libjxl'],
  backends: ['native', 'ffmpeg'],
  options: {
    ...losslessRow,
    effort: int({ min: 1, max: 9, default: 7, help: "libjxl's effort: higher is smaller" }),
  },
  formats: { jxl: { extension: '.jxl', metadata: true, demuxer: 'jpegxl_pipe' } },
  quality: () => ({ name: 'distance', steps: steps(15, 0, 0.1), continuous: true, lossless: [0] }),
  pixelFormats: () => ['rgb24', 'rgba', 'gray', 'ya8', 'rgb48le', 'rgba64le', 'gray16le', 'ya16le'],
  lossless: (o, quality) => o.lossless || quality === 0,
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: (o, quality) => ({
    options: { distance: o.lossless ? 0 : quality, effort: o.effort },
  }),
  verify: verifyJxl,
  size: jxlSize,
} satisfies Descriptor
