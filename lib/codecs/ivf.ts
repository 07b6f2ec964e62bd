import { unwrapIvf, wrapIvf } from '../bitstream/ivf'
import { ivf as kind, ivfCodec } from '../formats'
import type { StreamFormat } from './stream'

/** One frame in an IVF file; `fourcc` is 'AV01' or 'VP90'. */
export const ivf = (fourcc: 'AV01' | 'VP90'): StreamFormat => ({
  kind,
  holds: (bytes) => ivfCodec(bytes) === fourcc,
  extension: '.ivf',
  demuxer: 'ivf',
  wrap: (packet, { width, height }) => wrapIvf([packet], { fourcc, width, height }),
  unwrap: unwrapIvf,
})
