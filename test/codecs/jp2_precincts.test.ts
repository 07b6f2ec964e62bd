import { JPEG2000 } from '../../lib'
import { backends } from '../../lib/backends'
import { isOrderedByPlace } from '../../lib/bitstream/jp2_precincts'
import { codecFailureSync } from '../helpers/failures'
import { itWhere } from '../helpers/where'

/**
 * 40 x 40 of gray, 3 x + 2 y, lossless, by `opj_compress -p CPRL -t 31,31 -c [32,32] -n 4`: FFmpeg 5.1's own
 * decoder shows other pixels, without a word.
 */
const STREAM = Buffer.from(
  [
    '/0//UQApAAAAAAAoAAAAKAAAAAAAAAAAAAAAHwAAAB8AAAAAAAAAAAABBwEB/1IAEAEEAAEAAwQEAAEiM0RV/1wA',
    'DUBASEhQSEhQSEhQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAAQAAB/5Pf',
    'gIASC85QNcmiuB8DXhyRk2t/wPkCQPkCACIYd78Df91fwHwiQHwiADahhD89pjRfgP+QAAoAAQAAADoAAf+TwDoQ',
    'EXLD5wgRgzkswPkBwPkBABP8IwUvwHwiQHwhABfbv4ce3cA6ICId9H//kAAKAAIAAAA5AAH/k8A6EAlix9QKCBij',
    'j0/A+QFA+QGAD1cCidfAfCFAfCGAJoULRAKgHQwDhOf/kAAKAAMAAABAAAH/k4DAOhAJP8A6EBFPx9QEAxvA+QFA',
    '+QEAAD8EP8B8IcB8IQAM9LcLPMA6HAOhACIYfwN//9k=',
  ].join(''),
  'base64',
)

/** What the header says of its progression (COD), and of the tiles (SIZ): one tile in place of four. */
function changed(change: (bytes: Buffer, cod: number) => void): Buffer {
  const bytes = Buffer.from(STREAM)
  change(bytes, bytes.indexOf(Uint8Array.of(0xff, 0x52)))
  return bytes
}

test('streams whose packets are ordered by place are known', () => {
  expect(isOrderedByPlace(STREAM)).toBe(true)
  expect(isOrderedByPlace(changed((bytes, cod) => (bytes[cod + 5] = 1)))).toBe(false)
  expect(isOrderedByPlace(changed((bytes, cod) => (bytes[cod + 4] = 0)))).toBe(false)
  const tiles = (size: number) => (bytes: Buffer) => {
    bytes.writeUInt32BE(size, 24)
    bytes.writeUInt32BE(size, 28)
  }
  const oneTile = tiles(65)
  expect(isOrderedByPlace(changed(oneTile))).toBe(false)
  expect(isOrderedByPlace(changed(tiles(32)))).toBe(false)
  const offset = (bytes: Buffer) => {
    oneTile(bytes)
    bytes.writeUInt32BE(3, 16)
  }
  expect(isOrderedByPlace(changed(offset))).toBe(true)
})

describe.each(['native', 'ffmpeg'] as const)('by %s', (backend) => {
  const codec = new JPEG2000({ backend })
  const openjpeg = backends[backend].decodes('libopenjpeg', codec.options)
  const it = itWhere(openjpeg && codec.available(), `no libopenjpeg by ${backend}`)
  it('every pixel is right', () => {
    const { data, shape } = codec.decodeSync(STREAM)
    expect(shape).toEqual([40, 40, 1])
    const right = Uint8Array.from(data, (_, i) => 3 * (i % 40) + 2 * Math.floor(i / 40))
    expect(Buffer.compare(Uint8Array.from(data), right)).toBe(0)
  })
  const refused = itWhere(!openjpeg && codec.available(), `OpenJPEG's decoder is there`)
  refused('it is refused where nothing reads it right', () => {
    expect(codecFailureSync(() => codec.decodeSync(STREAM)).code).toBe('ERR_UNAVAILABLE')
  })
})
