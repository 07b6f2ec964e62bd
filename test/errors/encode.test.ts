import { createCodec } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// The error table of the contract, in this folder: a file per code, each over every codec that can show it.

const native = allEntries.filter(({ backend }) => backend === 'native')

const children = allEntries.filter(({ backend }) => backend !== 'native')
const image = makePicture({ width: 64, height: 48 })

describe('ERR_ENCODE: the encoder refuses', () => {
  // libjpeg-turbo has no setting that passes our own checks and fails in it.
  const libav = native.filter(({ descriptor }) => descriptor.engine !== 'jpeg')
  describeEntries(libav, ({ descriptor, make }) => {
    it('an unreadable value of its option: call, codec, AVERROR and its own words', async () => {
      const codec = make({ options: { threads: 'many' } })
      const error = await failure(codec.encode(image))
      expect(error).toMatchObject({
        name: 'CodecError',
        code: 'ERR_ENCODE',
        codec: descriptor.name,
        avError: 'AVERROR(EINVAL)',
      })
      expect(error.message).toContain(`${descriptor.name}: avcodec_open2(${codec.options.encoder})`)
      expect(error.message).toContain("'many'")
      expect(failureSync(() => codec.encodeSync(image))).toMatchObject({
        code: 'ERR_ENCODE',
        message: error.message,
      })
    })
  })

  it.each([
    ['x265', { preset: 'hasty' }, 'AVERROR(EINVAL)', /hasty/],
    ['av1', { 'cpu-used': 99 }, 'AVERROR(ERANGE)', /99.*cpu-used/],
    ['vp9', { 'cpu-used': 99 }, 'AVERROR(ERANGE)', /99.*cpu-used/],
    ['webp', { preset: 'holiday' }, 'AVERROR(EINVAL)', /holiday/],
    ['jxl', { effort: 0 }, 'AVERROR(ERANGE)', /0.*effort/],
    ['png', { dpi: -1 }, 'AVERROR(ERANGE)', /-1.*dpi/],
  ])('%s: options %p', async (name, options, avError, words) => {
    const error = await failure(createCodec(name, { options }).encode(image))
    expect(error).toMatchObject({ code: 'ERR_ENCODE', codec: name, avError })
    expect(error.message).toMatch(words)
  })
})

describe('an option that the encoder does not have is a TypeError that names it', () => {
  describeEntries(native, ({ make }) => {
    // The last two are the context's own: encoders read past the picture by them.
    it.each(['no-such-option', 'video_size', 'pixel_format'])('%s in options', async (name) => {
      const codec = make({ options: { [name]: '4096x4096' } })
      const error = await failure(codec.encode(image))
      expect(error.name).toBe('TypeError')
      expect(error.message).toContain(`has no option '${name}'`)
      expect(failureSync(() => codec.encodeSync(image)).message).toBe(error.message)
    })
  })
})

describe('an option that the encoder of the ffmpeg program does not have is named', () => {
  const ffmpeg = children.filter(({ backend }) => backend === 'ffmpeg')
  describeEntries(ffmpeg, ({ make }) => {
    it('in options', async () => {
      const error = await failure(make({ options: { 'no-such-option': 7 } }).encode(image))
      expect(error.message).toContain('no-such-option')
    })
  })
})
