import { j2k, jp2 } from '../formats'
import type { CodedSamples } from './coded_samples'
import {
  clearComponentTransform,
  isReversible,
  jp2BitDepth,
  jp2Samples,
  setComponentTransform,
  stripComments,
} from '../bitstream/jp2'
import { damaged } from '../bitstream/bytes'
import { withAlphaChannel } from '../bitstream/jp2_alpha'
import { isWholeSycc, jp2Memory, plainJp2 } from '../bitstream/jp2_channels'
import { MOST_LESS, setJp2Depth } from '../bitstream/jp2_depth'
import { isOrderedByPlace } from '../bitstream/jp2_precincts'
import { oneOf } from '../options'
import { parsePixelFormat, withDepths } from '../pixelformat'
import type { CodedAs, EncodeSettings, PictureInfo, QualityScale } from './encoding'
import { define, type Resolved } from './descriptor'
import { bitDepthRow, losslessRow, subsamplingRow } from './rows'
import { LAMBDA_PER_QSCALE, steps } from './scale'

const MAX_RESOLUTIONS = 6

/** Every wavelet level halves the picture, which must not vanish: OpenJPEG refuses it. */
function resolutions(picture: PictureInfo): number {
  const smaller = Math.min(picture.width, picture.height)
  return Math.min(MAX_RESOLUTIONS, 1 + Math.floor(Math.log2(smaller)))
}

const rows = {
  ...losslessRow,
  ...subsamplingRow(['4:4:4', '4:2:2', '4:2:0', '4:0:0']),
  ...bitDepthRow([8, 9, 10, 12, 14, 16]),
  encoder: oneOf({
    values: ['libopenjpeg', 'jpeg2000'],
    help: 'default: the first that is there',
  }),
  format: oneOf({ values: ['jp2', 'j2k'], default: 'jp2', help: 'file or bare codestream' }),
} as const

type Options = Resolved<typeof rows>

const isLossless = (o: Options, quality: number): boolean =>
  o.lossless || (o.encoder !== 'jpeg2000' && quality === 1)

const encoders: Record<
  string,
  {
    scale: QualityScale
    settings(o: Options, quality: number, picture: PictureInfo): EncodeSettings['options']
  }
> = {
  libopenjpeg: {
    scale: {
      name: 'compression ratio',
      steps: [...steps(400, 2, 2), 1],
      whole: true,
      lossless: [1],
      useful: { worst: 60, best: 6 },
      typical: 14,
      geometric: true,
    },
    // libavcodec's compression_level is half of the ratio: an odd one becomes the even one above it,
    // whose stream is the largest within it.
    settings: (o, quality, picture) => ({
      format: o.format,
      numresolution: resolutions(picture),
      ...(isLossless(o, quality)
        ? { compression_level: 0, irreversible: 0 }
        : { compression_level: Math.ceil(quality / 2), irreversible: 1 }),
    }),
  },
  jpeg2000: {
    scale: { name: 'qscale', steps: steps(31, 2), typical: 3 },
    settings: (o, quality, picture) => ({
      format: o.format,
      flags: '+qscale+bitexact',
      // With any other quality the coder drops bits of the reversible wavelet too.
      global_quality: o.lossless ? 0 : quality * LAMBDA_PER_QSCALE,
      pred: o.lossless ? 'dwt53' : 'dwt97int',
      tile_width: picture.width,
      tile_height: picture.height,
    }),
  },
}

const known = (encoder: string) => encoders[encoder] ?? encoders['libopenjpeg']!

/**
 * Where libavcodec has no pixel format of the picture's depth the next one carries it, with every
 * sample as far from the middle as it is, and the stream says the depth (setJp2Depth).
 */
function codedAs(o: Options, lossless: boolean, picture: PictureInfo): CodedAs | undefined {
  const { bitDepth, pixelFormat } = picture
  const { depth } = parsePixelFormat(pixelFormat)!
  const less = depth - bitDepth
  if (o.pixelFormat !== 'auto' || o.bitDepth !== undefined || bitDepth < 9 || less < 1)
    return undefined
  if (!lossless && less > MOST_LESS) return undefined
  return { depth, addend: 2 ** (depth - 1) - 2 ** (bitDepth - 1) }
}

/** Of libavutil's planar formats. */
const DEPTHS = [8, 9, 10, 12, 14, 16]

/** Decoders give gray of 9 to 14 bits as 16 where they are not told otherwise. */
function grayPlane(bytes: Uint8Array): { bytes: Uint8Array; pixelFormat: string } | undefined {
  const depth = jp2BitDepth(bytes)
  return [9, 10, 12, 14].includes(depth) ? { bytes, pixelFormat: `gray${depth}le` } : undefined
}

/** The planes inside of the component transform that `finish` declares. */
function codedPlanes(bytes: Uint8Array): { bytes: Uint8Array; pixelFormat: string } | undefined {
  if (jp2Samples(bytes).components === 1) return grayPlane(bytes)
  const depth = DEPTHS.find((one) => one >= jp2BitDepth(bytes))
  if (depth === undefined) return undefined // damaged, or of no planar format
  const plain = clearComponentTransform(bytes)
  const [family] = withDepths(['yuv444p'], [depth])
  return plain && { bytes: plain, pixelFormat: family! }
}

