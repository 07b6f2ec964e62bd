import { bdQuality, bdRate, rateDifferences, type RdCurve } from '../../lib'

const bpp = [0.2, 0.4, 0.8, 1.6]
const nearer = (curve: RdCurve): RdCurve => ({
  ...curve,
  butteraugli: curve.butteraugli!.map((value) => -value),
})
const anchor: RdCurve = { bpp, butteraugli: [4.2, 3, 1.9, 1.2] }
const test: RdCurve = { bpp: bpp.map((rate) => 0.85 * rate), butteraugli: [4, 2.9, 1.7, 1.1] }
const options = { metric: 'butteraugli', better: 'lower' } as const

describe('curves of a distance', () => {
  it('are as those of its negative, without a warning', () => {
    const [of, to] = [nearer(anchor), nearer(test)]
    const found = bdRate(anchor, test, options)
    expect(found.bdRate).toBeCloseTo(bdRate(of, to, { metric: 'butteraugli' }).bdRate, 12)
    expect(found.bdRate).toBeLessThan(-15)
    expect(found.warnings).toEqual([])
    expect(found.overlap).toMatchObject({ from: 1.2, to: 4 })
    const { bdQuality: gain, warnings } = bdQuality(anchor, test, options)
    expect(gain).toBeCloseTo(bdQuality(of, to, { metric: 'butteraugli' }).bdQuality, 12)
    expect(gain).toBeGreaterThan(0)
    expect(warnings).toEqual([])
  })

  it('have their differences along the distance', () => {
    const shifted: RdCurve = { ...anchor, bpp: bpp.map((rate) => 0.8 * rate) }
    const { quality, percent } = rateDifferences(anchor, shifted, { ...options, samples: 5 })
    expect(quality[0]).toBe(1.2)
    expect(quality.at(-1)).toBe(4.2)
    for (const value of percent) expect(value).toBeCloseTo(-20, 9)
  })

  it('not said to be of one are told to fall', () => {
    const { warnings } = bdRate(anchor, test, { metric: 'butteraugli' })
    expect(warnings.join()).toContain('not monotonic')
  })

  it("take 'lower' and 'higher' only", () => {
    expect(() => bdRate(anchor, test, { ...options, better: 'less' as never })).toThrow(/better/)
  })
})
