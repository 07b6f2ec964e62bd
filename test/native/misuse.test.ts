import { addon, type Addon } from '../../lib/backends/native/addon'
import { failureSync } from '../helpers/failures'

// Calls of the addon without lib/ that each ended the process, had no end, or read beside the picture.

const native = addon()!
const settings = { threads: 1, intensityTarget: 80 }
const samples = (channels: number) => new Uint8Array(64 * channels)

function view(channels: number) {
  const strides = { rowStride: 8 * channels, columnStride: channels, channelStride: 1 }
  const size = { width: 8, height: 8, channels, bitDepth: 8 }
  return { data: samples(channels), offset: 0, ...size, ...strides }
}

const encoding = {
  ...{ label: 'x', engine: 'libav', encoder: 'rawvideo', pixelFormat: 'rgb24' },
  ...{ width: 8, height: 8, options: {} },
}
const gray = { ...encoding, pixelFormat: 'gray' }
const planes = { planes: [{ data: samples(1), stride: 8 }], width: 8, height: 8 }

const raw = (pixelFormat: string, more: object = {}) => ({
  ...{ label: 'x', engine: 'libav', decoder: 'rawvideo', ...more },
  options: { video_size: '8x8', pixel_format: pixelFormat },
})
const large = { ...view(1), width: 2 ** 31 - 1, rowStride: 0, columnStride: 0 }
const words = new Uint16Array(64)

const refused: Record<string, [(a: Addon) => unknown, RegExp]> = {
  'a metric of pixels, of planes': [
    (a) => a.metricsSync([view(1)], [view(1)], ['mse'], settings),
    /mse: expected pixels/,
  ],
  'chroma that is larger than luma': [
    (a) => {
      const small = { ...view(1), width: 1, height: 1 }
      return a.metricsSync(
        [small, view(1), view(1)],
        [small, view(1), view(1)],
        ['xpsnr'],
        settings,
      )
    },
    /planes\[1\]: expected at most 1x1/,
  ],
  'no threads, with which a metric had no end': [
    (a) => a.metricsSync(view(3), view(3), ['ssimulacra2'], { ...settings, threads: 0 }),
    /threads: expected an integer of 1 to 256, got 0/,
  ],
  'white that is dark': [
    (a) => a.metricsSync(view(3), view(3), ['butteraugli'], { ...settings, intensityTarget: 0 }),
    /intensityTarget/,
  ],
  'a picture of strides of 0 that is longer than any array': [
    (a) => a.metricsSync({ ...large, height: 5 }, { ...large, height: 5 }, ['mse'], settings),
    /more than an array holds/,
  ],
  'a colour that the depth does not have': [
    (a) => a.flatten(view(4), [0, 256, 0], 0, 8, samples(3)),
    /colour: expected an integer of 0 to 255, got 256/,
  ],
  'rows backwards': [(a) => a.flatten(view(4), [0, 0, 0], 5, 4, samples(3)), /from/],
  'a palette of planes, whose colours would be whatever the memory held': [
    (a) => a.encodeSync({ ...gray, pixelFormat: 'pal8' }, planes),
    /pal8 has a palette/,
  ],
  'planes of words on odd bytes': [
    (a) => {
      const odd = { ...planes, planes: [{ data: new Uint16Array(99), stride: 17 }] }
      return a.encodeSync({ ...gray, pixelFormat: 'gray10le' }, odd)
    },
    /expected a Uint16Array and an even stride/,
  ],
  'planes of bytes in an array of words': [
    (a) => a.encodeSync(gray, { ...planes, planes: [{ data: words, stride: 8 }] }),
    /expected a Uint8Array/,
  ],
  'a decoder of sound': [
    (a) => a.decodeSync({ ...raw('gray'), decoder: 'pcm_u8' }, {}, samples(1)),
    /no decoder of pictures/,
  ],
  'a decoder of subtitles, which ends the process': [
    (a) => a.decodeSync({ ...raw('gray'), decoder: 'ass' }, {}, samples(1)),
    /no decoder of pictures/,
  ],
  'an encoder of sound': [
    (a) => a.encodeSync({ ...encoding, encoder: 'pcm_u8' }, view(3)),
    /no encoder of pictures/,
  ],
}

test.each(Object.keys(refused))('refused: %s', (name) => {
  const [call, message] = refused[name]!
  expect(failureSync(() => call(native)).message).toMatch(message)
})

/** What libjpeg-turbo would be given beside the five formats that it takes. */
const FORMATS = ['rgba', 'gray16le', 'yuv440p', 'yuv411p', 'nv12', 'yuv420p10le', 'pal8', 'monow']

test.each(FORMATS)('libjpeg-turbo is not given %s', (pixelFormat) => {
  const request = {
    ...encoding,
    engine: 'jpeg',
    encoder: 'libjpeg-turbo',
    pixelFormat,
    options: {},
  }
  expect(() => native.encodeSync(request, view(3))).toThrow(/does not take|cannot be converted/)
})

// The context that encodes has these, too: libwebp read 4096x4096 pixels of a picture of 8x8.
test.each(['video_size', 'pixel_format', 'time_base'])('%s is no option of an encoder', (name) => {
  const options = { [name]: { video_size: '4096x4096', pixel_format: 'rgba64be' }[name] ?? '1/5' }
  for (const encoder of ['libwebp', 'png', 'mjpeg']) {
    if (!native.has(encoder, 'encoder')) continue
    const request = { ...encoding, encoder, pixelFormat: 'yuvj420p', options }
    expect(() => native.encodeSync(request, view(3))).toThrow(`no option '${name}'`)
  }
})

const isOurs = (error: unknown): boolean =>
  Reflect.get(error as object, 'code') === 'ERR_DECODE' || (error as Error).name === 'RangeError'

test('depths and numbers of a file that make no sense read nothing beside the picture', () => {
  const said = [
    ...[{ depth: 8, depths: [12, 16, 12] }, { depth: 1, depths: [16] }, { max: 100 }],
    ...[
      { depth: 9, lowWords: true, depths: [16, 1] },
      { depth: NaN, max: NaN, depths: [NaN] },
    ],
    ...[{ order: [NaN] }, { before: [NaN, -1] }, { before: [1e9, 1e9] }],
    { depth: 8, model: 'lab', labWhite: [NaN, 1], labRange: [Infinity, NaN, 1] },
  ]
  const formats = ['gray', 'gray16le', 'yuv420p', 'yuv444p16le', 'rgb24', 'rgb565le', 'rgb48be']
  for (const one of said) {
    for (const format of formats) {
      const call = () => native.decodeSync(raw(format, { coded: one }), {}, new Uint8Array(384))
      try {
        expect(call()).toMatchObject({ width: 8, height: 8 })
      } catch (error) {
        expect(isOurs(error)).toBe(true)
      }
    }
  }
})

test('YCbCr of limited range from an odd origin is widened once', () => {
  const bytes = new Uint8Array(96).fill(235, 0, 64).fill(128, 64)
  const pixels = (more: object) => native.decodeSync(raw('yuv420p', more), {}, bytes).data[0]
  const forced = { range: 'limited' }
  const grey = bytes.slice().fill(126, 0, 64)
  expect(new Set(pixels({ forced, coded: { before: [1, 1] } }))).toEqual(new Set([255]))
  const plain = native.decodeSync(raw('yuv420p', { forced }), {}, grey).data[0]
  const odd = native.decodeSync(raw('yuv420p', { forced, coded: { before: [1, 0] } }), {}, grey)
  expect(odd.data[0]).toEqual(plain)
})
