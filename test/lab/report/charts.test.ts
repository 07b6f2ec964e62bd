import { shortened, spread } from '../../../lab/report/chart/labels'
import { metricScale } from '../../../lab/report/chart/metric_axis'
import { linear, logarithmic } from '../../../lab/report/chart/scale'
import { kendall, ranks } from '../../../lab/report/ranks'
import { paretoFront } from '../../../lab/report/sections/speed'

const metric = (better: 'higher' | 'lower', identical: number | null) =>
  ({ name: 'm', unit: '', version: '', better, identical }) as const

test.each([
  [linear([24.3, 45.1], [0, 100]), [25, 30, 35, 40, 45]],
  [linear([-0.31, 0.02], [0, 100]), [-0.3, -0.2, -0.1, 0]],
  [linear([7, 7], [0, 100]), [6.6, 6.8, 7, 7.2, 7.4]],
  [logarithmic([0.09, 2.2], [0, 100]), [0.1, 0.2, 0.5, 1, 2]],
  [logarithmic([1e-3, 1e6], [0, 100]), [1e-3, 0.01, 0.1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6]],
])('ticks are round numbers within the domain', ({ ticks }, expected) => {
  expect(ticks.map((tick) => tick + 0)).toEqual(expected)
})

test('a value keeps its place: the ends of the domain are the ends of the range', () => {
  const { position } = logarithmic([0.1, 10], [50, 250])
  expect([0.1, 1, 10].map(position).map(Math.round)).toEqual([50, 150, 250])
})

test.each([
  ['an index below 1', metric('higher', 1), [0.9, 0.99, 0.999]],
  ['a distance', metric('lower', 0), [4, 2, 1]],
  ['decibels', metric('higher', null), [30, 35, 40]],
])('%s: better is up, in even steps', (_, info, values) => {
  const { position } = metricScale(info, values, [100, 0])
  const [a, b, c] = values.map(position)
  expect(a).toBeGreaterThan(b!)
  expect(a! - b!).toBeCloseTo(b! - c!, 9)
})

test('labels keep apart, in order, within their column', () => {
  const places = spread([50, 51, 52, 10, 99, 100], 12, 0, 100)
  const sorted = [...places].sort((a, b) => a - b)
  const gaps = sorted.slice(1).map((place, i) => place - sorted[i]!)
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(12 - 1e-9)
  expect(sorted.at(-1)).toBeLessThanOrEqual(100)
  expect(places[0]).toBeLessThan(places[1]!)
  expect(spread([30], 12, 0, 100)).toEqual([30])
})

test('ranks: equals share a place, what has no value has none', () => {
  expect(ranks([-20, null, -30, -20])).toEqual([2.5, null, 1, 2.5])
})

test('kendall: 1 for one order, -1 for the reverse, over what both have', () => {
  expect(kendall([1, 2, 3, 4], [10, 20, 30, 40])).toBe(1)
  expect(kendall([1, 2, 3], [3, 2, 1])).toBe(-1)
  // one of six pairs is the other way round
  expect(kendall([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(4 / 6, 12)
  expect(kendall([1, null], [1, 2])).toBeUndefined()
})

test('the front: nothing beats it in both', () => {
  const points = [
    { series: 0, speed: 1, rate: -50 },
    { series: 1, speed: 2, rate: -40 },
    { series: 2, speed: 1.5, rate: -30 }, // beaten by 1
    { series: 3, speed: 9, rate: 0 },
    { series: 4, speed: 0.5, rate: -50 }, // as good as 0, but slower
  ]
  expect(paretoFront(points).map(({ series }) => series)).toEqual([0, 1, 3])
})

test('a name that is too wide loses its middle, and keeps the ends that tell it apart', () => {
  expect(shortened('x265', 28, 10)).toBe('x265')
  const [four, two] = ['hevc-fast (effort=4)', 'hevc-fast (effort=2)'].map((name) =>
    shortened(name, 91, 10),
  )
  expect([four, two]).toEqual(['hevc-f…ort=4)', 'hevc-f…ort=2)'])
})
