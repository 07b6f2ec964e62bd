import { bdTable, type BdTableOptions, matchTable, type Row, upperHull } from '../../lab/index'
import { bdRate } from '../../lib/index'
import { failedRow, resultRow } from './rows'

// Curves of which the answer is known: PSNR 30 + 6 log2(bpp) at a factor of the anchor's rate.

const picture = (name: string) => ({
  ...resultRow().picture,
  name,
  sha256: name.padEnd(64, '0'),
})

const qualities = [45, 40, 35, 30, 25]

function curve(label: string, name: string, factor: number, more: object = {}): Row[] {
  return qualities.map((quality, i) => {
    const bpp = 0.1 * 2 ** i
    return resultRow({
      label,
      picture: picture(name),
      quality,
      options: { label },
      bpp: bpp * factor,
      metrics: { psnr: 30 + 6 * i, 'ms-ssim': 1 - 10 ** (-(10 + 2 * i) / 10) },
      ...more,
    })
  })
}

const rows = [
  ...['a', 'b', 'c'].flatMap((name) => curve('anchor', name, 1)),
  ...curve('test', 'a', 0.5),
  ...curve('test', 'b', 0.8),
  ...curve('test', 'c', 1.25),
  failedRow({ label: 'test', picture: picture('a') }),
]
const table = (options: Partial<BdTableOptions> = {}, of = rows) =>
  bdTable(of, { anchor: 'anchor', ...options })

test.each(['pchip', 'akima', 'cubic'] as const)('per picture, mean and median (%s)', (method) => {
  const { entries, metrics } = table({ method })
  expect(metrics).toEqual(['psnr', 'ms-ssim'])
  for (const { label, pictures, count, mean, median } of entries) {
    expect([label, count]).toEqual(['test', 3])
    expect(pictures.map(({ picture: name }) => name)).toEqual(['a', 'b', 'c'])
    const rates = pictures.map((one) => one.bdRate!)
    ;[-50, -20, 25].forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 6))
    expect(mean).toBeCloseTo(-15, 6)
    expect(median).toBeCloseTo(-20, 6)
  }
})

test("the averaged curve's value is that of the means, and is another number", () => {
  const factor = (0.5 + 0.8 + 1.25) / 3
  const [entry] = table().entries
  expect(entry!.ofAverage).toBeCloseTo(100 * (factor - 1), 6)
  expect(table().convention).toMatch(/per picture.*averaged curve/s)
})

test('the interval holds the mean, is the same for a seed and another for another', () => {
  const [low, high] = table().entries[0]!.interval!
  expect(low).toBeGreaterThanOrEqual(-50)
  expect(low).toBeLessThan(-15)
  expect(high).toBeGreaterThan(-15)
  expect(high).toBeLessThanOrEqual(25)
  expect(table().entries[0]!.interval).toEqual([low, high])
  const many = Array.from({ length: 30 }, (_, i) => [
    ...curve('anchor', `${i}p`, 1),
    ...curve('test', `${i}p`, 0.5 + i / 40),
  ]).flat()
  const of = (seed: number) => table({ seed }, many).entries[0]!.interval
  expect(of(1)).not.toEqual(of(2))
})

test('one picture has no interval', () => {
  const one = rows.filter((row) => row.picture.name === 'a')
  expect(table({}, one).entries[0]).toMatchObject({ count: 1, interval: null })
})

test('curves that cross are warned of, with the number of pictures', () => {
  const crossing = curve('flat', 'a', 1).map((row, i) => ({
    ...row,
    bpp: 0.1 * 2 ** (i * 1.5 - 1),
  }))
  const { pictures, warnings } = table({}, [...rows, ...(crossing as Row[])]).entries.find(
    ({ label }) => label === 'flat',
  )!
  expect(pictures[0]!.warnings).toEqual([
    expect.stringMatching(/^the curves cross: test needs from 50\.0 % less rate to 100\.0 % more$/),
  ])
  expect(warnings).toContain('the curves cross (1 of 1 pictures)')
  expect(table().entries[0]!.warnings).toEqual([])
})

