import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { report } from '../../../lab'
import { highestInView } from '../../../lab/report/chart/outliers'
import { resultRow } from '../rows'

test.each([
  ['of one family: all', [-50, -40, -30, 0, 40], 40],
  ['small ones: all', [-1, 0, 5], 5],
  ['half of them far off: no outliers', [0, 900], 900],
  ['below -100 there is none', [-90, 900, 910, 920], 920],
])('the highest rate in view, %s', (_, rates, highest) => {
  expect(highestInView(rates)).toBe(highest)
})

test('one far above the others does not press them together', () => {
  const highest = highestInView([-50, -40, -30, 982])
  expect(highest).toBeGreaterThan(0)
  expect(highest).toBeLessThan(15)
})

const qualities = [10, 20, 30, 40]
/** A codec that needs so many times the bytes of the first at every quality. */
const curve = (label: string, times: number, wallMs: number) =>
  qualities.map((quality) =>
    resultRow({
      label,
      codec: label,
      quality,
      bpp: (quality / 20) * times,
      bytes: Math.round(1000 * quality * times),
      metrics: { psnr: 20 + quality / 2 },
      metricVersions: { psnr: 'nodecodecs 0.1.0' },
      encode: { wallMs, cpuMs: wallMs },
    }),
  )

test('an outlier is marked at the edge of every figure, with its number', async () => {
  const base = mkdtempSync(join(tmpdir(), 'nodecodecs-outliers-'))
  try {
    const rows = [...curve('jpeg', 1, 5), ...curve('webp', 0.7, 50), ...curve('far', 10.82, 20)]
    const [out, figures] = [join(base, 'r.html'), join(base, 'figures')]
    await report(rows, { out, figures, figureFormats: ['svg'], anchor: 'jpeg' })
    for (const name of ['bd-rate', 'rate-difference', 'speed-encode']) {
      const svg = readFileSync(join(figures, `${name}-psnr.svg`), 'utf8')
      expect(svg).toMatch(/>(far )?\+982(\.0)? %</)
      const ticks = [...svg.matchAll(/>(−?\d+)<\/text>/g)].map(([, digits]) => Number(digits))
      expect(Math.max(...ticks.filter((tick) => !Number.isNaN(tick)))).toBeLessThan(100)
    }
    const page = readFileSync(out, 'utf8')
    const notes = [...page.matchAll(/<li>(Beyond the axis: [^<]*)/g)].map(([, note]) => note)
    expect(notes).toEqual([
      'Beyond the axis: far up to +982.0 %.',
      'Beyond the axis: far +982.0 %.',
    ])
    expect(page.match(/class="beyond"/g)).toHaveLength(3)
  } finally {
    rmSync(base, { recursive: true })
  }
})
