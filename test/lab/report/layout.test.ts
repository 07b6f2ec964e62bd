import { join } from 'node:path'
import { report } from '../../../lab'
import { openPage, type Page } from '../../helpers/browser'
import { chromium } from '../../helpers/chromium'
import { type Swept, swept } from './results'

// Nothing is cut off: on a screen, on a telephone, on paper (A4 without its margins, in CSS pixels).

const PAPER = { width: 718, height: 1047 }
const views = [
  ['a wide screen', 'screen', { width: 1600, height: 900 }],
  ['a telephone', 'screen', { width: 390, height: 800 }],
  ['paper', 'print', PAPER],
] as const

/** Texts that reach out of their drawing, and whatever is wider than the page. */
const cut = `(() => {
  const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1
  const shown = (e) => e.getBoundingClientRect().width > 0
  const texts = [...document.querySelectorAll('svg text')].filter(shown)
  const outside = texts.filter((t) => !inside(t.getBoundingClientRect(), t.ownerSVGElement.getBoundingClientRect()))
  const wide = document.documentElement.scrollWidth - innerWidth
  return { texts: texts.length, outside: outside.map((t) => t.closest('section').id + ': ' + t.textContent), wide }
})()`

const why = chromium ? '' : ' (skipped: no chromium; Debian: apt-get install chromium)'
;(chromium ? describe : describe.skip)(`the layout of the report in Chromium${why}`, () => {
  let sweep: Swept
  let page: Page | undefined
  let out: string

  beforeAll(async () => {
    sweep = await swept()
    out = join(sweep.base, 'layout.html')
    await report(sweep.out, { out, pictures: [sweep.pictures], rates: [0.5], anchor: 'x264' })
  }, 240_000)
  afterEach(async () => {
    await page?.close()
    page = undefined
  })
  afterAll(() => sweep.remove())

  test.each(views)(
    '%s',
    async (_, media, size) => {
      page = await openPage(out, size)
      await page.send('Emulation.setEmulatedMedia', { media })
      const { texts, ...found } = await page.evaluate<{ texts: number }>(cut)
      expect(texts).toBeGreaterThan(50)
      expect(found).toEqual({ outside: [], wide: 0 })
    },
    60_000,
  )

  test('figures fit on a sheet of paper, on which what is for clicking is not', async () => {
    page = await openPage(out, PAPER)
    await page.send('Emulation.setEmulatedMedia', { media: 'print' })
    const heights = await page.evaluate<number[]>(
      `[...document.querySelectorAll('figure')].map((f) => f.getBoundingClientRect().height)`,
    )
    expect(heights.length).toBeGreaterThan(4)
    expect(Math.max(...heights)).toBeLessThan(PAPER.height)
    // but for the codecs, which are the legend, and the small plots
    const controls = await page.evaluate<string[]>(
      `[...document.querySelectorAll('button, select')].filter((e) => !e.querySelector('svg')).filter((e) => e.offsetParent).map((e) => e.textContent.trim())`,
    )
    const labels = [...new Set(sweep.rows.map(({ label }) => label))]
    expect(controls.filter((text) => !labels.includes(text))).toEqual([])
    const { data } = await page.send('Page.printToPDF', { paperWidth: 8.27, paperHeight: 11.69 })
    const pdf = Buffer.from(data as string, 'base64').toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(2)
  }, 60_000)

  test.each(views)(
    'six metrics on %s: no head lies over another, and no column is cut off on paper',
    async (_, media, size) => {
      const names = ['ssim', 'ssimulacra2', 'butteraugli-3norm', 'psnr-hvs', 'vif']
      const rows = sweep.rows.map((row) => {
        const { psnr = 30 } = row.metrics
        const more = Object.fromEntries(names.map((name) => [name, psnr! / 100]))
        return { ...row, metrics: { ...more, psnr } }
      })
      const many = join(sweep.base, 'many.html')
      await report(rows, { out: many, anchor: 'x264' })
      page = await openPage(many, size)
      await page.send('Emulation.setEmulatedMedia', { media })
      const { over, cells, wide } = await page.evaluate<{
        over: string[]
        cells: string[]
        wide: number
      }>(`(() => {
        const box = (e) => e.getBoundingClientRect()
        const texts = [...document.querySelectorAll('#disagreement svg text')]
        const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
        const over = texts.filter((a, i) => texts.slice(i + 1).some((b) => meet(box(a), box(b))))
        const cells = [...document.querySelectorAll('#bd-rate th')].filter((e) => box(e).right > innerWidth)
        const wide = document.documentElement.scrollWidth - innerWidth
        return { over: over.map((e) => e.textContent), cells: cells.map((e) => e.textContent), wide }
      })()`)
      expect({ over, wide }).toEqual({ over: [], wide: 0 })
      if (media === 'print') expect(cells).toEqual([])
    },
    60_000,
  )

  test("printed, the divider is in the page's flow, over the pictures", async () => {
    page = await openPage(out, PAPER)
    await page.send('Emulation.setEmulatedMedia', { media: 'print' })
    const found = await page.evaluate<{ position: string; off: number[] }>(`(() => {
      const divider = document.querySelector('.divider')
      const [a, b] = [divider, document.querySelector('[data-pane="first"] .window')].map((e) => e.getBoundingClientRect())
      const off = [a.left + a.right - b.left - b.right, a.top - b.top, a.bottom - b.bottom]
      return { position: getComputedStyle(divider).position, off }
    })()`)
    // what is absolute Chromium puts onto the first sheet
    expect(found.position).toBe('relative')
    for (const pixels of found.off) expect(Math.abs(pixels)).toBeLessThan(2)
  }, 60_000)
})
