import ndarray from 'ndarray'
import { addon } from '../../lib/backends/native/addon'
import { metrics, metricsSync } from '../../lib/index'
import { type PixelArray, type PixelPicture, toPicture } from '../../lib/image'
import { type MetricName, metricNames, metricRow } from '../../lib/metrics/names'
import { isPlain, plainMetric } from '../../lib/metrics/plain'
import { noise } from '../helpers/cli_pictures'

jest.mock('../../lib/backends/native/addon', () => ({
  ...jest.requireActual<object>('../../lib/backends/native/addon'),
  addon: jest.fn(
    jest.requireActual<typeof import('../../lib/backends/native/addon')>(
      '../../lib/backends/native/addon',
    ).addon,
  ),
}))

const plainNames = metricNames.filter(isPlain)

const namesFor = (channels: number): MetricName[] =>
  plainNames.filter((name) => channels > 1 || !metricRow(name).needs.colour)

const plain = (name: MetricName, a: PixelArray, b: PixelArray) =>
  plainMetric(name, toPicture(a) as PixelPicture, toPicture(b) as PixelPicture)

/** The same picture, each sample off by up to `most`. */
function damaged(picture: PixelArray, most: number): PixelArray {
  const { bitDepth = 8 } = picture
  const data = picture.data.map((value, i) =>
    Math.min(2 ** bitDepth - 1, Math.max(0, value + ((i * 7919) % (2 * most + 1)) - most)),
  )
  return Object.assign(ndarray(data, picture.shape), { bitDepth })
}

const built = addon() !== undefined

describe.each([
  [3, 8],
  [3, 10],
  [3, 16],
  [4, 8],
  [1, 8],
  [1, 16],
])('%d channels of %d bit', (channels, bitDepth) => {
  const a = noise(67, 45, channels, bitDepth)
  const b = damaged(a, 2 ** (bitDepth - 8) * 9)
  const title = built ? '' : ' (skipped: the native addon is not built)'
  ;(built ? it : it.skip).each(namesFor(channels))(`%s is what the addon gives${title}`, (name) => {
    const wanted = metricsSync(a, b, [name])[name] as number
    expect(plain(name, a, b)).toBeCloseTo(wanted, name === 'mse' ? 4 : 8)
  })
})

test('a strided view is its contiguous copy', () => {
  const a = noise(20, 12, 3)
  const turned = Object.assign(a.transpose(1, 0, 2), { bitDepth: 8 })
  const b = damaged(a, 5)
  for (const name of plainNames) {
    const other = Object.assign(b.transpose(1, 0, 2), { bitDepth: 8 })
    expect(plain(name, turned, other)).toBeCloseTo(plain(name, a, b), 9)
  }
})

test('an error of 1 everywhere is 20 log10(255) dB', () => {
  const a = ndarray(new Uint8Array(300).fill(100), [10, 10, 3])
  const b = ndarray(new Uint8Array(300).fill(101), [10, 10, 3])
  expect(plain('psnr', a, b)).toBeCloseTo(20 * Math.log10(255), 10)
  // of gray only Y differs, by one code; Cb and Cr are 128 to the last bit
  const y = 10 * Math.log10((255 ** 2 * 8) / 6)
  expect(plain('psnr-ycbcr', a, b)).toBeCloseTo(y, 10)
})

test("blue's share of luma: BT.601's 24.966 and PyCodecs' 24.944", () => {
  const a = ndarray(new Uint8Array(3), [1, 1, 3])
  const b = ndarray(Uint8Array.of(0, 0, 255), [1, 1, 3])
  const [cb, cr] = [112 ** 2, 18.214 ** 2]
  const exact = 10 * Math.log10((255 ** 2 * 8) / (6 * 24.966 ** 2 + cb + cr))
  expect(plain('psnr-ycbcr-bt601', a, b)).toBeCloseTo(exact, 10)
  const codes = 10 * Math.log10((255 ** 2 * 8) / (6 * 24 ** 2 + cb + 19 ** 2))
  expect(plain('psnr-ycbcr', a, b)).toBeCloseTo(codes, 10)
})

test('identical pictures have the best value', () => {
  const a = noise(9, 9, 3)
  for (const name of plainNames) expect(plain(name, a, a)).toBe(metricRow(name).range[1])
})

describe('without the addon', () => {
  const a = noise(24, 18, 3)
  const b = damaged(a, 4)

  beforeEach(() => jest.mocked(addon).mockReturnValue(undefined))
  afterEach(() => jest.mocked(addon).mockReset())

  it('metrics gives MSE and the PSNRs', async () => {
    const values = await metrics(a, b, plainNames)
    expect(values).toEqual(Object.fromEntries(plainNames.map((name) => [name, plain(name, a, b)])))
    expect(metricsSync(a, b, plainNames)).toEqual(values)
  })

  it.each([['psnr-ycbcr', 1, /psnr-ycbcr: expected RGB/]] as const)(
    '%s of %d channel',
    (name, channels, message) => {
      const gray = noise(8, 8, channels)
      expect(() => metricsSync(gray, gray, [name])).toThrow(message)
    },
  )

  it('refuses pictures that differ', async () => {
    await expect(metrics(a, noise(24, 19, 3), ['psnr'])).rejects.toThrow(RangeError)
    await expect(metrics(a, noise(24, 18, 3, 10), ['psnr'])).rejects.toThrow(/layout/)
  })
})
