import { verifyWebp, webpHasAlpha, webpSize } from '../bitstream/riff'
import { int } from '../options'
import { losslessRow, steps } from './common'
import type { Descriptor } from './descriptor'

export const webp = {
  name: 'webp',
  className: 'WebP',
  help: 'WebP by libwebp, lossy and lossless',
  encoders: ['libwebp'],
  decoders: ['webp'],
  backends: ['native', 'cli', 'ffmpeg'],
  options: {
    ...losslessRow,
    method: int({ min: 0, max: 6, default: 6, help: "libwebp's effort: higher is smaller" }),
  },
  formats: { webp: { extension: '.webp', metadata: true, demuxer: 'webp_pipe' } },
  quality: () => ({ name: 'quality', steps: steps(0, 100), continuous: true }),
  pixelFormats: (o) => (o.lossless ? ['bgra'] : ['bgra', 'yuv420p', 'yuva420p']),
  // libwebp averages chroma in linear light: the files are then those of cwebp.
  convertsRgb: true,
  lossless: (o) => o.lossless,
  colour: { matrix: 'bt601', range: 'limited' },
  geometry: () => ({ maxWidth: 16383, maxHeight: 16383 }),
  encode: (o, quality) => ({
    options: {
      quality: o.lossless ? 75 : quality,
      compression_level: o.method,
      lossless: o.lossless ? 1 : 0,
    },
  }),
  verify: verifyWebp,
  hasAlpha: webpHasAlpha,
  cli: {
    encoder: {
      program: 'cwebp',
      input: 'png',
      args: (o, quality) => [
        '-quiet',
        '-m',
        String(o.method),
        ...(o.lossless ? ['-lossless', '-exact'] : []),
        '-q',
        String(o.lossless ? 75 : quality),
        '{in}',
        '-o',
        '{out}',
      ],
    },
    decoder: { program: 'dwebp', output: 'png', args: () => ['-quiet', '{in}', '-o', '{out}'] },
    versionArgs: ['-version'],
    install: 'Debian, Ubuntu: apt-get install webp; macOS: brew install webp',
  },
  size: webpSize,
} satisfies Descriptor
