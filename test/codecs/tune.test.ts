import { addon } from '../../lib/backends/native/addon'
import { Codec } from '../../lib/codec'
import type { Libraries } from '../../lib/codecs/encoding'
import { av1 } from '../../lib/codecs/av1'
import { X264, X265, AV1, VP9 } from '../../lib/classes'
import { settled } from '../../lib/flow/plan'
import { resolve } from '../../lib/codecs/resolve'
import { allDescriptors } from '../../lib/registry'
import { makePicture } from '../helpers/pictures'

// Small, as the slowest settings are walked too; texture, so that there is something to search for.
const picture = makePicture({ width: 64, height: 64, texture: 0.1 })

const bytesOf = (codec: Codec): Uint8Array => Uint8Array.from(codec.encodeSync(picture))

describe('tune', () => {
  const bytes = (make: new (options: object) => Codec, options: object) =>
    bytesOf(new make({ backend: 'native', ...options }))

  test.each([
    ['x264', X264, { preset: 'fast' }],
    ['x265', X265, { preset: 'superfast' }],
  ])(
    '%s: psnr is the default, ssim has the same bytes at constant QP, visual others',
    (_n, c, o) => {
      const make = c as new (options: object) => Codec
      const plain = bytes(make, o)
      expect(bytes(make, { ...o, tune: 'psnr' })).toEqual(plain)
      expect(bytes(make, { ...o, tune: 'ssim' })).toEqual(plain)
      expect(bytes(make, { ...o, tune: 'visual' })).not.toEqual(plain)
    },
  )

  test('av1 and vp9: psnr is the default, ssim gives other bytes', () => {
    for (const [Class, own] of [
      [AV1, { usage: 'good', speed: 6 }],
      [VP9, { speed: 4, quality: 31 }],
    ] as const) {
      const make = Class as new (options: object) => Codec
      const plain = bytes(make, own)
      expect(bytes(make, { ...own, tune: 'psnr' })).toEqual(plain)
      expect(bytes(make, { ...own, tune: 'ssim' })).not.toEqual(plain)
    }
  })

  test.each([
    ['libsvtav1', 'ssim', /tune: expected psnr or visual with libsvtav1, got 'ssim'/],
    ['librav1e', 'ssim', /tune: expected psnr or visual with librav1e, got 'ssim'/],
  ] as const)('%s says that it has no tune for %s', (encoder, tune, message) => {
    const make = () => new AV1({ encoder, tune })
    expect(make).toThrow(RangeError)
    expect(make).toThrow(message)
  })

  for (const encoder of ['libaom-av1', 'librav1e'] as const) {
    const own = { encoder, speed: encoder === 'libaom-av1' ? 8 : 10, quality: 30 } as const
    const available = new AV1({ ...own, backend: 'native' }).available()
    const run = available ? test : test.skip
    const why = available ? '' : ' (skipped: not in this FFmpeg build)'
    run(`${encoder}: visual gives other bytes than psnr${why}`, () => {
      const of = (tune: string) => bytes(AV1 as new (options: object) => Codec, { ...own, tune })
      expect(of('visual')).not.toEqual(of('psnr'))
    })
  }
})

describe('visual of libaom is what its version has', () => {
  const options = resolve(av1, { tune: 'visual' })
  const picture = { width: 64, height: 64, channels: 3, bitDepth: 8, pixelFormat: 'yuv444p' }
  const settingsOf = (libraries?: Libraries) => {
    const all = settled(av1, options, 'libaom-av1', libraries)
    return av1.encode(all, 30, 'libaom-av1', { ...picture, libraries }).options
  }

  test.each<[Libraries | undefined]>([
    [undefined],
    [{}],
    [{ libaom: '3.6.0' }],
    [{ libaom: '3.12.1' }],
    [{ libaom: '2.0' }],
  ])('%j: the tune for SSIM', (libraries) => {
    expect(settingsOf(libraries)).toMatchObject({ tune: 'ssim', usage: 'good' })
  })

  test.each(['3.13.0', '3.14.1', '4.0.0'])('%s: its tune for stills', (libaom) => {
    const settings = settingsOf({ libaom })
    expect(settings).toMatchObject({ 'aom-params': expect.stringMatching(/^tune=/) as string })
    expect(settings).toMatchObject({ usage: 'allintra' })
    expect(settings).not.toHaveProperty('tune')
  })

  const said = Object.entries(addon()?.versions() ?? {})
  test('the addon tells the versions of libraries as numbers, by which that is asked', () => {
    expect(said.filter(([, version]) => !/^\d+\./.test(version))).toEqual([])
  })

  test('lossless needs none', () => {
    const lossless = resolve(av1, { tune: 'visual', lossless: true })
    const { options: settings } = av1.encode(lossless, 30, 'libaom-av1', picture)
    expect(settings).not.toHaveProperty('tune')
  })
})

test('files that are looked at are visual, streams and research anchors psnr', () => {
  const tunes = allDescriptors().flatMap(({ name, options: { tune } }) =>
    tune?.type === 'enum' ? [[name, tune.default]] : [],
  )
  const visual = tunes.filter(([, tune]) => tune === 'visual').map(([name]) => name)
  expect(visual).toEqual(['avif', 'heic'])
  expect(new Set(tunes.map(([, tune]) => tune))).toEqual(new Set(['visual', 'psnr']))
})
