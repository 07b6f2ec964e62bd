import { parseTarget } from '../../lib/calls/target'

describe('parseTarget', () => {
  it('turns bits per pixel into bytes', () => {
    expect(parseTarget({ bpp: 0.25 }, 768, 512)).toEqual({
      kind: 'size',
      value: 12288,
      label: 'target { bpp: 0.25 }',
    })
  })

  it.each(['mse', 'psnr', 'psnr-y', 'psnr-ycbcr', 'psnr-ycbcr-bt601', 'ssim', 'ms-ssim'])(
    'takes %s',
    (metric) => {
      expect(parseTarget({ [metric]: 0.9 }, 8, 8)).toMatchObject({
        kind: 'metric',
        metric,
        value: 0.9,
      })
    },
  )

  it.each([
    [undefined, TypeError, /expected one of/],
    [null, TypeError, /expected one of/],
    [40, TypeError, /expected one of/],
    [{}, TypeError, /expected one of/],
    [{ bytes: 1, psnr: 2 }, TypeError, /expected one of/],
    [{ bytes: '100' }, TypeError, /expected one of/],
    [{ psnrr: 40 }, TypeError, "target 'psnrr' is not known; did you mean 'psnr'?"],
    [{ mse: -1 }, RangeError, 'target { mse: -1 }: expected a number of 0 or more'],
    [{ mse: Infinity }, RangeError, /expected a number of 0 or more/],
    [{ size: 5000 }, TypeError, "target 'size' is not known; it is target: { bytes: 50000 }"],
    [{ ssim2: 80 }, TypeError, "target 'ssim2' is not known; it is 'ssimulacra2'"],
    [5000, TypeError, /such as \{ psnr \}, got 5000$/],
    [{ toString: 40 }, TypeError, /is not known/],
    [{ bytes: 0 }, RangeError, 'target { bytes: 0 }: expected a positive number'],
    [{ bpp: -1 }, RangeError, /expected a positive number/],
    [{ bpp: NaN }, RangeError, /expected a positive number/],
    [{ bytes: Infinity }, RangeError, /expected a positive number/],
    [{ psnr: 0 }, RangeError, 'target { psnr: 0 }: expected a number above 0'],
    [{ psnr: Infinity }, RangeError, /expected a number above 0/],
    [{ ssim: 1.01 }, RangeError, 'target { ssim: 1.01 }: expected a number above -1, up to 1'],
    [{ 'ms-ssim': -0.5 }, RangeError, /expected a number above 0, up to 1/],
  ] as const)('refuses %p', (target, type, message) => {
    expect(() => parseTarget(target, 8, 8)).toThrow(type)
    expect(() => parseTarget(target, 8, 8)).toThrow(message)
  })
})
