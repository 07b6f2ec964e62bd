import { searchQuality, type SearchRequest } from '../../lib/calls/search'
import { type Goal, type Measurement, parseTarget, TargetError } from '../../lib/calls/target'
import { driveAsync, driveSync, perform, type Steps } from '../../lib/task'
import { failureSync } from '../helpers/failures'
import { type Model, bytes, context, psnr, qp, qpSteps, searchSync } from '../helpers/search_models'

const crfSteps = Array.from({ length: 64 }, (_, i) => 63 - i)
const percentSteps = Array.from({ length: 101 }, (_, i) => i)

const percent: Model = (q) => ({
  bytes: 2000 + 40 * q + Math.round(q ** 4 / 1e3),
  value: 24 + q ** 2 / 500,
})

const mse = (value: number): Goal => parseTarget({ mse: value }, 100, 100)

/** The answer of looking at every step. */
function exhaustive(steps: readonly number[], goal: Goal, model: Model): number | undefined {
  const all = steps.map(model)
  const isSize = goal.kind === 'size'
  const good = all.filter((m) => (isSize ? m.bytes <= goal.value : m.value >= goal.value))
  if (good.length === 0) return undefined
  const sizes = good.map((m) => m.bytes)
  return isSize ? Math.max(...sizes) : Math.min(...sizes)
}

describe.each([
  ['QP 51..0', qpSteps, qp],
  ['CRF 63..0', crfSteps, (q: number) => qp(q * 0.8)],
  ['0..100', percentSteps, percent],
  ['two steps', [1, 0], qp],
  ['one step', [20], qp],
] as const)('every target on a scale of %s', (_, steps, model) => {
  const ends = [steps[0]!, steps.at(-1)!].map((q) => model(q))
  const between = (low: number, high: number): number[] =>
    Array.from({ length: 300 }, (_, i) => low + ((high - low) * i) / 299)

  it.each([
    ['size', between(ends[0]!.bytes, ends[1]!.bytes * 1.1).map((n) => bytes(Math.ceil(n)))],
    ['psnr', between(ends[0]!.value * 0.9, ends[1]!.value - 1e-9).map(psnr)],
  ] as const)('%s: the best step, in at most 8 encodes, none twice', (_, goals) => {
    for (const goal of goals) {
      const { best, tries } = searchSync({ scale: { steps }, goal }, model)
      expect(best.bytes).toBe(exhaustive(steps, goal, model))
      expect(tries.length).toBeLessThanOrEqual(8)
      expect(new Set(tries.map((one) => one.quality)).size).toBe(tries.length)
      expect(tries).toContainEqual(best)
    }
  })
})

describe('a distance', () => {
  const distance: Model = (q) => ({ bytes: qp(q).bytes, value: 65025 / 10 ** (qp(q).value / 10) })

  it('is not exceeded, by the smallest stream, in as many encodes as its PSNR', () => {
    for (const decibels of Array.from({ length: 100 }, (_, i) => 20 + i * 0.37)) {
      const goal = mse(65025 / 10 ** (decibels / 10))
      const { best, tries } = searchSync({ scale: { steps: qpSteps }, goal }, distance)
      const alike = searchSync({ scale: { steps: qpSteps }, goal: psnr(decibels) }, qp)
      expect(best.value).toBeLessThanOrEqual(goal.value)
      expect(best.quality).toBe(alike.best.quality)
      expect(tries.length).toBe(alike.tries.length)
    }
  })

  it('that nothing meets: the smallest one is the nearest', () => {
    const search = () => searchSync({ scale: { steps: qpSteps }, goal: mse(1e-3) }, distance)
    expect(search).toThrow('the nearest is mse 0.103')
    expect(search).toThrow(TargetError)
  })
})

it('needs fewer encodes than halving where the scale is smooth', () => {
  const goals = Array.from({ length: 100 }, (_, i) => psnr(20 + i * 0.37))
  const counts = goals.map(
    (goal) => searchSync({ scale: { steps: qpSteps }, goal }, qp).tries.length,
  )
  expect(counts.reduce((sum, n) => sum + n, 0) / counts.length).toBeLessThan(5.5)
})

