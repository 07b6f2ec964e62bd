import { addon } from '../../lib/backends/native/addon'
import type { ImageInput } from '../../lib/image'
import { metrics, metricsSync } from '../../lib/index'
import { type MetricName } from '../../lib/metrics/names'

jest.mock('../../lib/backends/native/addon', () => ({
  ...jest.requireActual<object>('../../lib/backends/native/addon'),
  addon: jest.fn(
    jest.requireActual<typeof import('../../lib/backends/native/addon')>(
      '../../lib/backends/native/addon',
    ).addon,
  ),
}))

describe('mistakes, whether or not the addon is there', () => {
  const picture = { data: new Uint8Array(4), width: 2, height: 2 }

  it.each([
    [['psnrr'], "metric 'psnrr' is not known; did you mean 'psnr'?"],
    [['MS_SSIM'], "metric 'MS_SSIM' is not known; did you mean 'ms-ssim'?"],
    [['psnr', 7], "metric '7' is not known"],
    [['toString'], "metric 'toString' is not known"],
    [[], 'metrics: expected a name or an array of names (mse, psnr'],
    [7, 'metrics: expected a name or an array of names'],
    [undefined, 'metrics: expected a name or an array of names'],
  ])('names %p', async (names, message) => {
    const given = names as unknown as MetricName[]
    await expect(metrics(picture, picture, given)).rejects.toThrow(TypeError)
    expect(() => metricsSync(picture, picture, given)).toThrow(message)
  })

  it.each([0, -1, 1.5, 257, NaN, '2'])('threads %p', (threads) => {
    const call = () => metricsSync(picture, picture, ['psnr'], { threads: threads as number })
    expect(call).toThrow(/threads/)
  })

  it('what is no picture', () => {
    expect(() => metricsSync(7 as unknown as ImageInput, picture, ['psnr'])).toThrow(TypeError)
  })

  it('is unavailable where there is no addon', async () => {
    jest.mocked(addon).mockReturnValue(undefined)
    try {
      const call = metrics(picture, picture, ['ssim'])
      await expect(call).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE' })
      await expect(call).rejects.toThrow(/^metrics: ssim: the native addon/)
    } finally {
      jest.mocked(addon).mockRestore()
    }
  })
})

it('computes each metric once, however often it is named', async () => {
  const asked: string[][] = []
  const fake = {
    metrics: async (...args: unknown[]) => (asked.push(args[2] as string[]), [1]),
    metricsSync: () => [],
  }
  jest.mocked(addon).mockReturnValue(fake as unknown as ReturnType<typeof addon>)
  const picture = { data: new Uint8Array(4), width: 2, height: 2 }
  try {
    await expect(metrics(picture, picture, ['psnr', 'psnr'])).resolves.toEqual({ psnr: 1 })
    expect(asked).toEqual([['psnr']])
  } finally {
    jest.mocked(addon).mockRestore()
  }
})
