import { tiffBeyondLibav } from '../bitstream/tiff'
import { tiff as format } from '../formats'
import { define } from './descriptor'

/** TIFF files: read by libtiff, where libtiff is not there what libavcodec reads rightly. */
export const tiff = define({
  name: 'tiff',
  className: 'TIFF',
  help: 'TIFF file',
  encoders: ['tiff'],
  decoders: ['libtiff', 'tiff'],
  backends: ['native', 'ffmpeg'],
  options: {},
  formats: { tiff: { kind: format, extension: '.tiff', aliases: ['.tif'], demuxer: 'tiff_pipe' } },
  quality: () => ({ name: 'lossless', steps: [0], lossless: [0] }),
  pixelFormats: () => ['rgb24', 'rgba', 'gray', 'rgb48le', 'rgba64le', 'gray16le'],
  lossless: () => true,
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: () => ({ options: {} }),
  // Not 'explode': libavcodec's TIFF reader would refuse every file with a tag that it ignores.
  decode: (_o, decoder): Record<string, string> =>
    decoder === 'tiff' ? { err_detect: 'crccheck' } : {},
  // What libtiff refuses is no picture, or half of one: libavcodec's reader would show it all the same.
  unfit(bytes, decoder, has) {
    if (decoder === 'tiff' && has('libtiff')) return 'libtiff is there'
    const beyond = decoder === 'tiff' ? tiffBeyondLibav(bytes) : undefined
    return (
      beyond &&
      `FFmpeg reads a TIFF file with ${beyond} wrong; it needs the native addon, built with libtiff (Debian, Ubuntu: apt-get install libtiff-dev, then npx nodecodecs build)`
    )
  },
})
