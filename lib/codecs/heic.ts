import { heif, heifCodec } from '../formats'
import { define } from './descriptor'
import { heifContainer } from './heif'
import { premultipliedRow } from './rows'
import { coding, x265 } from './x265'

const { info: _info, hash: _hash, strict: _strict, ...rows } = x265.options
const tune = { ...rows.tune, default: 'visual' } as const
const subsampling = {
  ...rows.subsampling,
  help: 'chroma against luma, where pixelFormat is auto; default: 4:2:0, lossless or of matrix rgb 4:4:4',
} as const
const bitDepth = {
  ...rows.bitDepth,
  help: "of the coded samples, where pixelFormat is auto; default: 8, lossless or of matrix rgb the picture's",
} as const

export const heic = define({
  ...coding,
  name: 'heic',
  className: 'HEIC',
  help: 'HEIC: HEVC by libx265 in a file that phones and desktops open',
  encoders: x265.encoders,
  decoders: x265.decoders,
  backends: ['native'],
  options: { ...rows, subsampling, bitDepth, tune, ...premultipliedRow },
  formats: {
    heic: {
      kind: heif,
      holds: (bytes) => heifCodec(bytes) === 'hevc',
      extension: '.heic',
      aliases: ['.heif'],
    },
  },
  quality: (o) => {
    const scale = coding.quality(o)
    return o.tune === 'visual' ? { ...scale, typical: 23 } : scale // 4:2:0 loses what a step gives
  },
  encode: () => ({ options: {} }),
  // 8 bit 4:2:0 is Main Still Picture, which every reader of HEIC opens, unless told otherwise.
  container: heifContainer('hevc', (o) => {
    // One frame in all makes x265 write a still picture's profile.
    const params = ['total-frames=1', o.options?.['x265-params']].filter(Boolean).join(':')
    const options = { ...o.options, 'x265-params': params }
    if (o.pixelFormat !== 'auto' || o.lossless || o.matrix === 'rgb') return { options }
    return { options, subsampling: o.subsampling ?? '4:2:0', bitDepth: o.bitDepth ?? 8 }
  }),
})
