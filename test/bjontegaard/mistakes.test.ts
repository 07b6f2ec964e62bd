import { bdQuality, bdRate, type BdMethod, type RdCurve } from '../../lib/bjontegaard'

const curve = (bpp: number[], psnr: number[]): RdCurve => ({ bpp, psnr })
const anchor = curve([0.1, 0.2, 0.4, 0.8, 1.6], [27, 30, 32.5, 35, 38.5])

const shifted = (rate: number, quality: number): RdCurve =>
  curve(
    anchor.bpp.map((bpp) => bpp * rate),
    anchor.psnr!.map((psnr) => psnr + quality),
  )

describe('mistakes', () => {
  it.each([
    [
      'no overlap in quality',
      () => bdRate(anchor, shifted(1, 20)),
      RangeError,
      'the curves do not overlap in quality: anchor has 27.00 to 38.50, test 47.00 to 58.50',
    ],
    [
      'no overlap in rate',
      () => bdQuality(anchor, shifted(100, 0)),
      RangeError,
      'the curves do not overlap in rate: anchor has 0.1000 to 1.600, test 10.00 to 160.0',
    ],
    [
      'curves that only touch',
      () => bdRate(anchor, shifted(1, 11.5)),
      RangeError,
      /do not overlap/,
    ],
    [
      'a missing metric',
      () => bdRate(anchor, { bpp: [1, 2] }),
      TypeError,
      'test.psnr: expected an array of numbers',
    ],
    [
      'a missing rate',
      () => bdRate({ psnr: [1] } as unknown as RdCurve, anchor),
      TypeError,
      'anchor.bpp: expected an array of numbers',
    ],
    ['no curve', () => bdRate(null as unknown as RdCurve, anchor), TypeError, /anchor.bpp/],
    [
      'text for numbers',
      () => bdRate(curve(['1'] as unknown as number[], [1]), anchor),
      TypeError,
      /anchor.bpp/,
    ],
    [
      'unequal lengths',
      () => bdRate(anchor, curve([1, 2], [1])),
      RangeError,
      'test: bpp has 2 values, psnr has 1; expected as many',
    ],
    [
      'a rate of 0',
      () => bdRate(curve([0, 1], [1, 2]), anchor),
      RangeError,
      'anchor.bpp: expected positive numbers, got 0',
    ],
    [
      'an infinite rate',
      () => bdRate(curve([Infinity, 1], [1, 2]), anchor),
      RangeError,
      /Infinity/,
    ],
    [
      'a quality that is NaN',
      () => bdRate(curve([1, 2], [NaN, 2]), anchor),
      RangeError,
      'anchor.psnr: expected numbers, got NaN',
    ],
    [
      'too few points for a cubic',
      () => bdRate(anchor, curve([1, 2, 3], [30, 31, 32]), { method: 'cubic' }),
      RangeError,
      'test: expected 4 points or more for cubic, got 3',
    ],
    [
      'too few points for Akima',
      () => bdRate(anchor, curve([1, 2], [30, 31]), { method: 'akima' }),
      RangeError,
      'test: expected 3 points or more for akima, got 2',
    ],
    [
      'one point',
      () => bdRate(anchor, curve([1], [30])),
      RangeError,
      'test: expected 2 points or more for pchip, got 1',
    ],
    [
      'no points',
      () => bdRate(curve([], []), anchor),
      RangeError,
      'anchor: expected 2 points or more for pchip, got 0',
    ],
    [
      'an unknown method',
      () => bdRate(anchor, anchor, { method: 'pchipp' as BdMethod }),
      TypeError,
      "method 'pchipp' is not known; did you mean 'pchip'?",
    ],
    [
      'a method that objects have',
      () => bdRate(anchor, anchor, { method: 'toString' as BdMethod }),
      TypeError,
      /is not known/,
    ],
  ] as const)('%s', (_, call, type, message) => {
    expect(call).toThrow(type)
    expect(call).toThrow(message)
  })
})
