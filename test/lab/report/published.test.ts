import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bdTable, parseCompressAi, report } from '../../../lab'
import { openPage, type Page } from '../../helpers/browser'
import { chromium } from '../../helpers/chromium'
import { type Swept, swept } from './results'

// Curves that others have published are means: they stand among the means, and nowhere else.

/** As CompressAI's bench writes it. */
const learned = {
  name: 'Learned 2026',
  description: 'Inference on GPU',
  results: {
    bpp: [0.2, 0.5, 1.1, 2.4],
    'psnr-rgb': [31, 34.5, 38, 42],
    'ms-ssim-rgb': [0.96, 0.98, 0.99, 0.996],
    encoding_time: [0.1, 0.1, 0.1, 0.1],
    decoding_time: [0.2, 0.2, 0.2, 0.2],
  },
}

const why = chromium ? '' : ' (skipped: no chromium; Debian: apt-get install chromium)'
;(chromium ? describe : describe.skip)(`a published curve in the report${why}`, () => {
  let sweep: Swept
  let page: Page

  beforeAll(async () => {
    sweep = await swept()
    const file = join(sweep.base, 'learned.json')
    writeFileSync(file, JSON.stringify(learned))
    const out = join(sweep.base, 'published.html')
    const done = await report([sweep.out, file], { out, anchor: 'jpeg' })
    expect(done.points).toBe(sweep.rows.length)
    page = await openPage(out)
  }, 240_000)
  afterAll(async () => {
    await page?.close()
    sweep.remove()
  })

  const drawn = (): Promise<number[][]> =>
    page.evaluate(`[...document.querySelectorAll('#rate-distortion > figure .point')]
      .filter((p) => p.closest('.series').dataset.series === 'Learned 2026')
      .map((p) => [Number(p.dataset.bpp), Number(p.dataset.value)])`)
  const choosePicture = (value: string): Promise<void> =>
    page.evaluate(`(() => { const s = document.querySelector('#picture'); s.value = '${value}';
      s.dispatchEvent(new Event('change')) })()`)
  const chooseMetric = (name: string): Promise<void> =>
    page.evaluate(`document.querySelector('[data-choice="metric"] [data-value="${name}"]').click()`)

  test('exactly its points, in each metric that it has', async () => {
    const { bpp, 'psnr-rgb': psnr, 'ms-ssim-rgb': msSsim } = learned.results
    expect(await drawn()).toEqual(bpp.map((rate, i) => [rate, psnr[i]]))
    await chooseMetric('ms-ssim')
    expect(await drawn()).toEqual(bpp.map((rate, i) => [rate, msSsim[i]]))
    await chooseMetric('mse')
    expect(await drawn()).toEqual([])
    await chooseMetric('psnr')
  })

  test('its BD-rate is that of the averaged curves, and said to be', async () => {
    const text = await page.evaluate<string>(`document.querySelector('#bd-rate').textContent`)
    const published = [parseCompressAi(JSON.stringify(learned), 'learned.json')]
    const { entries } = bdTable(sweep.rows, { anchor: 'jpeg', metrics: ['psnr'], published })
    const { ofAverage } = entries.find(({ label }) => label === 'Learned 2026')!
    const digits = Math.abs(ofAverage!).toFixed(1)
    expect(text).toMatch(new RegExp(`Learned 2026[^]*${digits}`))
    expect(text).toMatch(/averaged curves only: one of the two is published/)
  })

  test('one picture has no part in it', async () => {
    await choosePicture('0')
    expect(await drawn()).toEqual([])
    await choosePicture('mean')
    expect(await drawn()).toHaveLength(4)
    expect(page.errors).toEqual([])
  })
})