it('allows a long scale what halving it takes', () => {
  const steps = Array.from({ length: 1000 }, (_, i) => i)
  const model: Model = (q) => ({ bytes: 100 + q * q, value: q })
  for (const limit of [100, 101, 12345, 998000, 2e6]) {
    const { best, tries } = searchSync({ scale: { steps }, goal: bytes(limit) }, model)
    expect(best.bytes).toBe(exhaustive(steps, bytes(limit), model))
    expect(tries.length).toBeLessThanOrEqual(11)
  }
})

it('a wide tolerance ends at the first try that meets the target', () => {
  const { tries } = searchSync({ scale: { steps: qpSteps }, goal: psnr(30), tolerance: 20 }, qp)
  expect(tries).toHaveLength(1)
})

it('reaches a lossless step by a metric that only it has', () => {
  const model: Model = (q) => ({ bytes: 1e5 - q, value: q === 0 ? 1 : 0.99 - q / 100 })
  const goal = parseTarget({ ssim: 1 }, 8, 8)
  expect(searchSync({ scale: { steps: qpSteps }, goal }, model).best.quality).toBe(0)
})

describe('a target that cannot be met', () => {
  const failure = (request: SearchRequest, model: Model): TargetError =>
    failureSync(() => searchSync(request, model)) as TargetError

  it('names the smallest size', () => {
    const error = failure({ scale: { steps: qpSteps }, goal: bytes(100) }, qp)
    expect(error).toBeInstanceOf(TargetError)
    expect(error).toBeInstanceOf(RangeError)
    expect(error.name).toBe('TargetError')
    expect(error.message).toBe(
      'target { bytes: 100 } is not reachable: the nearest is 394 bytes, at quality 51',
    )
    expect(error.nearest).toEqual({ quality: 51, ...qp(51) })
    expect(error.tries).toContainEqual({ quality: 51, ...qp(51) })
    expect(error.tries.length).toBeLessThanOrEqual(8)
  })

  it('names the best quality', () => {
    const error = failure({ scale: { steps: qpSteps }, goal: psnr(60) }, qp)
    expect(error.message).toBe(
      'target { psnr: 60 } is not reachable: the nearest is psnr 58 with 200000 bytes, at quality 0',
    )
    expect(error.nearest).toEqual({ quality: 0, bytes: 200000, value: 58 })
  })

  it('within too few encodes says what these gave', () => {
    const error = failure({ scale: { steps: qpSteps }, goal: bytes(400), maxEncodes: 2 }, qp)
    expect(error.tries).toHaveLength(2)
  })
})

it('is driven in the same way asynchronously', async () => {
  const seen: number[] = []
  const measure = (quality: number): Steps<Measurement> =>
    perform({
      run: async () => {
        seen.push(quality)
        return qp(quality)
      },
      runSync: () => qp(quality),
    })
  const request = { scale: { steps: qpSteps }, goal: bytes(5000) }
  const result = await driveAsync(searchQuality(request, measure), context)
  expect(result).toEqual(driveSync(searchQuality(request, measure), context))
  expect(seen).toEqual(result.tries.map((one) => one.quality))
})

it('hands on what the encode threw', () => {
  const failing: Model = () => {
    throw new Error('no encoder')
  }
  expect(() => searchSync({ scale: { steps: qpSteps }, goal: bytes(5000) }, failing)).toThrow(
    'no encoder',
  )
})

it('keeps what else a measurement carries', () => {
  const measured = (quality: number) => ({ ...qp(quality), stream: `stream ${quality}` })
  const measure = (quality: number) =>
    perform({ run: async () => measured(quality), runSync: () => measured(quality) })
  const { best } = driveSync(
    searchQuality({ scale: { steps: qpSteps }, goal: psnr(40) }, measure),
    context,
  )
  expect(best.stream).toBe(`stream ${best.quality}`)
})

it.each([
  [{ tolerance: -1 }, /tolerance/],
  [{ tolerance: NaN }, /tolerance/],
  [{ maxEncodes: 0 }, /maxEncodes/],
  [{ maxEncodes: 2.5 }, /maxEncodes/],
])('refuses the option %p', (options, message) => {
  expect(() => searchSync({ scale: { steps: qpSteps }, goal: bytes(1), ...options }, qp)).toThrow(
    message,
  )
})
