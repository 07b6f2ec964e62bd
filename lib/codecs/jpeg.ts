import { jpegFrameKind } from '../bitstream/jpeg'
import { boolean, oneOf } from '../options'
import { define } from './descriptor'
import { jpegFiles } from './jpeg_files'
import { isBeyondTurbo, preciseMemory } from './jpeg_precise'
import { effortPoint, effortRow } from './effort'
import { steps } from './scale'

const efforts = Array.from({ length: 10 }, (_, effort) => ({
  optimize: effort >= 3,
  progressive: effort >= 6,
}))
// Several scans cost a few milliseconds, and whoever asks for fewer bytes at the same look has those.
const visualEfforts = efforts.map(({ optimize }, effort) => ({
  optimize,
  progressive: optimize,
  trellis: effort >= 4,
}))

/**
 * Quantization steps at quality 50 for luma and chroma alike: N. Robidoux's, of ImageMagick's forum
 * (topic 20333), which mozjpeg calls `-quant-table 3` and takes unless told otherwise.
 */
const visualTable = [
  [16, 16, 16, 18, 25, 37, 56, 85],
  [16, 17, 20, 27, 34, 40, 53, 75],
  [16, 20, 24, 31, 43, 62, 91, 135],
  [18, 27, 31, 40, 53, 74, 106, 156],
  [25, 34, 43, 53, 69, 94, 131, 189],
  [37, 40, 62, 74, 94, 124, 169, 238],
  [56, 53, 91, 106, 131, 169, 226, 311],
  [85, 75, 135, 156, 189, 238, 311, 418],
]

const planar = {
  '4:4:4': 'yuv444p',
  '4:2:2': 'yuv422p',
  '4:2:0': 'yuv420p',
}

export const jpeg = define({
  ...jpegFiles,
  name: 'jpeg',
  className: 'JPEG',
  calledElsewhere: ['libjpeg', 'mozjpeg', 'jpegli', 'cjpeg'],
  help: 'JPEG by libjpeg-turbo: byte-identical to cjpeg -quality N',
  engine: 'jpeg',
  samplesItself: true,
  encoders: ['libjpeg-turbo'],
  decoders: ['libjpeg-turbo', 'mjpeg'],
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
    tune: oneOf({
      values: ['psnr', 'visual'],
      default: 'psnr',
      help: "psnr: IJG's tables, which the quality scale means; visual: mozjpeg's, progressive, trellis",
    }),
    progressive: boolean({
      help: 'several scans: smaller, slower to decode; default: by effort',
    }),
    trellis: boolean({
      help: 'small coefficients dropped where their bits cost more than they show; default: by effort where tune is visual',
    }),
  },
  settle: (o) => effortPoint(o.tune === 'visual' ? visualEfforts : efforts, o),
  quality: ({ tune }) => ({
    name: 'quality',
    steps: steps(1, 100),
    useful: { worst: 15, best: 97 },
    // what trellis drops costs two steps
    typical: tune === 'visual' ? 78 : 76,
  }),
  // rgb24 first: libjpeg then converts and downsamples itself, as cjpeg does.
  pixelFormats: (o) => ['rgb24', planar[o.subsampling], 'gray'],
  decodeMemory(bytes) {
    const kind = jpegFrameKind(bytes)
    if (kind && isBeyondTurbo(bytes)) return preciseMemory(kind)
    const { components, progressive } = kind ?? { components: 4, progressive: true }
    // Gray and RGB are decoded where the result is, CMYK goes to RGB; coefficients are of 16 bits.
    return components + (components > 3 ? 3 : 0) + (progressive ? 2 * components : 0)
  },
  encode: (o, quality) => ({
    options: {
      quality,
      subsampling: o.subsampling,
      optimize: Number(o.optimize ?? true),
      progressive: Number(o.progressive ?? false),
      ...(o.trellis && { trellis: 1 }),
      ...(o.tune === 'visual' && { table: visualTable.flat().join(' ') }),
    },
  }),
  decode: (_o, decoder, planes): Record<string, number> =>
    planes && decoder === 'libjpeg-turbo' ? { planes: 1 } : {},
  unfit(bytes, decoder) {
    if ((decoder === 'mjpeg') === isBeyondTurbo(bytes)) return undefined
    return decoder === 'mjpeg'
      ? 'libjpeg-turbo reads it'
      : "lossless JPEG and 12-bit samples are read by FFmpeg's decoder 'mjpeg', which is not there"
  },
  writeQuality: 95,
})
