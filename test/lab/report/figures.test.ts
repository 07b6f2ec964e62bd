import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { report } from '../../../lab'
import { type Swept, swept } from './results'

let sweep: Swept
let folder: string
const of = (options: object = {}) =>
  report(sweep.rows, { out: join(sweep.base, 'r.html'), figures: folder, ...options })
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

beforeAll(async () => {
  sweep = await swept()
  folder = join(sweep.base, 'figures')
}, 240_000)
afterAll(() => sweep.remove())

test('SVG, Markdown and LaTeX of every plot', async () => {
  const { figures } = await of({ figureFormats: ['svg'] })
  expect([...figures!.files].sort()).toEqual(readdirSync(folder).sort())
  const svgs = figures!.files.filter((name) => name.endsWith('.svg'))
  expect(svgs).toEqual(
    expect.arrayContaining(['rate-distortion-psnr.svg', 'bd-rate-ms-ssim.svg', 'bytes.svg']),
  )
  for (const name of svgs) {
    const svg = read(name)
    expect(svg).toMatch(/^<svg [^>]*width="252pt"/)
    expect(svg).not.toMatch(/NaN|undefined|Infinity|var\(|data-/)
    expect((await sharp(Buffer.from(svg)).metadata()).format).toBe('svg')
  }
})

test('the tables hold the numbers of the rows', async () => {
  await of({ figureFormats: ['svg'] })
  const [, , head, rule, ...rows] = read('rate-distortion-psnr.md').trim().split('\n')
  expect(head).toBe('| codec | quality | bytes | bpp | PSNR (dB) |')
  expect(rule).toBe('| --- | ---: | ---: | ---: | ---: |')
  const jpeg = sweep.rows.filter(({ label, quality }) => label === 'jpeg' && quality === 45)
  const psnr = jpeg.reduce((sum, row) => sum + row.metrics.psnr!, 0) / jpeg.length
  expect(rows.find((row) => row.startsWith('| jpeg | 45 |'))).toContain(` ${psnr.toFixed(2)} |`)
  const tex = read('bd-rate-psnr.tex')
  expect(tex).toMatch(/\\toprule[^]*\\midrule[^]*\\bottomrule/)
  expect(tex).not.toMatch(/[^\\]%(?! \\usepackage)|−/)
})

test('the same rows give the same bytes', async () => {
  await of({ figureFormats: ['svg'] })
  const first = readdirSync(folder).map(read)
  await of({ figureFormats: ['svg'] })
  expect(readdirSync(folder).map(read)).toEqual(first)
})

const printer = !spawnSync('rsvg-convert', ['--version']).error
const why = printer ? '' : ' (skipped: no rsvg-convert; Debian: apt-get install librsvg2-bin)'
;(printer ? test : test.skip)(
  `PDF and PNG${why}`,
  async () => {
    await of({ figureFont: 'Liberation Sans' })
    const pdf = readFileSync(join(folder, 'bd-rate-psnr.pdf'))
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const { width, format } = await sharp(join(folder, 'bytes.png')).metadata()
    expect({ width, format }).toEqual({ width: 2100, format: 'png' }) // 3.5 inches of 600 dots
  },
  120_000,
)

describe('without rsvg-convert', () => {
  const { PATH } = process.env
  beforeAll(() => (process.env.PATH = '/nowhere'))
  afterAll(() => (process.env.PATH = PATH))

  test('formats that were asked for are refused, with what to install', async () => {
    const refused = of({ figureFormats: ['pdf'] })
    await expect(refused).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE' })
    await expect(refused).rejects.toThrow(/apt-get install librsvg2-bin/)
  })

  test('otherwise SVG is written and the rest is noted', async () => {
    const { figures } = await of()
    expect(figures!.notes.join()).toMatch(/SVG only.*librsvg2-bin/)
    expect(figures!.files.some((name) => /\.(pdf|png)$/.test(name))).toBe(false)
  })
})
