import { heif, heifCodec } from '../formats'
import { av1, coding } from './av1'
import { define } from './descriptor'
import { heifContainer } from './heif'
import { premultipliedRow } from './rows'

const { format: _format, ...rows } = av1.options
// A file is looked at; a bare stream is an anchor of research.
const tune = { ...rows.tune, default: 'visual' } as const
const bitDepth = {
  ...rows.bitDepth,
  help: "of the coded samples, where pixelFormat is auto; default: the picture's; 10 for one of 8 bits in 4:4:4 is 2 to 3 % smaller in 1.2 times the time, and decodes to 10",
} as const

export const avif = define({
  ...coding,
  name: 'avif',
  className: 'AVIF',
  help: 'AVIF: AV1 by libaom, SVT-AV1 or rav1e in a file that browsers open',
  encoders: av1.encoders,
  decoders: av1.decoders,
  strictDecoder: av1.strictDecoder,
  backends: ['native'],
  options: { ...rows, bitDepth, tune, ...premultipliedRow },
  formats: {
    avif: { kind: heif, holds: (bytes) => heifCodec(bytes) === 'av1', extension: '.avif' },
  },
  encode: () => ({ options: {} }),
  container: heifContainer('av1'),
})
