import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bdQuality, bdRate, type BdMethod, type RdCurve } from '../../lib/bjontegaard'

interface Case {
  name: string
  anchor: RdCurve
  test: RdCurve
  values: Record<BdMethod, { bdRate: number; bdQuality: number }>
}

/** Made by util/reference/bjontegaard_reference.py with numpy and scipy. */
const cases = JSON.parse(
  readFileSync(join(__dirname, '..', 'fixtures', 'metrics', 'bjontegaard.json'), 'utf8'),
) as Case[]

const methods: BdMethod[] = ['cubic', 'pchip', 'akima']
const caseOf = (name: string): Case => cases.find((entry) => entry.name === name)!
const curve = (bpp: number[], psnr: number[]): RdCurve => ({ bpp, psnr })
const anchor = curve([0.1, 0.2, 0.4, 0.8, 1.6], [27, 30, 32.5, 35, 38.5])

const shifted = (rate: number, quality: number): RdCurve =>
  curve(
    anchor.bpp.map((bpp) => bpp * rate),
    anchor.psnr!.map((psnr) => psnr + quality),
  )

describe.each(cases)('$name: equal to numpy and scipy', ({ anchor, test, values }) => {
  it.each(methods)('%s', (method) => {
    expect(bdRate(anchor, test, { method }).bdRate).toBeCloseTo(values[method].bdRate, 9)
    expect(bdQuality(anchor, test, { method }).bdQuality).toBeCloseTo(values[method].bdQuality, 9)
  })
})

describe('published values', () => {
  it('VCEG-M33: 0.8 dB, 13 % of rate (six digits as other implementations print them)', () => {
    const { anchor, test } = caseOf('VCEG-M33')
    expect(bdQuality(anchor, test, { method: 'cubic' }).bdQuality).toBeCloseTo(0.800713, 6)
    expect(bdRate(anchor, test, { method: 'cubic' }).bdRate).toBeCloseTo(-13.261773, 6)
  })

  // The spreadsheet attached to JCTVC-E137; also in VMAF's own tests.
  it.each([
    [
      curve([108048.8736, 61279.976, 33905.6656, 18883.6928], [43.6471, 40.3953, 37.247, 34.2911]),
      curve([108061.2784, 61299.9936, 33928.7472, 18910.912], [43.6768, 40.4232, 37.2761, 34.3147]),
      -0.465215420752807,
    ],
    [
      curve([40433.8848, 7622.7456, 2394.488, 1017.6184], [37.5761, 35.3756, 33.8977, 32.0603]),
      curve([40370.12, 7587.0024, 2390.0944, 1017.0984], [37.5982, 35.4025, 33.9194, 32.0822]),
      -1.8779823450567612,
    ],
  ])('JCTVC-E137, piecewise cubic (%#)', (anchor, test, percent) => {
    expect(bdRate(anchor, test).bdRate).toBeCloseTo(percent, 2)
  })
})

describe.each(methods)('%s', (method) => {
  it('gives 0 for a curve and itself, without warnings', () => {
    expect(bdRate(anchor, anchor, { method })).toEqual({
      bdRate: 0,
      metric: 'psnr',
      method,
      overlap: { from: 27, to: 38.5, share: 1 },
      warnings: [],
    })
    expect(bdQuality(anchor, anchor, { method }).bdQuality).toBe(0)
  })

  it('finds a constant factor of rate and a constant difference of quality', () => {
    expect(bdRate(anchor, shifted(0.9, 0), { method }).bdRate).toBeCloseTo(-10, 9)
    expect(bdQuality(anchor, shifted(1, 0.25), { method }).bdQuality).toBeCloseTo(0.25, 9)
  })

  it('does not depend on the order of the points or on the unit of rate', () => {
    const { anchor, test, values } = caseOf('still picture, nine points')
    const backwards = curve([...test.bpp].reverse(), [...test.psnr!].reverse())
    const kilobits = (rd: RdCurve): RdCurve => ({ ...rd, bpp: rd.bpp.map((bpp) => bpp * 393.216) })
    expect(bdRate(anchor, backwards, { method }).bdRate).toBeCloseTo(values[method].bdRate, 9)
    expect(bdRate(kilobits(anchor), kilobits(backwards), { method }).bdRate).toBeCloseTo(
      values[method].bdRate,
      9,
    )
  })

  it('leaves what it was given as it was', () => {
    const mixed = curve([0.4, 0.1, 0.2, 0.8], [32, 27, 30, 35])
    const before = structuredClone(mixed)
    bdRate(mixed, anchor, { method })
    expect(mixed).toEqual(before)
  })
})

