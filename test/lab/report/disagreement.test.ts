import { reportData } from '../../../lab/report/data'
import { pageTheme } from '../../../lab/report/chart/theme'
import { parts } from '../../../lab/report/parts'
import { metricDisagreement } from '../../../lab/report/sections/disagreement'
import { resultRow } from '../rows'

/** Four points of each codec in two metrics that rank the codecs the other way round. */
const rowsOf = (labels: string[]) =>
  labels.flatMap((label, i) =>
    [1, 2, 3, 4].map((q) => {
      const metrics = { psnr: 30 + 2 * q - i, ssim: 0.9 + 0.02 * q + 0.01 * i }
      return resultRow({ label, quality: q, bytes: 1000 * q, bpp: q / 5, metrics })
    }),
  )

function drawn(labels: string[], width: number) {
  const data = reportData(rowsOf(labels))
  const view = { metric: 'psnr', picture: 'mean', anchor: 0, hidden: new Set<number>() } as const
  const rest = { rate: 'log', speed: 'encode', theme: pageTheme, width, height: 400 } as const
  const { svg } = metricDisagreement(data, { ...view, ...rest })
  const paths = [...svg.matchAll(/ d="M([\d.-]+)[ ,][\d.-]+L([\d.-]+)[^"]*" fill="none"/g)]
  return { svg, ends: paths.map(([, from, to]) => [Number(from), Number(to)] as const) }
}

const long = ['slow', 'veryslow'].map(
  (preset) => `x265:preset=${preset},tune=ssim,pixelFormat=yuv444p`,
)

test.each([390, 860])('long names leave room for the lines, %i pixels wide', (width) => {
  const { svg, ends } = drawn(long, width)
  expect(ends).toHaveLength(long.length)
  for (const [from, to] of ends) {
    expect(from).toBeGreaterThan(0)
    expect(to - from).toBeGreaterThan(0.25 * width)
    expect(to).toBeLessThan(width)
  }
  expect(svg).toMatch(/>x265[^<]*…[^<]*444p</)
})

test('short names are written as they are, on both sides', () => {
  const { svg } = drawn(['jpeg', 'webp'], 860)
  for (const name of ['jpeg', 'webp']) expect(svg.split(`>${name}<`)).toHaveLength(3)
})

/** A codec's four points in these metrics alone. */
const only = (label: string, names: string[]) =>
  [1, 2, 3, 4].map((q) => {
    const metrics = Object.fromEntries(names.map((name) => [name, 0.8 + 0.02 * q]))
    return resultRow({ label, quality: q, bytes: 1000 * q, bpp: q / 5, metrics })
  })

test('where no two codecs have all metrics, nothing is said of all', () => {
  const [a, b] = [only('a', ['ssim', 'vif', 'fsim']), only('b', ['ssim', 'vif'])]
  const data = reportData([...a, ...b, ...only('c', ['ssim', 'fsim'])])
  const view = { metric: 'ssim', picture: 'mean', anchor: 0, hidden: new Set<number>() } as const
  const rest = { rate: 'log', speed: 'encode', theme: pageTheme, width: 600, height: 400 } as const
  expect(metricDisagreement(data, { ...view, ...rest }).notes).not.toContainEqual(
    expect.stringContaining('0 of 0'),
  )
})

test.each(parts.map((part) => [part.id, part] as const))(
  '%s: the drawing of one codec alone has its numbers',
  (_, part) => {
    const data = reportData(rowsOf(['jpeg', 'webp']))
    const view = { metric: 'psnr', anchor: 0, rate: 'log' } as const
    const rest = { speed: 'encode', theme: pageTheme, width: 600, height: 400 } as const
    for (const picture of ['mean', 0] as const) {
      for (const hidden of [new Set([0]), new Set([1])]) {
        const section = part.draw(data, { ...view, ...rest, picture, hidden })
        expect(JSON.stringify(section)).not.toMatch(/NaN|Infinity|undefined/)
      }
    }
  },
)
