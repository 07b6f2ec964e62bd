import { reportData } from '../../../lab/report/data'
import { paperTheme } from '../../../lab/report/chart/theme'
import { verdict } from '../../../lab/report/verdict'
import type { View } from '../../../lab/report/view'
import { resultRow } from '../rows'

// The sentence above the first plot: it says what the BD table says.

/** Four points of a codec whose files are `factor` of the anchor's. */
const curve = (label: string, factor: number) =>
  [20, 25, 30, 35].map((psnr) =>
    resultRow({
      ...{ label, quality: psnr, options: { label } },
      ...{ bpp: factor * 2 ** (psnr / 6), metrics: { psnr } },
    }),
  )
const view = (more: Partial<View> = {}): View => ({
  ...{ metric: 'psnr', picture: 'mean', anchor: 0, hidden: new Set(), rate: 'log' },
  ...{ speed: 'encode', theme: paperTheme, width: 600, height: 400, ...more },
})
const factors = { jpeg: 1, avif: 0.5, webp: 0.7, png: 1.5, jxl: 0.6, bpg: 0.8 }
const data = reportData(Object.entries(factors).flatMap(([label, factor]) => curve(label, factor)))

test('the three that take fewest bytes, best first', () => {
  expect(verdict(data, view())).toBe(
    'At equal PSNR avif takes 50.0 % fewer bytes than jpeg, jxl 40.0 %, webp 30.0 %.',
  )
})

test('of what is shown, and against the anchor that is chosen', () => {
  const hidden = new Set([1, 4])
  expect(verdict(data, view({ hidden, anchor: 2 }))).toBe(
    'At equal PSNR none takes fewer bytes than webp.',
  )
  expect(verdict(data, view({ hidden: new Set([2, 4, 5]) }))).toBe(
    'At equal PSNR avif takes 50.0 % fewer bytes than jpeg.',
  )
  expect(verdict(data, view({ hidden: new Set([1, 2, 3, 4, 5]) }))).toBe('')
})

test('one codec has nothing to be said of', () => {
  expect(verdict(reportData(curve('jpeg', 1)), view())).toBe('')
})