test('the averaged curves are of the pictures that have the metric', () => {
  const small = (label: string) =>
    curve(label, 'd', 1, { metrics: { psnr: 30 } }).map((row, i) => ({ ...row, metrics: { psnr: 30 + 6 * i } }) as Row) // prettier-ignore
  const [before, after] = [rows, [...rows, ...small('anchor'), ...small('test')]].map(
    (of) => table({ metrics: ['ms-ssim'] }, of).entries[0]!,
  )
  expect(after!.ofAverage).toBe(before!.ofAverage)
  expect(after!.ofAverage).not.toBeNull()
  expect(after!.count).toBe(3)
})

test('curves without overlap have a reason and no number', () => {
  const far = curve('far', 'a', 1).map((row) => ({ ...row, metrics: { psnr: 90 + row.quality } }))
  const [entry] = table({ metrics: ['psnr'] }, [...curve('anchor', 'a', 1), ...far]).entries
  expect(entry).toMatchObject({ count: 0, mean: null, median: null, ofAverage: null })
  expect(entry!.pictures[0]).toMatchObject({ bdRate: null })
  expect(entry!.pictures[0]!.reason).toMatch(/do not overlap/)
  expect(entry!.warnings.join()).toMatch(/do not overlap in quality \(1 of 1 pictures\)/)
})

test('a metric that a curve lacks has a reason', () => {
  const bare = curve('bare', 'a', 1, { metrics: { psnr: 30 } })
  const entry = table({ metrics: ['ms-ssim'] }, [...curve('anchor', 'a', 1), ...bare]).entries[0]
  expect(entry!.pictures[0]).toMatchObject({ bdRate: null, reason: 'test: no ms-ssim' })
})

test('a metric that no curve has is refused, with those that there are', () => {
  const message = "metrics: no curve has 'vif'; there are psnr, ms-ssim"
  expect(() => table({ metrics: ['psnr', 'vif'] })).toThrow(new RangeError(message))
  const at = { metric: 'vif', score: 0.5 }
  expect(() => matchTable(rows, { anchor: 'anchor', at })).toThrow(new RangeError(message))
})

test('a curve that is not monotonic is said to be', () => {
  const bent = curve('bent', 'a', 0.9).map((row, i) =>
    i === 2 ? { ...row, bpp: 0.05, metrics: { psnr: 41 } } : row,
  )
  const [entry] = table({ metrics: ['psnr'] }, [...curve('anchor', 'a', 1), ...bent]).entries
  expect(entry!.warnings.join()).toMatch(/test: not monotonic/)
})

test('missing pictures are said; an anchor that is not there is named with what is', () => {
  const some = rows.filter(({ label, picture: p }) => label === 'anchor' || p.name !== 'c')
  expect(table({}, some).entries[0]!.warnings).toContain("1 of the anchor's pictures are not there")
  expect(() => table({ anchor: 'x264' })).toThrow("no curve 'x264'; there are anchor, test")
})

test('times are ratios of geometric means; the second pass counts where all have it', () => {
  const slow = { encode: { wallMs: 842, cpuMs: 1 }, decode: { wallMs: 9.25, cpuMs: 1 } }
  const given = [...curve('anchor', 'a', 1), ...curve('slow', 'a', 0.9, slow)]
  const [ratio] = table({}, given).times
  expect(ratio).toMatchObject({ label: 'slow', source: 'loaded pass', pictures: 1 })
  expect(ratio!.encode).toBeCloseTo(4, 9)
  expect(ratio!.decode).toBeCloseTo(1, 9)
  const timing = (ms: number) => ({ rounds: 3, min: ms, median: ms, spread: 0, cpuMedian: null })
  const timed = given.map((row) => {
    const ms = row.label === 'slow' ? 30 : 10
    const times = { encode: timing(ms), decode: timing(1), load: 0, machine: row.machine }
    return { ...row, times }
  })
  const [second] = table({}, timed as Row[]).times
  expect(second!.source).toBe('second pass')
  expect(second!.encode).toBeCloseTo(3, 9)
})

