import { addon } from '../../lib/backends/native/addon'
import { defineMetric, metrics, metricsSync } from '../../lib/index'
import { type MetricName, metricNames, metricRow } from '../../lib/metrics/names'

// Found by the fuzzer: tables of 2^bitDepth entries were read at the sample, wherever that is.

jest.mock('../../lib/backends/native/addon', () => {
  const actual = jest.requireActual<typeof import('../../lib/backends/native/addon')>(
    '../../lib/backends/native/addon',
  )
  return { ...actual, addon: jest.fn(actual.addon) }
})

const [width, height] = [192, 180]
const runs = metricNames.filter((name) => metricRow(name).compute.missing?.(name) === undefined)

function picture(channels: 1 | 3 | 4, bitDepth: number, odd?: number) {
  const data = new Uint16Array(width * height * channels).fill(2 ** bitDepth - 1)
  const at = (5 * width + 7) * channels + channels - 1
  if (odd !== undefined) data[at] = odd
  return { data, width, height, channels, bitDepth }
}

describe.each([9, 10, 12, 15])('%i bits', (bitDepth) => {
  const above = 2 ** bitDepth
  it.each(runs)('%s', async (name) => {
    const channels = metricRow(name).needs.alpha ? 4 : 3
    const [good, bad] = [picture(channels, bitDepth), picture(channels, bitDepth, above)]
    const told = (which: string) =>
      `metrics: ${which}: the sample ${above} at x 7, y 5, channel ${channels - 1} is more than ${above - 1}, the most of ${bitDepth} bits`
    expect(() => metricsSync(bad, good, [name])).toThrow(told('a'))
    await expect(metrics(good, bad, [name])).rejects.toMatchObject({
      name: 'RangeError',
      message: told('b'),
    })
  })
})

it('planes of codes and of samples, and one channel', () => {
  const plane = (value: number) => new Uint16Array(width * height).fill(value)
  const planes = (value: number) => ({
    planes: [plane(9), plane(value), plane(9)],
    width,
    height,
    pixelFormat: 'yuv444p10le',
  })
  const names = ['psnr', 'psnr-hvs', 'xpsnr', 'ciede2000'] as const
  for (const name of names.filter((one) => runs.includes(one) && addon())) {
    expect(() => metricsSync(planes(9), planes(1024), [name])).toThrow(
      /^metrics: b(.planes.1.)?: the sample 1024 at x 0, y 0 is more than 1023/,
    )
  }
  const gray = () => metricsSync(picture(1, 10, 1024), picture(1, 10), ['psnr'])
  expect(gray).toThrow('metrics: a: the sample 1024 at x 7, y 5 is more than 1023')
})

it('scorers that are programs, and where there is no addon', () => {
  const scorer = defineMetric({
    name: 'above-depth',
    better: 'higher',
    command: [process.execPath, '-e', 'console.log(1)'],
  })
  const asked = (name: MetricName) => () =>
    metricsSync(picture(3, 10), picture(3, 10, 2000), [name])
  expect(asked(scorer as MetricName)).toThrow('metrics: b: the sample 2000')
  jest.mocked(addon).mockReturnValue(undefined)
  try {
    expect(asked('psnr')).toThrow('metrics: b: the sample 2000')
  } finally {
    jest.mocked(addon).mockRestore()
  }
})
