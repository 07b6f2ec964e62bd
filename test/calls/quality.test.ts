import { addon } from '../../lib/backends/native/addon'
import { checkQuality } from '../../lib/calls/quality'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// Every codec's own scale: its steps, its ends, and what lies outside of them.

const picture = makePicture({ width: 16, height: 16 })

describeEntries(allEntries, (entry) => {
  const codec = entry.make()
  const { qualitySteps: steps, defaultQuality } = codec
  const { descriptor } = entry
  const encoder = String(codec.options.encoder ?? '')
  const libraries = codec.backend === 'native' ? addon()?.versions() : undefined
  const scale = descriptor.quality(codec.options, encoder, libraries)
  const [low, high] = [Math.min(...steps), Math.max(...steps)]

  it('has distinct steps that go one way, worst to best, and a default among them', () => {
    const sign = Math.sign(steps.at(-1)! - steps[0]!)
    steps.slice(1).forEach((step, i) => expect(Math.sign(step - steps[i]!)).toBe(sign))
    expect(steps).toContain(defaultQuality)
    if (steps.length > 1) expect(defaultQuality).toBe(scale.typical)
    expect(scale.lossless ?? []).not.toContain(steps.length > 1 ? defaultQuality : undefined)
    expect(scale.name.length).toBeGreaterThan(1)
  })

  it('spreads points over its lossy steps, worst to best, the same every time', () => {
    const lossy = steps.filter((step) => !scale.lossless?.includes(step))
    for (const count of [1, 2, 4, 8, 1000]) {
      const points = codec.qualityPoints(count)
      expect(points.length).toBeGreaterThan(0)
      expect(points.length).toBeLessThanOrEqual(count)
      expect(points).toEqual(steps.filter((step) => points.includes(step)))
      if (lossy.length >= 16) expect(points.length).toBeGreaterThanOrEqual(Math.min(count, 8))
      if (lossy.length > 0) expect(lossy).toEqual(expect.arrayContaining(points))
      expect(codec.qualityPoints(count)).toEqual(points)
    }
    for (const count of [0, -1, 1.5, NaN]) {
      expect(() => codec.qualityPoints(count)).toThrow(RangeError)
    }
  })

  it('takes every step', () => {
    for (const step of steps) expect(checkQuality(scale, step, 'x')).toBe(step)
  })

  it('takes the quality of the constructor', () => {
    expect(entry.make({ quality: steps[0] }).defaultQuality).toBe(steps[0])
    expect(() => entry.make({ quality: high + 1 })).toThrow(RangeError)
  })

  it.each([low - 1, high + 1, high + 1e-6, Infinity, -Infinity])('refuses %p', async (quality) => {
    const error = await codec.encode(picture, { quality }).catch((e: unknown) => e)
    expect((error as Error).name).toBe('RangeError')
    const ends =
      steps.length > 1 ? `${steps[0]} (worst) to ${steps.at(-1)} (best)` : `(${steps[0]})`
    expect((error as Error).message).toContain(
      `${descriptor.name}: quality: expected ${scale.name} ${ends}, got ${quality}`,
    )
    expect(() => codec.encodeSync(picture, { quality })).toThrow(RangeError)
    expect(() => codec.applySync(picture, { quality })).toThrow(RangeError)
  })

  it.each([NaN, '37', null, true, {}, [37], 37n])('refuses %p as no number', (quality) => {
    const given = { quality: quality as number }
    expect(() => codec.encodeSync(picture, given)).toThrow(TypeError)
    expect(() => codec.encodeSync(picture, given)).toThrow(/quality: expected a number/)
  })

  if (steps.length > 1) {
    const between = (steps[0]! + steps[1]!) / 2
    const takes = scale.continuous ?? (scale.whole && Number.isInteger(between)) ?? false
    it(`${takes ? 'takes' : 'refuses'} ${between}, between two steps`, () => {
      const check = () => checkQuality(scale, between, 'x')
      if (takes) expect(check()).toBe(between)
      else expect(check).toThrow(/; the steps are /)
    })

    it('is better and larger at the better end', async () => {
      const image = makePicture({ width: 96, height: 64, texture: 0.2 })
      const [worst, best] = await Promise.all(
        [steps[0]!, steps.at(-1)!].map((quality) => codec.encode(image, { quality })),
      )
      expect(best!.length).toBeGreaterThan(worst!.length)
    })
  }
})
