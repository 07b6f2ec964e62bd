import ndarray from 'ndarray'
import { addon } from '../../lib/backends/native/addon'
import type { ImageInput, PlanarImage } from '../../lib/image'
import { metrics, metricsSync, readImageSync, X265 } from '../../lib/index'
import { metricNames, metricRow, type MetricName } from '../../lib/metrics/names'
import { native } from '../../lib/metrics/native'
import { expectClose, makePair, reference, type Case } from '../helpers/metrics_pictures'
import { realPicture } from '../helpers/pictures'

jest.mock('../../lib/backends/native/addon', () => ({
  ...jest.requireActual<object>('../../lib/backends/native/addon'),
  addon: jest.fn(
    jest.requireActual<typeof import('../../lib/backends/native/addon')>(
      '../../lib/backends/native/addon',
    ).addon,
  ),
}))

const caseOf = (name: string): Case => reference.synthetic.find((entry) => entry.name === name)!

function rawPair(entry: Case) {
  const { width, height, channels, bits: bitDepth } = entry
  return makePair(entry).map((data) => ({ data, width, height, channels, bitDepth })) as [
    ImageInput,
    ImageInput,
  ]
}

const built = addon() !== undefined
const title = built ? 'metrics' : 'metrics (skipped: the native addon is not built)'

