import { heif, heifCodec } from '../formats'
import { av1, coding } from './av1'
import { define } from './descriptor'
import { heifContainer } from './heif'
import { premultipliedRow } from './rows'

const { format: _format, ...rows } = av1.options
// A file is looked at; a bare stream is an anchor of research.
const tune = { ...rows.tune, default: 'visual' } as const

export const avif = define({
  ...coding,
  name: 'avif',
  className: 'AVIF',
  help: 'AVIF: AV1 by libaom, SVT-AV1 or rav1e in a file that browsers open',
  encoders: av1.encoders,
  decoders: av1.decoders,
  strictDecoder: av1.strictDecoder,
  backends: ['native'],
  options: { ...rows, tune, ...premultipliedRow },
  formats: {
    avif: { kind: heif, holds: (bytes) => heifCodec(bytes) === 'av1', extension: '.avif' },
  },
  encode: () => ({ options: {} }),
  container: heifContainer('av1'),
})
