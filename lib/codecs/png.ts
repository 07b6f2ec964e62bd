import { pngSize, verifyPng } from '../bitstream/png'
import { int } from '../options'
import type { Descriptor } from './descriptor'

export const png = {
  name: 'png',
  className: 'PNG',
  help: 'PNG: a lossless anchor',
  encoders: ['png'],
  decoders: ['png'],
  backends: ['native', 'ffmpeg'],
  options: {
    compressionLevel: int({ min: 0, max: 9, default: 9, help: "zlib's level" }),
  },
  formats: { png: { extension: '.png', metadata: true, demuxer: 'png_pipe' } },
  quality: () => ({ name: 'lossless', steps: [0], lossless: [0] }),
  pixelFormats: () => ['rgb24', 'rgba', 'gray', 'ya8', 'rgb48be', 'rgba64be', 'gray16be', 'ya16be'],
  lossless: () => true,
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: (o) => ({ options: { compression_level: o.compressionLevel, pred: 'mixed' } }),
  verify: verifyPng,
  size: pngSize,
} satisfies Descriptor