;(built ? describe : describe.skip)(title, () => {
  it.each(reference.synthetic)('$name: equal to numpy and scipy, async and sync', async (entry) => {
    const names = Object.keys(entry.values) as MetricName[]
    const [a, b] = rawPair(entry)
    const values = await metrics(a, b, names)
    expect(Object.keys(values)).toEqual(names)
    for (const name of names) expectClose(name, values[name]!, entry.values[name]!)
    expect(metricsSync(a, b, names, { threads: 1 })).toEqual(values)
  })

  it('gives what the table says for identical pictures', () => {
    const [a] = rawPair(caseOf('identical'))
    const names = metricNames.filter((name) => metricRow(name).compute === native)
    const values = metricsSync(a, a, names)
    for (const name of names) expect(values[name]).toBeCloseTo(metricRow(name).range[1], 9)
  })

  it('reads strided, reversed and CHW arrays where they are', () => {
    const entry = caseOf('RGB')
    const [a, b] = makePair(entry).map((data) => ndarray(data, [48, 64, 3]))
    const wanted = metricsSync(a!, b!, ['psnr', 'ssim'])
    const chw = (array: typeof a): ImageInput => {
      const copy = ndarray(new Uint8Array(48 * 64 * 3), [3, 48, 64])
      for (let c = 0; c < 3; c++) {
        for (let y = 0; y < 48; y++) {
          for (let x = 0; x < 64; x++) copy.set(c, y, x, array!.get(y, x, c))
        }
      }
      return copy
    }
    expect(metricsSync(chw(a), b!, ['psnr', 'ssim'])).toEqual(wanted)
    const turned = (array: typeof a): ImageInput => array!.step(-1, -1, 1)
    expect(metricsSync(turned(a), turned(b), ['psnr'])).toEqual({ psnr: wanted.psnr })
    const [left, right] = [a!, b!].map((array) => array.lo(5, 7, 0).hi(20, 30, 3))
    const crop = (array: typeof a): ImageInput => {
      const data = Array.from({ length: 1800 }, (_, i) =>
        array!.get(5 + Math.floor(i / 90), 7 + (Math.floor(i / 3) % 30), i % 3),
      )
      return { data: Uint8Array.from(data), width: 30, height: 20 }
    }
    expect(metricsSync(left!, right!, ['psnr', 'ssim'])).toEqual(
      metricsSync(crop(a), crop(b), ['psnr', 'ssim']),
    )
  })

  it.each([
    ['interleaved', [24, 32, 3], [0, 1, 2]],
    ['with alpha', [24, 32, 4], [0, 1, 2]],
    ['planar', [3, 24, 32], [1, 2, 0]],
    ['planar with alpha', [4, 24, 32], [1, 2, 0]],
    ['turned', [32, 24, 3], [1, 0, 2]],
  ] as const)('keeps samples that change while it works: %s', async (_, shape, axes) => {
    const data = Uint8Array.from(
      { length: shape[0] * shape[1] * shape[2] },
      (_, i) => (i * 7) % 251,
    )
    const a = ndarray(data, [...shape]).transpose(...axes)
    const b = ndarray(
      data.map((value) => value ^ 5),
      [...shape],
    ).transpose(...axes)
    const wanted = metricsSync(a, b, ['mse', 'psnr-ycbcr', 'ssim'])
    const result = metrics(a, b, ['mse', 'psnr-ycbcr', 'ssim'])
    data.fill(0)
    expect(await result).toEqual(wanted)
  })

  it('does not compare alpha', () => {
    const opaque = (alpha: number): ImageInput => ({
      data: Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => (i % 4 === 3 ? alpha : i % 251)),
      width: 16,
      height: 16,
    })
    expect(metricsSync(opaque(0), opaque(255), ['mse', 'ssim'])).toEqual({ mse: 0, ssim: 1 })
  })

  describe('planes', () => {
    const sizes = { yuv420p: [1200, 300, 300], yuv444p: [1200, 1200, 1200], gray: [1200] }
    const make = (pixelFormat: string, offsets: number[]): ImageInput => ({
      width: 40,
      height: 30,
      pixelFormat,
      planes: (sizes[pixelFormat as keyof typeof sizes] ?? sizes.yuv444p).map((length, i) =>
        Uint8Array.from({ length }, (_, k) => 40 + ((k * 7) % 100) + (offsets[i] ?? 0)),
      ),
    })
    const db = (error: number): number => 10 * Math.log10(255 ** 2 / error)

    it('every sample counts once; luma, and 6:1:1, by themselves', () => {
      const result = metricsSync(make('yuv420p', [0, 0, 0]), make('yuv420p', [1, 2, 4]), [
        'mse',
        'psnr',
        'psnr-y',
        'psnr-ycbcr',
        'psnr-ycbcr-bt601',
      ])
      const mse = (1200 * 1 + 300 * 4 + 300 * 16) / 1800
      expect(result.mse).toBeCloseTo(mse, 12)
      expect(result.psnr).toBeCloseTo(db(mse), 10)
      expect(result['psnr-y']).toBeCloseTo(db(1), 10)
      expect(result['psnr-ycbcr']).toBeCloseTo(db((6 + 4 + 16) / 8), 10)
      expect(result['psnr-ycbcr-bt601']).toBe(result['psnr-ycbcr'])
    })

    it('reads all of them before it returns', async () => {
      const [a, b] = [make('yuv444p', [0, 0, 0]), make('yuv444p', [3, 9, 27])]
      const wanted = metricsSync(a, b, ['mse', 'ssim'])
      const result = metrics(a, b, ['mse', 'ssim'])
      for (const picture of [a, b]) (picture as PlanarImage).planes.forEach((p) => p.fill(0))
      expect(await result).toEqual(wanted)
    })

    it('4:4:4 planes give the mean of the planes alone', () => {
      const [a, b] = [make('yuv444p', [0, 0, 0]), make('yuv444p', [3, 9, 27])]
      const alone = [3, 9, 27].map(
        (offset) => metricsSync(make('gray', [0]), make('gray', [offset]), ['ssim']).ssim,
      )
      const mean = alone.reduce((sum, value) => sum + value, 0) / 3
      expect(metricsSync(a, b, ['ssim']).ssim).toBeCloseTo(mean, 12)
    })

    it('reads padded rows, 10 bits', () => {
      const plane = (stride: number): ImageInput => ({
        width: 20,
        height: 15,
        pixelFormat: 'gray10le',
        strides: [stride],
        planes: [
          Uint16Array.from({ length: stride * 15 }, (_, i) =>
            i % stride < 20 ? i % stride : 1023,
          ),
        ],
      })
      expect(metricsSync(plane(20), plane(33), ['mse', 'ssim'])).toEqual({ mse: 0, ssim: 1 })
    })

    it.each([
      [
        'different formats',
        make('yuv444p', []),
        make('yuv420p', []),
        'psnr',
        'the planes differ: 40x30 yuv444p and 40x30 yuv420p',
      ],
      [
        'planes and pixels',
        make('gray', []),
        { data: new Uint8Array(1200), width: 40, height: 30 },
        'psnr',
        'one picture is planes, the other pixels',
      ],
      [
        'luma of GBR',
        make('gbrp', []),
        make('gbrp', []),
        'psnr-y',
        'psnr-y: expected planes of YCbCr, got gbrp',
      ],
      [
        'YCbCr of gray',
        make('gray', []),
        make('gray', []),
        'psnr-ycbcr',
        'psnr-ycbcr: expected planes of YCbCr, got gray',
      ],
    ] as const)('refuses %s', (_, a, b, name, message) => {
      expect(() => metricsSync(a, b, [name])).toThrow(RangeError)
      expect(() => metricsSync(a, b, [name])).toThrow(message)
    })
  })

  it.each([
    ['sizes', { width: 4, height: 2, channels: 3 }, { width: 2, height: 4, channels: 3 }],
    ['channels', { width: 4, height: 2, channels: 3 }, { width: 8, height: 3, channels: 1 }],
  ])('refuses pictures of different %s', async (_, first, second) => {
    const a = { data: new Uint8Array(24), ...first }
    const b = { data: new Uint8Array(24), ...second }
    await expect(metrics(a, b, ['psnr'])).rejects.toMatchObject({ name: 'RangeError' })
    expect(() => metricsSync(a, b, ['psnr'])).toThrow(/the pictures differ in layout/)
  })

  it('refuses MS-SSIM below 161 samples, and says so', async () => {
    const small = { data: new Uint8Array(160 * 300), width: 160, height: 300 }
    await expect(metrics(small, small, ['ms-ssim'])).rejects.toThrow(
      'ms-ssim: expected sides of at least 161, got 160x300, 1 channel, 8 bits',
    )
    await expect(metrics(small, small, ['ssim'])).resolves.toEqual({ ssim: 1 })
  })

  it('an aborted call rejects with its reason', async () => {
    const picture = { data: new Uint8Array(4), width: 2, height: 2 }
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(metrics(picture, picture, ['psnr'], { signal })).rejects.toThrow('enough')
  })
})

const kodim23 = realPicture('kodim23.png')
const published = built && kodim23 !== undefined && new X265().available()

const publishedTitle = `psnr-ycbcr gives PyCodecs' published figure${
  published ? '' : ' (skipped: needs the addon, libx265 and kodim23.png)'
}`

;(published ? it : it.skip)(publishedTitle, () => {
  const picture = readImageSync(kodim23!)
  const settings = { preset: 'veryslow', tune: 'ssim', range: 'limited', quality: 37 } as const
  const { restored } = new X265({ ...settings, pixelFormat: 'yuv444p' }).applySync(picture)
  const values = metricsSync(picture, restored, ['psnr-ycbcr', 'psnr-ycbcr-bt601'])
  expect(values['psnr-ycbcr']).toBeCloseTo(37.76, 1)
  // rounding down costs
  expect(values['psnr-ycbcr-bt601'] - values['psnr-ycbcr']).toBeGreaterThan(0.1)
})