/**
 * 4:4:4 YCbCr becomes what every decoder turns back to RGB: a codestream that says that it holds
 * the standard's own (irreversible) component transform, which is full-range BT.601.
 */
function finish(bytes: Uint8Array, o: Options, picture: PictureInfo): Uint8Array {
  const format = parsePixelFormat(picture.pixelFormat)
  const yuv444 = format?.model === 'yuv' && format.chromaShiftX + format.chromaShiftY === 0
  const stripped = stripComments(bytes)
  const deep = codedAs(o, isReversible(stripped), picture) !== undefined
  const shallow = deep ? setJp2Depth(stripped, picture.bitDepth) : stripped
  const plain = format?.alpha ? withAlphaChannel(shallow) : shallow
  if (!yuv444) return plain
  if (!isReversible(plain)) return setComponentTransform(plain)
  if (o.format !== 'j2k') return plain // its header says sYCC
  throw new RangeError(
    "jpeg2000: format: a bare lossless codestream cannot say that it holds 4:4:4 YCbCr, expected 'jp2'",
  )
}

const MOST_COMPONENTS = 4

/** libavcodec's reader of OpenJPEG's pictures has 4:4:4 YCbCr for RGB. */
function samplesFor(bytes: Uint8Array, decoder: string) {
  const samples = jp2Samples(bytes)
  const ycc = decoder === 'libopenjpeg' && isWholeSycc(bytes)
  return ycc ? { ...samples, model: 'ycc' as const } : samples
}

/** Where a decoder puts samples of a depth that its pixel format does not have. */
function coded(bytes: Uint8Array, decoder: string): CodedSamples | undefined {
  const { depth, components, highThroughput: _, ...colour } = samplesFor(bytes, decoder)
  if (components > MOST_COMPONENTS) {
    throw damaged('JPEG 2000', `${components} components are not supported`)
  }
  const whole = (depth === 8 || depth === 16) && !colour.depths
  if (whole && Object.keys(colour).length === 0) return undefined
  const openjpeg = decoder === 'libopenjpeg'
  const low = openjpeg ? { lowBytes: true } : { lowWords: true }
  // libavcodec's reader of OpenJPEG's pictures keeps the low bytes alone in gray10, gray12 and gray14.
  if (openjpeg && components === 1 && depth > 8)
    return { ...colour, depth, pixelFormat: 'gray16le' }
  return { ...colour, ...(!whole && { depth, ...low }) }
}

/**
 * FFmpeg's own decoder knows HTJ2K from 7.1 on, which is when it dropped OpenJPEG's; that one gives
 * bytes for the 16-bit words of gray with alpha. FFmpeg's own (5.1 and 7.1 were tried) takes some
 * packets for those of other precincts, at times without a word.
 */
function unfit(bytes: Uint8Array, decoder: string, has: (decoder: string) => boolean) {
  const { highThroughput, components, depth } = jp2Samples(bytes)
  const openJpegIsWrong = components === 2 && depth > 8
  if (decoder === 'libopenjpeg') {
    return openJpegIsWrong
      ? 'FFmpeg reads gray with alpha above 8 bits wrong by OpenJPEG'
      : undefined
  }
  if (highThroughput && has('libopenjpeg')) return 'FFmpeg before 7.1 reads HTJ2K wrong'
  return isOrderedByPlace(bytes)
    ? "FFmpeg's own decoder mistakes packets that are ordered by place, of tiles that do not begin where precincts do; FFmpeg before 7.1 with OpenJPEG reads them"
    : undefined
}

export const jpeg2000 = define({
  name: 'jpeg2000',
  className: 'JPEG2000',
  calledElsewhere: ['jpeg2k', 'openjpeg', 'jpx'],
  help: "JPEG 2000 by OpenJPEG or FFmpeg's own encoder, JP2 file or bare codestream",
  encoders: ['libopenjpeg', 'jpeg2000'],
  reusable: ['jpeg2000'],
  decoders: ['jpeg2000', 'libopenjpeg'],
  backends: ['native', 'ffmpeg'],
  options: rows,
  formats: {
    jp2: { kind: jp2, extension: '.jp2', demuxer: 'j2k_pipe' },
    j2k: { kind: j2k, extension: '.j2k', aliases: ['.j2c', '.jpc'], demuxer: 'j2k_pipe' },
  },
  quality: (_o, encoder) => known(encoder).scale,
  pixelFormats: (_o, encoder) =>
    encoder === 'jpeg2000'
      ? // Its 16-bit formats overflow on strong edges: 14 dB at the best quality, lossless included.
        ['yuv444p', 'yuv422p', 'yuv420p', 'rgb24', 'gray']
      : [
          'yuv444p',
          'yuv422p',
          'yuv420p',
          'rgb24',
          'rgba',
          'gray',
          ...withDepths(['yuv444p', 'yuv422p', 'yuv420p'], [9, 10, 12, 14, 16]),
          ...withDepths(['gray'], [10, 12, 14]),
          'rgb48le',
          'rgba64le',
          'gray16le',
        ],
  lossless: isLossless,
  colour: { matrix: 'bt601', range: 'full' },
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  decodeMemory: jp2Memory,
  encode: (o, quality, encoder, picture) => ({
    options: known(encoder).settings(o, quality, picture),
    codedAs: codedAs(o, isLossless(o, quality), picture),
  }),
  unfit,
  stream: { plain: plainJp2, coded, codedPlanes, finish },
})
