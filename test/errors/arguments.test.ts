import { createCodec, MJPEG, WebP, X264 } from '../../lib/index'
import { failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

const image = makePicture({ width: 64, height: 48 })

/** What was expected and what was given; or a name that is not known, or what does not fit in. */
const TOLD = /expected [^]*, got |is not known|reach outside of its|carries no alpha/

describe('mistakes of the caller: TypeError or RangeError that name option, value, expectation', () => {
  const codec = new WebP()
  const bad = (value: unknown) => value as never

  it.each<[string, () => unknown, string, RegExp]>([
    [
      'a quality outside',
      () => codec.encode(image, { quality: 101 }),
      'RangeError',
      /quality.*0.*100.*101/,
    ],
    ['a quality of NaN', () => codec.encode(image, { quality: NaN }), 'TypeError', /quality.*NaN/],
    [
      'a quality of text',
      () => codec.encode(image, { quality: bad('9') }),
      'TypeError',
      /quality.*9/,
    ],
    [
      'a step between',
      () => new X264().encode(image, { quality: 1.5 }),
      'RangeError',
      /quality.*1\.5/,
    ],
    [
      'an unknown option of a call',
      () => codec.encode(image, bad({ qualty: 1 })),
      'TypeError',
      /qualty/,
    ],
    ['options of null', () => codec.encode(image, bad(null)), 'TypeError', /options.*object.*null/],
    [
      'decode options of null',
      () => codec.decode(new Uint8Array(3), bad(null)),
      'TypeError',
      /options.*object/,
    ],
    [
      'apply options of null',
      () => codec.apply(image, bad(null)),
      'TypeError',
      /options.*object.*null/,
    ],
    [
      'options of text',
      () => codec.encode(image, bad('fast')),
      'TypeError',
      /options.*object.*fast/,
    ],
    [
      'a signal that is none',
      () => codec.encode(image, { signal: bad({}) }),
      'TypeError',
      /signal.*AbortSignal/,
    ],
    ['no picture', () => codec.encode(bad(undefined)), 'TypeError', /image.*undefined/],
    ['a picture of nothing', () => codec.encode(bad({})), 'TypeError', /image/],
    ['a number', () => codec.encode(bad(5)), 'TypeError', /image.*5/],
    [
      'samples of doubles',
      () => codec.encode(bad({ data: new Float64Array(12), width: 2, height: 2 })),
      'TypeError',
      /Float64Array/,
    ],
    [
      'plain arrays',
      () => codec.encode(bad({ data: [1, 2, 3], width: 1, height: 1 })),
      'TypeError',
      /Uint8Array.*Array/,
    ],
    [
      'too few samples',
      () => codec.encode({ data: new Uint8Array(11), width: 2, height: 2, channels: 3 }),
      'RangeError',
      /12.*11/,
    ],
    [
      'two channels',
      () => codec.encode({ data: new Uint8Array(8), width: 2, height: 2 }),
      'RangeError',
      /channels.*2/,
    ],
    [
      'no width',
      () => codec.encode({ data: new Uint8Array(3), width: 0, height: 1 }),
      'RangeError',
      /width.*0/,
    ],
    [
      'half a width',
      () => codec.encode({ data: new Uint8Array(3), width: 1.5, height: 1 }),
      'TypeError',
      /width.*1\.5/,
    ],
    [
      'a bit depth of 17',
      () => codec.encode({ data: new Uint16Array(3), width: 1, height: 1, bitDepth: 17 }),
      'RangeError',
      /bitDepth.*17/,
    ],
    [
      'a bit depth of 10 in bytes',
      () => codec.encode({ data: new Uint8Array(3), width: 1, height: 1, bitDepth: 10 }),
      'RangeError',
      /bitDepth.*10/,
    ],
    [
      'five axes',
      () => codec.encode(bad({ ...image, shape: [1, 1, 4, 4, 3] })),
      'RangeError',
      /axes|\[1, 1, 4, 4, 3\]/,
    ],
    [
      'an array that lies about its shape',
      () => codec.encode(bad({ ...image, shape: [4800, 64, 3] })),
      'RangeError',
      /outside/,
    ],
    [
      'an array with hostile strides',
      () => codec.encode(bad({ ...image, stride: [2 ** 52, 3, 1] })),
      'RangeError',
      /outside/,
    ],
    [
      'an array with a hostile offset',
      () => codec.encode(bad({ ...image, offset: -9 })),
      'RangeError',
      /outside/,
    ],
    [
      'strides of NaN',
      () => codec.encode(bad({ ...image, stride: [NaN, NaN, NaN] })),
      'RangeError',
      /stride/,
    ],
    [
      'an unknown pixel format',
      () => codec.encode({ planes: [], width: 4, height: 4, pixelFormat: 'yuv9' }),
      'RangeError',
      /yuv9/,
    ],
    [
      'a plane too short',
      () =>
        codec.encode({
          planes: [new Uint8Array(16), new Uint8Array(4), new Uint8Array(3)],
          width: 4,
          height: 4,
          pixelFormat: 'yuv420p',
        }),
      'RangeError',
      /planes\[2\]/,
    ],
    [
      'planes of the wrong type',
      () =>
        codec.encode({
          planes: [new Uint16Array(16), new Uint8Array(4), new Uint8Array(4)],
          width: 4,
          height: 4,
          pixelFormat: 'yuv420p',
        }),
      'TypeError',
      /planes\[0\].*Uint8Array/,
    ],
    [
      'alpha where there is none',
      () => new MJPEG().encode(makePicture({ width: 8, height: 8, channels: 4 })),
      'TypeError',
      /alpha/,
    ],
    ['a stream of text', () => codec.decode(bad(Symbol('x'))), 'TypeError', /Uint8Array.*Symbol/],
    [
      'a stream of words',
      () => codec.decode(bad(new Uint16Array(9))),
      'TypeError',
      /Uint8Array.*Uint16Array/,
    ],
    [
      'an unknown way to decode',
      () => codec.decode(new Uint8Array(9), { as: bad('plane') }),
      'RangeError',
      /as.*plane/,
    ],
    [
      'an unknown extension',
      () => codec.apply(image, { decoded: '/tmp/nodecodecs.xyz' }),
      'RangeError',
      /\.xyz/,
    ],
    ['an unknown codec', () => createCodec('x266' as string), 'TypeError', /x266.*x26[45]/],
    [
      'an unknown option',
      () => createCodec('x265' as string, { presett: 'slow' }),
      'TypeError',
      /presett.*preset/,
    ],
    [
      'a value of another type',
      () => createCodec('x265' as string, { threads: '2' }),
      'TypeError',
      /threads.*integer.*2/,
    ],
    [
      'a value outside',
      () => createCodec('x265', { threads: 0 }),
      'RangeError',
      /threads.*1 to 64.*0/,
    ],
    [
      'a preset that is none',
      () => createCodec('x265' as string, { preset: 'warp' }),
      'RangeError',
      /preset.*ultrafast.*warp/,
    ],
    [
      'a backend that it does not have',
      () => createCodec('jpeg', { backend: 'cli' }),
      'RangeError',
      /backend.*native.*cli/,
    ],
  ])('%s', async (_name, call, name, message) => {
    const error = await failure((async () => call())())
    expect(error.name).toBe(name)
    expect(error).not.toHaveProperty('code')
    expect(error.message).toMatch(message)
    expect(error.message).toMatch(TOLD)
  })
})
