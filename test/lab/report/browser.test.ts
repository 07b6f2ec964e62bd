import { join } from 'node:path'
import { report } from '../../../lab'
import { openPage, type Page } from '../../helpers/browser'
import { chromium } from '../../helpers/chromium'
import { type Swept, swept } from './results'

interface Drawn {
  label: string
  quality: number
  bpp: number
  value: number
}

const why = chromium ? '' : ' (skipped: no chromium; Debian: apt-get install chromium)'
;(chromium ? describe : describe.skip)(`the report in headless Chromium${why}`, () => {
  let sweep: Swept
  let page: Page

  beforeAll(async () => {
    sweep = await swept()
    const out = join(sweep.base, 'report.html')
    await report(sweep.out, { out, pictures: [sweep.pictures], rates: [0.5, 1], anchor: 'jpeg' })
    page = await openPage(out)
  }, 240_000)
  afterAll(async () => {
    await page?.close()
    sweep.remove()
  })

  const click = (selector: string): Promise<void> =>
    page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`)
  const focus = (selector: string): Promise<void> =>
    page.evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`)
  const text = (selector: string): Promise<string> =>
    page.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`)
  const choose = (selector: string, value: string): Promise<void> =>
    page.evaluate(`(() => { const s = document.querySelector('${selector}'); s.value = '${value}';
      s.dispatchEvent(new Event('change')) })()`)
  const drawn = (): Promise<Drawn[]> =>
    page.evaluate(`[...document.querySelectorAll('#rate-distortion > figure .point')].map((p) => ({
      label: p.closest('.series').dataset.series, quality: Number(p.dataset.quality),
      bpp: Number(p.dataset.bpp), value: Number(p.dataset.value) }))`)

  test('fetches nothing but its own pictures', () => {
    expect(page.fetched.filter((url) => !/^(file|data):/.test(url))).toEqual([])
  })

  test('one picture and one metric: exactly the points of the rows', async () => {
    await choose('#picture', '1')
    await click('[data-choice="metric"] [data-value="ms-ssim"]')
    const sha = sweep.rows.find(({ picture }) => picture.name === 'second.png')!.picture.sha256
    const rows = sweep.rows.filter(({ picture }) => picture.sha256 === sha)
    const expected = rows.map(({ label, quality, bpp, metrics }) => ({
      label,
      quality,
      bpp,
      value: metrics['ms-ssim'],
    }))
    const key = ({ label, quality }: Drawn): string => `${label} ${quality}`
    const byKey = (a: Drawn, b: Drawn) => key(a).localeCompare(key(b))
    expect((await drawn()).sort(byKey)).toEqual((expected as Drawn[]).sort(byKey))
    await choose('#picture', 'mean')
    await click('[data-choice="metric"] [data-value="psnr"]')
  })

  test('log and linear: the same points in other places', async () => {
    const place = (): Promise<number> =>
      page.evaluate(
        `document.querySelectorAll('#rate-distortion > figure .point')[1].getBoundingClientRect().x`,
      )
    const [points, x] = [await drawn(), await place()]
    await click('[data-choice="rate"] [data-value="linear"]')
    expect(await drawn()).toEqual(points)
    expect(Math.abs((await place()) - x)).toBeGreaterThan(5)
    await click('[data-choice="rate"] [data-value="log"]')
  })

  test('the legend hides a codec from every plot and shows it again', async () => {
    const count = (): Promise<number> =>
      page.evaluate(`document.querySelectorAll('[data-part] .series[data-series="jpeg"]').length`)
    const before = await count()
    expect(before).toBeGreaterThan(3)
    await click('.legend .key[data-series="0"]')
    expect(await count()).toBe(0)
    expect(await page.evaluate(`document.activeElement.dataset.series`)).toBe('0')
    await click('.legend .key[data-series="0"]')
    expect(await count()).toBe(before)
  })

  test('the keyboard reads the points of a plot', async () => {
    await focus('#rate-distortion > figure')
    await page.press('ArrowRight')
    const first = await text('#tip')
    expect(first).toContain('jpeg')
    await page.press('ArrowRight')
    expect(await text('#tip')).not.toBe(first)
    const row = sweep.rows.find(({ label }) => label === 'jpeg')!
    expect(first).toContain(row.encoder)
    await page.press('ArrowDown')
    expect(await text('#tip b')).not.toBe('jpeg')
    await page.press('Escape')
    expect(await page.evaluate(`document.querySelector('#tip').hidden`)).toBe(true)
  })

  test('the pointer reads the nearest point', async () => {
    await page.evaluate(
      `document.querySelector('#rate-distortion').scrollIntoView({ block: 'end' })`,
    )
    const at = await page.evaluate<{ x: number; y: number; tip: string }>(`(() => {
      const p = document.querySelectorAll('#rate-distortion > figure .point')[2]
      const { x, y, width, height } = p.getBoundingClientRect()
      return { x: x + width / 2 + 3, y: y + height / 2 + 2, tip: p.dataset.tip } })()`)
    await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: at.x, y: at.y })
    const told = await text('#tip')
    expect(told).toBe(at.tip.replaceAll('\n', ''))
  })

  test('divider: keys and pointer move it, and it cuts the second picture there', async () => {
    const now = (): Promise<string> =>
      page.evaluate(`document.querySelector('.divider').getAttribute('aria-valuenow')`)
    const cut = (): Promise<string> =>
      page.evaluate(
        `getComputedStyle(document.querySelector('[data-pane="second"] .window')).clipPath`,
      )
    await focus('.divider')
    expect(await now()).toBe('50')
    await page.press('ArrowRight')
    await page.press('ArrowRight')
    expect(await now()).toBe('54')
    expect(await cut()).toContain('54%')
    await page.evaluate(`document.querySelector('.stage').scrollIntoView({ block: 'center' })`)
    const box = await page.evaluate<{
      x: number
      y: number
      stage: { x: number; width: number }
    }>(`(() => {
      const { x, y, width, height } = document.querySelector('.divider').getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2,
        stage: document.querySelector('.stage').getBoundingClientRect().toJSON() } })()`)
    const to = box.stage.x + box.stage.width * 0.2
    const mouse = (type: string, x: number) =>
      page.send('Input.dispatchMouseEvent', {
        type,
        x,
        y: box.y,
        button: 'left',
        buttons: 1,
        clickCount: 1,
      })
    await mouse('mousePressed', box.x)
    await mouse('mouseMoved', to)
    await mouse('mouseReleased', to)
    expect(await now()).toBe('20')
  })

  test('pictures are shown pixel by pixel, all panes at one place', async () => {
    await click('[data-choice="mode"] [data-value="beside"]')
    await click('[data-choice="zoom"] [data-value="4"]')
    const seen = await page.evaluate<{ scale: number; rendering: string; transform: string }[]>(
      `Promise.all([...document.querySelectorAll('.pane img')].map(async (img) => {
        await img.decode()
        return { scale: img.getBoundingClientRect().width / img.naturalWidth,
          rendering: getComputedStyle(img).imageRendering, transform: img.style.transform } }))`,
    )
    expect(seen).toHaveLength(3)
    for (const one of seen) expect(one).toEqual({ ...seen[0], scale: 4, rendering: 'pixelated' })
    await click('[data-choice="mode"] [data-value="slider"]')
  })

  test('flip shows one picture at a time; F and O go round', async () => {
    const shown = (): Promise<string[]> =>
      page.evaluate(
        `[...document.querySelectorAll('.pane')].filter((p) => p.offsetParent).map((p) => p.dataset.pane)`,
      )
    await click('[data-choice="mode"] [data-value="flip"]')
    expect(await shown()).toEqual(['first'])
    await focus('#viewer .divider')
    await page.evaluate(
      `document.querySelector('#viewer').dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }))`,
    )
    expect(await shown()).toEqual(['second'])
    await page.evaluate(
      `document.querySelector('#viewer').dispatchEvent(new KeyboardEvent('keydown', { key: 'o', bubbles: true }))`,
    )
    expect(await shown()).toEqual(['original'])
  })

  test('equal bytes: the caption tells the measured point nearest to the anchor’s', async () => {
    await choose('#first', '1')
    await click('[data-choice="match"] [data-value="bytes"]')
    const caption = await text('[data-pane="first"] figcaption')
    const label = await page.evaluate<string>(
      `document.querySelector('#first').selectedOptions[0].textContent`,
    )
    const own = (name: string) =>
      sweep.rows.filter((row) => row.label === name && row.picture.name === 'first.png')
    const far = (a: number, b: number): number => Math.abs(Math.log(a / b))
    const anchor = own('jpeg').reduce((a, b) => (far(b.bpp, 0.5) < far(a.bpp, 0.5) ? b : a))
    const match = own(label).reduce((a, b) =>
      far(b.bytes, anchor.bytes) < far(a.bytes, anchor.bytes) ? b : a,
    )
    expect(caption).toContain(label)
    expect(caption.replace(/\u202f/g, '')).toContain(`${match.bytes} bytes`)
  })

  test('light, dark and back', async () => {
    const ground = (): Promise<string> =>
      page.evaluate(`getComputedStyle(document.body).backgroundColor`)
    const light = await ground()
    await click('#theme')
    expect(await ground()).not.toBe(light)
    await click('#theme')
    expect(await ground()).toBe(light)
    await click('#theme')
  })

  test('a narrow window has no sideways scroll', async () => {
    await page.send('Emulation.setDeviceMetricsOverride', {
      width: 390,
      height: 800,
      deviceScaleFactor: 1,
      mobile: false,
    })
    const [wide, seen] = await page.evaluate<number[]>(`new Promise((done) => setTimeout(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      done([scrollWidth, clientWidth]) }, 300))`)
    expect(wide).toBe(seen)
  })

  test('no script failed and nothing was logged', () => {
    expect(page.errors).toEqual([])
  })
})
