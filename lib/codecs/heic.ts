import { heif, heifCodec } from '../formats'
import { define } from './descriptor'
import { heifContainer } from './heif'
import { premultipliedRow } from './rows'
import { coding, x265 } from './x265'

const { info: _info, hash: _hash, strict: _strict, ...rows } = x265.options

export const heic = define({
  ...coding,
  name: 'heic',
  className: 'HEIC',
  help: 'HEIC: HEVC by libx265 in a file that phones and desktops open',
  encoders: x265.encoders,
  decoders: x265.decoders,
  backends: ['native'],
  options: { ...rows, ...premultipliedRow },
  formats: {
    heic: {
      kind: heif,
      holds: (bytes) => heifCodec(bytes) === 'hevc',
      extension: '.heic',
      aliases: ['.heif'],
    },
  },
  encode: () => ({ options: {} }),
  container: heifContainer('hevc'),
})
