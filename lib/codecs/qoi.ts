import { qoi as format } from '../formats'
import { define } from './descriptor'

export const qoi = define({
  name: 'qoi',
  className: 'QOI',
  help: 'QOI: a fast lossless anchor, 8 bit',
  encoders: ['qoi'],
  decoders: ['qoi'],
  backends: ['native', 'ffmpeg'],
  options: {},
  formats: { qoi: { kind: format, extension: '.qoi', demuxer: 'qoi_pipe' } },
  quality: () => ({ name: 'lossless', steps: [0], lossless: [0] }),
  pixelFormats: () => ['rgb24', 'rgba'],
  lossless: () => true,
  decodeMemory: 9,
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: () => ({ options: {} }),
})
