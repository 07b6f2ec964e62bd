import { codecs, createCodec, writeMetadata } from '../../lib'
import { CodecError } from '../../lib/errors'
import { pngEnd } from '../../lib/bitstream/picture_end'
import { codecFailure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

const formats: [string, Record<string, unknown>][] = [
  ['jpeg2000', {}],
  ['jpeg2000', { format: 'j2k' }],
  ['webp', {}],
  ['qoi', {}],
  ['avif', {}],
  ['heic', {}],
  ['jpeg', {}],
  ['mjpeg', {}],
  ['png', {}],
]

const picture = makePicture({ width: 40, height: 24 })
const tails = [[0], [0, 0, 0, 0, 0], [1, 2, 3], [5, 6, 7, 8, 9, 10, 11, 12, 13], [255, 216, 255]]

describe('bytes behind the end of a picture', () => {
  const rows = formats.flatMap(([name, options]) =>
    codecs()
      .filter((row) => row.name === name && row.backend !== 'cli' && row.available)
      .map(({ backend }) => [name, { ...options, backend }] as const),
  )

  it.each(rows)('%s %j: the picture, and a warning', async (name, options) => {
    const codec = createCodec(name, options)
    const stream = await codec.encode(picture)
    const whole = await codec.decode(stream)
    expect(whole.warnings).toBeUndefined()
    const strict = createCodec(name, { ...options, strict: true })
    for (const tail of tails) {
      const longer = Uint8Array.from([...stream, ...tail])
      const image = await codec.decode(longer)
      expect(image.data).toEqual(whole.data)
      expect(image.warnings).toEqual([
        expect.stringMatching(`^${name}: ${tail.length} bytes behind the end`),
      ])
      if (!strict.available()) continue // AV1's strict decoder is not everywhere
      const { code, message } = await codecFailure(() => strict.decode(longer))
      expect([code, message]).toEqual(['ERR_DECODE', expect.stringMatching('bytes behind')])
    }
  })

  it('another picture behind a JPEG, as phones put it there, is not shown', () => {
    const codec = createCodec('jpeg')
    const stream = codec.encodeSync(picture)
    const second = codec.encodeSync(makePicture({ width: 16, height: 8, gray: true }))
    const image = codec.decodeSync(Buffer.concat([stream, second]))
    expect(image.data).toEqual(codec.decodeSync(stream).data)
    expect(image.warnings).toEqual([expect.stringMatching(`^jpeg: ${second.length} bytes behind`)])
  })

  const jxl = createCodec('jxl')
  itWhere(jxl.available(), 'no jxl')(
    'JPEG XL: of boxes; a bare codestream does not show its end',
    () => {
      const codec = jxl
      const stream = codec.encodeSync(picture)
      const xmp = Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      const file = writeMetadata(stream, { xmp })
      const image = codec.decodeSync(Buffer.concat([file, Buffer.from([1, 2, 3])]))
      expect(image.data).toEqual(codec.decodeSync(stream).data)
      expect(image.warnings).toEqual([expect.stringMatching('3 bytes behind the end')])
    },
  )

  it('a picture that is cut keeps all of its bytes', () => {
    for (const [name, options] of formats) {
      const codec = createCodec(name, options)
      if (!codec.available()) continue
      const stream = codec.encodeSync(picture)
      for (const length of [3, 20, stream.length >> 1, stream.length - 1]) {
        const cut = stream.subarray(0, length)
        expect(() => codec.decodeSync(cut)).toThrow(CodecError)
      }
    }
  })

  it('the end of a PNG is behind the CRC of IEND', () => {
    const stream = createCodec('png').encodeSync(picture)
    expect(pngEnd(Uint8Array.from([...stream, 1, 2]))).toBe(stream.length)
  })
})
