import { createCodec, X264, X265 } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makeNoise, makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

const native = allEntries.filter(({ backend }) => backend === 'native')

const image = makePicture({ width: 64, height: 48 })
const noise = makeNoise({ width: 64, height: 48 })

describe('ERR_DECODE', () => {
  describeEntries(native, ({ descriptor, make }) => {
    const codec = make()
    const stream = codec.encodeSync(image)
    const { name } = descriptor
    const expectDamage = async (bytes: Uint8Array, words = /./) => {
      const error = await failure(codec.decode(bytes))
      expect(error).toMatchObject({ name: 'CodecError', code: 'ERR_DECODE', codec: name })
      expect(error.message).toMatch(words)
      const sync = failureSync(() => codec.decodeSync(bytes))
      expect(sync).toMatchObject({ code: 'ERR_DECODE', codec: name, message: error.message })
    }

    it('no bytes', () => expectDamage(new Uint8Array(), /no bytes/))
    it('one byte', () => expectDamage(stream.subarray(0, 1)))
    it('cut inside its headers', () => expectDamage(stream.subarray(0, 9)))
    it('zeros', () => expectDamage(new Uint8Array(stream.length)))
    it('text', () => expectDamage(Buffer.from('<html>404 not found</html>'.repeat(9))))
    it('its own headers, then nothing but noise', async () => {
      const damaged = Uint8Array.from(stream)
      damaged.set(noise.data.subarray(0, 40), 4)
      await expectDamage(damaged.subarray(0, Math.max(44, stream.length)))
    })

    it('a stream of another codec', async () => {
      const other = name === 'png' ? 'qoi' : 'png'
      await expectDamage(createCodec(other).encodeSync(image))
    })

    // Raw H.264 and HEVC say nowhere how long they are: docs/damage.md.
    const unframed = name === 'x264' || name === 'x265'
    if (!unframed) {
      it.each([0.25, 0.5, 0.9])('cut at %d of its length', (part) =>
        expectDamage(stream.subarray(0, Math.floor(stream.length * part))),
      )
      it('without its last byte', () => expectDamage(stream.subarray(0, -1)))
    }

    it('gives the stream back unchanged when it fails, and works afterwards', async () => {
      const bytes = Uint8Array.from(stream.subarray(0, 9))
      await failure(codec.decode(bytes))
      expect(bytes).toEqual(stream.subarray(0, 9))
      expect((await codec.decode(stream)).shape).toEqual([48, 64, 3])
    })
  })

  it('says what libav said, and its error by name', async () => {
    const stream = new X264({ preset: 'ultrafast' }).encodeSync(image, { quality: 20 })
    const damaged = Uint8Array.from(stream)
    damaged.fill(0xa5, stream.length - 400, stream.length - 300)
    const error = await failure(new X264().decode(damaged))
    expect(error.message).toMatch(/^x264: decode\(h264\): .* - ./)
  })

  it('x265 strict: a stream without the MD5 of its picture, cut, or changed', async () => {
    const hashed = new X265({ preset: 'ultrafast', hash: true })
    const strict = new X265({ strict: true })
    const stream = hashed.encodeSync(image)
    expect((await strict.decode(stream)).shape).toEqual([48, 64, 3])
    const plain = new X265({ preset: 'ultrafast' }).encodeSync(image)
    expect((await failure(strict.decode(plain))).message).toMatch(/hash: true/)
    for (const length of [200, stream.length - 60, stream.length - 1]) {
      const error = await failure(strict.decode(stream.subarray(0, length)))
      expect(error).toMatchObject({ code: 'ERR_DECODE', codec: 'x265' })
    }
    const changed = Uint8Array.from(stream)
    changed[stream.length - 10]! ^= 1
    expect(await failure(strict.decode(changed))).toMatchObject({
      code: 'ERR_DECODE',
      avError: 'AVERROR_INVALIDDATA',
      message: expect.stringMatching(/mismatching|MD5/i),
    })
  })

  it('a picture smaller than the caller was told: planes of a true size that lies', async () => {
    const codec = new X264({ preset: 'ultrafast', pixelFormat: 'yuv420p' })
    const stream = codec.encodeSync(makePicture({ width: 33, height: 17 }))
    const at = Buffer.from(stream).indexOf(Buffer.from([0, 33, 0, 17]))
    expect(at).toBeGreaterThan(0)
    const lying = Uint8Array.from(stream)
    lying[at] = 7
    expect(await failure(codec.decode(lying))).toMatchObject({ code: 'ERR_DECODE', codec: 'x264' })
  })
})
