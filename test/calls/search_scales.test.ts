import { type Model, bytes, psnr, qp, qpSteps, searchSync } from '../helpers/search_models'

describe('a scale that is not monotonic', () => {
  // deterministic, up to +-25 % of rate and +-2 dB from step to step
  const wobble = (q: number, seed: number): number => Math.sin(q * 12.9898 + seed * 78.233)
  const rough =
    (seed: number): Model =>
    (q) => ({
      bytes: Math.round(qp(q).bytes * (1 + 0.25 * wobble(q, seed))),
      value: qp(q).value + 2 * wobble(q, seed + 7),
    })

  it.each(Array.from({ length: 20 }, (_, i) => i))('still meets the target (seed %i)', (seed) => {
    const model = rough(seed)
    for (let i = 0; i < 40; i++) {
      for (const goal of [bytes(1000 * 1.1 ** i), psnr(22 + i * 0.8)]) {
        const { best, tries } = searchSync({ scale: { steps: qpSteps }, goal }, model)
        expect(tries.length).toBeLessThanOrEqual(8)
        if (goal.kind === 'size') expect(best.bytes).toBeLessThanOrEqual(goal.value)
        else expect(best.value).toBeGreaterThanOrEqual(goal.value)
      }
    }
  })

  it('takes the better of the tries that meet it', () => {
    // the first quality looked at is smaller and better than the ones at the boundary
    const model: Model = (q) => (q === 26 ? { bytes: 500, value: 45 } : qp(q))
    const { best, tries } = searchSync({ scale: { steps: qpSteps }, goal: psnr(30) }, model)
    expect(tries.length).toBeGreaterThan(2)
    expect(best).toEqual({ quality: 26, bytes: 500, value: 45 })
  })
})

describe('a continuous scale', () => {
  const steps = Array.from({ length: 16 }, (_, i) => 15 - i)
  const model: Model = (d) => ({
    bytes: Math.round(90000 / (d + 0.5)),
    value: 50 - 10 * Math.log2(1 + d),
  })

  it('goes between the steps with the encodes that are left', () => {
    const goal = bytes(25000)
    const whole = searchSync({ scale: { steps }, goal }, model)
    const between = searchSync({ scale: { steps, continuous: true }, goal }, model)
    expect(whole.best.quality).toBe(4)
    expect(between.best.bytes).toBeGreaterThan(24900)
    expect(between.best.bytes).toBeLessThanOrEqual(25000)
    expect(between.best.quality).toBe(Number(between.best.quality.toFixed(3)))
    expect(between.tries.length).toBeLessThanOrEqual(8)
  })

  it('stops within the tolerance: a share of the bytes, a difference of the metric', () => {
    const scale = { steps, continuous: true }
    const size = searchSync({ scale, goal: bytes(25000), tolerance: 0.02 }, model)
    expect(size.best.bytes).toBeGreaterThanOrEqual(24500)
    expect(size.best.bytes).toBeLessThanOrEqual(25000)
    const exact = searchSync({ scale, goal: bytes(25000) }, model)
    expect(size.tries.length).toBeLessThan(exact.tries.length)
    const quality = searchSync({ scale, goal: psnr(33.3), tolerance: 0.1 }, model)
    expect(quality.best.value).toBeGreaterThanOrEqual(33.3)
    expect(quality.best.value).toBeLessThanOrEqual(33.4)
  })
})
