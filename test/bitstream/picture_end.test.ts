import { createCodec } from '../../lib'
import { CodecError } from '../../lib/errors'
import { makePicture } from '../helpers/pictures'

const formats: [string, Record<string, unknown>][] = [
  ['jpeg2000', {}],
  ['jpeg2000', { format: 'j2k' }],
  ['webp', {}],
  ['qoi', {}],
  ['avif', {}],
  ['heic', {}],
  ['jpeg', {}],
  ['png', {}],
]

describe('bytes behind the end of a picture', () => {
  it.each(formats)('%s %j: the picture, and a warning', (name, options) => {
    const codec = createCodec(name, options)
    if (!codec.available()) return
    const stream = codec.encodeSync(makePicture({ width: 40, height: 24 }))
    const whole = codec.decodeSync(stream)
    expect(whole.warnings).toBeUndefined()
    for (const tail of [[0], [0, 0, 0, 0, 0], [1, 2, 3], [5, 6, 7, 8, 9, 10, 11, 12, 13]]) {
      const longer = Uint8Array.from([...stream, ...tail])
      const image = codec.decodeSync(longer)
      expect(image.data).toEqual(whole.data)
      if (name === 'jpeg' || name === 'png') continue // they always passed it over
      expect(image.warnings!.join()).toMatch(`${tail.length} bytes behind the end`)
      const strict = createCodec(name, { ...options, strict: true })
      if (strict.available()) expect(() => strict.decodeSync(longer)).toThrow(CodecError)
    }
  })

  it('a picture that is cut keeps all of its bytes', () => {
    for (const [name, options] of formats) {
      const codec = createCodec(name, options)
      if (!codec.available()) continue
      const stream = codec.encodeSync(makePicture({ width: 40, height: 24 }))
      for (const length of [3, 20, stream.length >> 1, stream.length - 1]) {
        const cut = stream.subarray(0, length)
        expect(() => codec.decodeSync(cut)).toThrow(CodecError)
      }
    }
  })
})