it('compares any metric of the curves', () => {
  const withSsim = (curve: RdCurve, gain: number): RdCurve => ({
    bpp: curve.bpp,
    'ms-ssim': curve.psnr!.map((psnr) => psnr / 3 + gain),
  })
  const result = bdQuality(withSsim(anchor, 0), withSsim(anchor, 0.1), { metric: 'ms-ssim' })
  expect(result.bdQuality).toBeCloseTo(0.1, 9)
  expect(result).toMatchObject({ metric: 'ms-ssim', method: 'pchip', warnings: [] })
})

it('gives the overlap of bdQuality as rates', () => {
  const { overlap } = bdQuality(anchor, shifted(2, 0))
  expect(overlap.from).toBeCloseTo(0.2, 12)
  expect(overlap.to).toBeCloseTo(1.6, 12)
  expect(overlap.share).toBeCloseTo(0.75, 12)
})

describe('warnings', () => {
  it('of curves that cross, which the sign of the mean hides', () => {
    const flat = curve([0.1, 0.2, 0.4, 0.8, 1.6], [28, 30.5, 32.5, 34.5, 37])
    const { bdRate: mean, warnings } = bdRate(anchor, flat)
    expect(Math.abs(mean)).toBeLessThan(5)
    expect(warnings).toEqual([
      expect.stringMatching(
        /^the curves cross: test needs from \d+\.\d % less rate to \d+\.\d % more$/,
      ),
    ])
    const [less, more] = warnings[0]!.match(/\d+\.\d/g)!.map(Number)
    expect(less).toBeGreaterThan(10)
    expect(more).toBeGreaterThan(10)
    expect(bdQuality(anchor, flat).warnings).toEqual([
      expect.stringMatching(/^the curves cross: test has from \S+ less psnr to \S+ more$/),
    ])
    // the other way round, and of a distance
    expect(bdRate(flat, anchor).warnings[0]).toMatch(/^the curves cross/)
    const turned = (of: RdCurve): RdCurve => ({ bpp: of.bpp!, psnr: of.psnr!.map((v) => -v) })
    expect(bdRate(turned(anchor), turned(flat), { better: 'lower' }).warnings).toEqual(warnings)
  })

  it('hardly any overlap', () => {
    const { warnings, overlap } = bdRate(anchor, shifted(1, 10))
    expect(overlap).toMatchObject({ from: 37, to: 38.5 })
    expect(warnings).toEqual([
      "the curves overlap over only 13 % of the shorter one's quality range",
    ])
  })

  it('a short curve within a long one overlaps in full', () => {
    const inside = curve([0.21, 0.25, 0.3, 0.35], [30.5, 31, 31.5, 32])
    expect(bdRate(anchor, inside)).toMatchObject({
      overlap: { share: 1 },
      warnings: [expect.stringMatching('cross')],
    })
  })

  it('a curve that is not monotonic, by its name', () => {
    const { warnings } = bdRate(anchor, caseOf('not monotonic').test)
    expect(warnings).toContain('test: not monotonic, more rate does not always give more psnr')
    expect(bdQuality(caseOf('not monotonic').test, anchor).warnings[0]).toMatch(/^anchor: not mono/)
  })

  it('a cubic that turns back between monotonic points; pchip does not', () => {
    const { anchor, test } = caseOf('corners')
    expect(bdQuality(anchor, test, { method: 'cubic' }).warnings).toEqual([
      'anchor: the cubic curve is not monotonic within the overlap',
      'test: the cubic curve is not monotonic within the overlap',
    ])
    expect(bdQuality(anchor, test).warnings.join()).not.toMatch('monotonic')
  })

  it('few points', () => {
    const two = curve([0.1, 1.6], [27, 38.5])
    expect(bdRate(anchor, two).warnings).toContain('test: only 2 points')
  })

  it('lossless points are left out', () => {
    const lossless = curve([...anchor.bpp, 9.6], [...anchor.psnr!, Infinity])
    expect(bdRate(anchor, lossless)).toMatchObject({
      bdRate: 0,
      warnings: ['test: 1 lossless point(s) left out'],
    })
  })

  it('of two points of equal quality the smaller counts, of equal rate the better', () => {
    const [rates, qualities] = [[...anchor.bpp], [...anchor.psnr!]]
    const equalQuality = curve([...rates, 0.5], [...qualities, 32.5])
    const equalRate = curve([...rates, 0.4], [...qualities, 32])
    expect(bdRate(anchor, equalQuality)).toMatchObject({
      bdRate: 0,
      warnings: ['test: 1 point(s) of the same quality as a better one left out'],
    })
    expect(bdQuality(equalRate, anchor)).toMatchObject({
      bdQuality: 0,
      warnings: ['anchor: 1 point(s) of the same rate as a better one left out'],
    })
  })
})
