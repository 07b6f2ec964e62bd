import { boolean } from '../options'
import type { Descriptor } from './descriptor'
import { heifContainer } from './heif'
import { x265 } from './x265'

const { info: _info, hash: _hash, strict: _strict, ...rows } = x265.options

export const heic = {
  name: 'heic',
  className: 'HEIC',
  help: 'HEIC: HEVC by libx265 in a file that phones and desktops open',
  encoders: x265.encoders,
  decoders: x265.decoders,
  backends: ['native'],
  options: {
    ...rows,
    premultiplied: boolean({ default: false, help: 'store colour multiplied by alpha' }),
  },
  formats: { heic: { extension: '.heic', metadata: true, upright: true } },
  quality: x265.quality,
  pixelFormats: x265.pixelFormats,
  lossless: x265.lossless,
  geometry: x265.geometry,
  settle: x265.settle,
  encode: x265.encode,
  container: heifContainer('hevc', x265),
} satisfies Descriptor
