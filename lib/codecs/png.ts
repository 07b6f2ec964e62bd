import { png as format } from '../formats'
import { plainPng } from '../bitstream/png_plain'
import { pngDecodeMemory } from '../bitstream/png'
import { int, oneOf } from '../options'
import { define } from './descriptor'
import { effortPoint, effortRow } from './effort'
import { bitDepthRow } from './rows'

// Points of the measured front (docs/settings.md), fastest first.
const efforts = [
  { compressionLevel: 1, prediction: 'sub' },
  { compressionLevel: 1, prediction: 'avg' },
  { compressionLevel: 3, prediction: 'sub' },
  { compressionLevel: 3, prediction: 'avg' },
  { compressionLevel: 1, prediction: 'mixed' },
  { compressionLevel: 2, prediction: 'mixed' },
  { compressionLevel: 4, prediction: 'mixed' },
  { compressionLevel: 6, prediction: 'mixed' },
  { compressionLevel: 7, prediction: 'mixed' },
  { compressionLevel: 9, prediction: 'mixed' },
] as const

export const png = define({
  name: 'png',
  className: 'PNG',
  help: 'PNG: a lossless anchor',
  encoders: ['png'],
  decoders: ['libdeflate', 'png'],
  backends: ['native', 'ffmpeg'],
  options: {
    ...bitDepthRow([8, 16]),
    effort: effortRow('compressionLevel or prediction', 9),
    compressionLevel: int({ min: 0, max: 9, help: "zlib's level; default: by effort" }),
    prediction: oneOf({
      values: ['none', 'sub', 'up', 'avg', 'paeth', 'mixed'],
      help: 'filter of the rows, mixed: the best for each; default: by effort',
    }),
  },
  settle: (o) => effortPoint(efforts, o),
  formats: { png: { kind: format, extension: '.png', demuxer: 'png_pipe' } },
  quality: () => ({ name: 'lossless', steps: [0], lossless: [0] }),
  pixelFormats: () => ['rgb24', 'rgba', 'gray', 'ya8', 'rgb48be', 'rgba64be', 'gray16be', 'ya16be'],
  lossless: () => true,
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  decodeMemory: pngDecodeMemory,
  encode: (o) => ({
    options: { compression_level: o.compressionLevel ?? 9, pred: o.prediction ?? 'mixed' },
  }),
  // What the first decoder refuses is no picture: libavcodec's shows some halves of one, and inflates
  // what a file has behind its picture to the end.
  unfit: (_bytes, decoder, has) =>
    decoder === 'png' && has('libdeflate') ? 'libdeflate is there' : undefined,
  stream: { plain: plainPng },
})