describe('the convex hull', () => {
  test('keeps what no mixture of others reaches', () => {
    const points = [
      { rate: 1, quality: 10 },
      { rate: 2, quality: 11 },
      { rate: 3, quality: 20 },
      { rate: 4, quality: 19 },
      { rate: 5, quality: 24 },
      { rate: 5, quality: 23 },
      { rate: 9, quality: Infinity },
    ]
    expect(upperHull(points).map(({ rate }) => rate)).toEqual([1, 3, 5])
  })

  test('over efforts is one curve, at least as good as each of them', () => {
    const fast = curve('fast', 'a', 1.1, { codec: 'av1', encoder: 'svt' })
    const slow = curve('slow', 'a', 0.9, { codec: 'av1', encoder: 'svt' })
    const given = [...curve('anchor', 'a', 1), ...fast, ...slow]
    const { entries, anchor } = table({ hull: true, metrics: ['psnr'] }, given)
    expect([anchor, entries.map(({ label }) => label)]).toEqual(['x265', ['av1']])
    expect(entries[0]!.mean).toBeLessThan(-9)
  })
})

describe('a published curve', () => {
  const points = qualities.map((_, i) => ({ bpp: 0.07 * 2 ** i, metrics: { psnr: 30 + 6 * i } }))
  const published = [{ label: 'learned', description: 'a paper', points }]

  test('is compared with the averaged curve', () => {
    const { entries } = table({ published, metrics: ['psnr'] })
    const learned = entries.find(({ label }) => label === 'learned')!
    expect(learned.ofAverage).toBeCloseTo(-30, 6)
    expect(learned).toMatchObject({ count: 0, mean: null, pictures: [] })
  })

  test('can be the anchor', () => {
    const { entries } = table({ published, anchor: 'learned', metrics: ['psnr'] })
    const of = Object.fromEntries(entries.map(({ label, ofAverage }) => [label, ofAverage]))
    expect(of.anchor).toBeCloseTo(100 * (1 / 0.7 - 1), 6)
    expect(of.test).toBeCloseTo(100 * (0.85 / 0.7 - 1), 6)
  })
})

describe('matched', () => {
  test('at equal score: ratios of rate', () => {
    const { means, matches } = matchTable(rows, {
      anchor: 'anchor',
      at: { metric: 'psnr', score: 39 },
    })
    const found = means.find(({ label }) => label === 'test')!
    expect(found.pictures).toBe(3)
    expect(found.rateRatio).toBeCloseTo((0.5 * 0.8 * 1.25) ** (1 / 3), 9)
    expect(matches.find(({ label, picture: p }) => label === 'test' && p === 'a')!.bpp).toBeCloseTo(
      0.5 * 0.1 * 2 ** 1.5,
      9,
    )
  })

  test('at equal rate: differences of score', () => {
    const { means } = matchTable(rows, { anchor: 'anchor', at: { bpp: 0.4, metric: 'psnr' } })
    const gain = (-6 * (Math.log2(0.5) + Math.log2(0.8) + Math.log2(1.25))) / 3
    expect(means.find(({ label }) => label === 'test')!.scoreGain).toBeCloseTo(gain, 9)
  })

  test('where a curve does not get there, it has no value', () => {
    const at = { metric: 'psnr', score: 70 }
    const { matches, means } = matchTable(rows, { anchor: 'anchor', at })
    expect(matches.every(({ bpp, score }) => bpp === null && score === null)).toBe(true)
    expect(means[0]).toMatchObject({ pictures: 0, rateRatio: null, scoreGain: null })
  })
})

test('the numbers are those of bdRate itself', () => {
  const of = (factor: number) => ({
    bpp: qualities.map((_, i) => 0.1 * 2 ** i * factor),
    psnr: qualities.map((_, i) => 30 + 6 * i),
  })
  const own = bdRate(of(1), of(0.5)).bdRate
  expect(table({ metrics: ['psnr'] }).entries[0]!.pictures[0]!.bdRate).toBe(own)
})
