import { jpegFrameKind } from '../bitstream/jpeg'
import { oneOf } from '../options'
import { define } from './descriptor'
import { jpegFiles } from './jpeg_files'
import { isBeyondTurbo, preciseMemory } from './jpeg_precise'
import { effortPoint, effortRow } from './effort'
import { subsamplingRow } from './rows'
import { LAMBDA_PER_QSCALE, steps } from './scale'

const efforts = Array.from({ length: 10 }, (_, effort) => ({
  huffman: effort < 3 ? ('default' as const) : ('optimal' as const),
}))

export const mjpeg = define({
  ...jpegFiles,
  name: 'mjpeg',
  className: 'MJPEG',
  help: "JPEG by FFmpeg's own encoder (PyCodecs' JPEG through ffmpeg)",
  encoders: ['mjpeg'],
  reusable: ['mjpeg'],
  decoders: ['mjpeg'],
  backends: ['native', 'ffmpeg'],
  options: {
    ...subsamplingRow(['4:4:4', '4:2:2', '4:2:0']),
    effort: effortRow('huffman', 5),
    huffman: oneOf({
      values: ['optimal', 'default'],
      help: 'tables made for the picture, or the standard ones (faster); default: by effort',
    }),
  },
  settle: (o) => effortPoint(efforts, o),
  quality: () => ({ name: 'qscale', steps: steps(31, 2), typical: 5 }),
  pixelFormats: () => ['yuv444p', 'yuv422p', 'yuv420p'],
  decodeMemory(bytes) {
    const kind = jpegFrameKind(bytes)
    if (kind && isBeyondTurbo(bytes)) return preciseMemory(kind)
    const { components, progressive } = kind ?? { components: 4, progressive: true }
    return (progressive ? 4 : 2) * components // the frame, the result, coefficients of 16 bits
  },
  encode: (o, quality) => ({
    options: {
      // bitexact leaves FFmpeg's version comment (18 bytes) out of the file.
      flags: '+qscale+bitexact',
      global_quality: quality * LAMBDA_PER_QSCALE,
      huffman: o.huffman,
    },
  }),
})
