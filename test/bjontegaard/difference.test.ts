import { bdRate, rateDifferences, type RdCurve } from '../../lib'

const curve = (bpp: number[], psnr: number[]): RdCurve => ({ bpp, psnr })
const anchor = curve([0.1, 0.2, 0.4, 0.8, 1.6], [27, 30, 32.5, 35, 38.5])
const other = curve([0.09, 0.21, 0.35, 0.6, 1.9], [26, 31, 32, 36, 41])

test('a curve of 0.8 times the rate needs 20 % less at every quality', () => {
  const cheaper = { ...anchor, bpp: anchor.bpp.map((bpp) => 0.8 * bpp) }
  const { quality, percent } = rateDifferences(anchor, cheaper, { samples: 9 })
  expect(quality).toHaveLength(9)
  expect([quality[0], quality[8]]).toEqual([27, 38.5])
  for (const value of percent) expect(value).toBeCloseTo(-20, 9)
})

test.each(['pchip', 'akima', 'cubic'] as const)(
  '%s: the mean of its log is the BD-rate',
  (method) => {
    const { percent, overlap } = rateDifferences(anchor, other, { method, samples: 20_001 })
    const logs = percent.map((value) => Math.log(1 + value / 100))
    // trapezoids: half of the two ends
    const sum = logs.reduce((total, value) => total + value, 0) - (logs[0]! + logs.at(-1)!) / 2
    const mean = 100 * (Math.exp(sum / (logs.length - 1)) - 1)
    expect(mean).toBeCloseTo(bdRate(anchor, other, { method }).bdRate, 4)
    expect(overlap).toMatchObject({ from: 27, to: 38.5 })
  },
)

test('at a quality that both have measured: the ratio of the rates', () => {
  const same = curve([0.1, 0.3, 0.5, 0.8, 1.2], anchor.psnr as number[])
  const { quality, percent } = rateDifferences(anchor, same, { samples: 24 })
  const at = quality.indexOf(32.5)
  expect(percent[at]).toBeCloseTo(25, 9)
  expect(percent.at(-1)).toBeCloseTo(-25, 9)
})

test('curves that do not overlap, and samples that are no count, are refused', () => {
  const far = curve([1, 2], [50, 60])
  expect(() => rateDifferences(anchor, far)).toThrow(/do not overlap in quality/)
  for (const samples of [1, 2.5, NaN]) {
    expect(() => rateDifferences(anchor, other, { samples })).toThrow(RangeError)
  }
})
