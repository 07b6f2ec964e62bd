import { jp2Size, setComponentTransform, stripComments, verifyJp2 } from '../bitstream/jp2'
import { oneOf } from '../options'
import { parsePixelFormat } from '../pixelformat'
import { lambdaPerQscale, losslessRow, steps } from './common'
import type { Descriptor, EncodeSettings, PictureInfo, QualityScale, Resolved } from './descriptor'

const maxResolutions = 6

/** Every wavelet level halves the picture, which must not vanish: OpenJPEG refuses it. */
function resolutions(picture: PictureInfo): number {
  const smaller = Math.min(picture.width, picture.height)
  return Math.min(maxResolutions, 1 + Math.floor(Math.log2(smaller)))
}

const isLossless = (o: Resolved, quality: number): boolean =>
  o.lossless || (o.encoder !== 'jpeg2000' && quality === 1)

const encoders: Record<
  string,
  {
    scale: QualityScale
    settings(o: Resolved, quality: number, picture: PictureInfo): EncodeSettings['options']
  }
> = {
  libopenjpeg: {
    scale: { name: 'compression ratio', steps: [...steps(400, 2, 2), 1], lossless: [1] },
    // libavcodec's compression_level is half of the ratio.
    settings: (o, quality, picture) => ({
      format: o.format,
      numresolution: resolutions(picture),
      ...(isLossless(o, quality)
        ? { compression_level: 0, irreversible: 0 }
        : { compression_level: quality / 2, irreversible: 1 }),
    }),
  },
  jpeg2000: {
    scale: { name: 'qscale', steps: steps(31, 2) },
    settings: (o, quality, picture) => ({
      format: o.format,
      flags: '+qscale+bitexact',
      global_quality: quality * lambdaPerQscale,
      pred: o.lossless ? 'dwt53' : 'dwt97int',
      tile_width: picture.width,
      tile_height: picture.height,
    }),
  },
}

const known = (encoder: string) => encoders[encoder] ?? encoders['libopenjpeg']!

export const jpeg2000 = {
  name: 'jpeg2000',
  className: 'JPEG2000',
  help: "JPEG 2000 by OpenJPEG or FFmpeg's own encoder, JP2 file or bare codestream",
  encoders: ['libopenjpeg', 'jpeg2000'],
  decoders: ['jpeg2000', 'libopenjpeg'],
  backends: ['native', 'ffmpeg'],
  options: {
    ...losslessRow,
    encoder: oneOf({
      values: ['libopenjpeg', 'jpeg2000'],
      help: 'default: the first that is there',
    }),
    format: oneOf({ values: ['jp2', 'j2k'], default: 'jp2', help: 'file or bare codestream' }),
  },
  formats: {
    jp2: { extension: '.jp2', metadata: true, demuxer: 'j2k_pipe' },
    j2k: { extension: '.j2k', demuxer: 'j2k_pipe' },
  },
  quality: (_o, encoder) => known(encoder).scale,
  pixelFormats: (_o, encoder) =>
    encoder === 'jpeg2000'
      ? ['yuv444p', 'yuv422p', 'yuv420p', 'rgb24', 'gray', 'rgb48le', 'gray16le']
      : [
          'yuv444p',
          'yuv422p',
          'yuv420p',
          'rgb24',
          'rgba',
          'gray',
          'yuv444p10le',
          'yuv422p10le',
          'yuv420p10le',
          'yuv444p12le',
          'yuv422p12le',
          'yuv420p12le',
          'yuv444p16le',
          'yuv422p16le',
          'yuv420p16le',
          'rgb48le',
          'rgba64le',
          'gray16le',
        ],
  lossless: isLossless,
  colour: { matrix: 'bt601', range: 'full' },
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: (o, quality, encoder, picture) => ({
    options: known(encoder).settings(o, quality, picture),
  }),
  // 4:4:4 YCbCr becomes what every decoder turns back to RGB: a codestream that says that it holds
  // the standard's own (irreversible) component transform, which is full-range BT.601.
  finish: (bytes, _o, picture) => {
    const format = parsePixelFormat(picture.pixelFormat)
    const yuv444 = format?.model === 'yuv' && format.chromaShiftX + format.chromaShiftY === 0
    const plain = stripComments(bytes)
    return yuv444 ? setComponentTransform(plain) : plain
  },
  verify: verifyJp2,
  size: jp2Size,
} satisfies Descriptor
