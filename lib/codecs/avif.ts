import { boolean } from '../options'
import { av1 } from './av1'
import type { Descriptor } from './descriptor'
import { heifContainer } from './heif'

const { format: _format, ...rows } = av1.options

export const avif = {
  name: 'avif',
  className: 'AVIF',
  help: 'AVIF: AV1 by libaom, SVT-AV1 or rav1e in a file that browsers open',
  encoders: av1.encoders,
  decoders: av1.decoders,
  strictDecoder: av1.strictDecoder,
  backends: ['native'],
  options: {
    ...rows,
    premultiplied: boolean({ default: false, help: 'store colour multiplied by alpha' }),
  },
  formats: { avif: { extension: '.avif', metadata: true, upright: true } },
  quality: av1.quality,
  pixelFormats: av1.pixelFormats,
  lossless: av1.lossless,
  geometry: av1.geometry,
  settle: av1.settle,
  encode: av1.encode,
  container: heifContainer('av1', av1),
} satisfies Descriptor
