import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCodec, readImage } from '../../../lib'
import { report, type ResultRow } from '../../../lab'
import { failedRow, resultRow } from '../rows'
import { type Swept, swept } from './results'

let sweep: Swept
let out: string
beforeAll(async () => {
  sweep = await swept()
  out = join(sweep.base, 'report.html')
}, 240_000)
afterAll(() => sweep.remove())

/** The page's JSON, as its script reads it. */
const dataOf = (html: string) =>
  JSON.parse(/<script type="application\/json" id="data">([^]*?)<\/script>/.exec(html)![1]!)

/** `data-` attributes of the points of one plot. */
function drawn(html: string, part: string): Record<string, string>[] {
  const section = new RegExp(`<section id="${part}"[^]*?<figure[^]*?</figure>`).exec(html)![0]
  const points = section.match(/<[^>]*class="point"[^>]*>/g) ?? []
  return points.map((point) =>
    Object.fromEntries(Array.from(point.matchAll(/data-(\w+)="([^"]*)"/g), ([, k, v]) => [k!, v!])),
  )
}

const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length

test('one file that fetches nothing, with every point of the results', async () => {
  const found = await report(sweep.out, { out })
  const html = readFileSync(out, 'utf8')
  expect(found).toMatchObject({ page: out, points: sweep.rows.length, failures: 0 })
  expect(found.pageBytes).toBe(statSync(out).size)
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//)
  expect(dataOf(html).data.points).toHaveLength(sweep.rows.length)
  expect(html).toContain('--pictures FOLDER')
})

test('the first plot draws the means of the rows, and nothing else', async () => {
  await report(sweep.rows, { out })
  const points = drawn(readFileSync(out, 'utf8'), 'rate-distortion')
  const labels = [...new Set(sweep.rows.map(({ label }) => label))]
  expect(points).toHaveLength(4 * labels.length)
  for (const label of labels) {
    const own = points.filter(({ tip }) => tip!.startsWith(`${label}\n`))
    for (const { quality, bpp, value } of own) {
      const rows = sweep.rows.filter((r) => r.label === label && r.quality === Number(quality))
      expect(rows).toHaveLength(2)
      expect(Number(bpp)).toBeCloseTo(mean(rows.map((row) => row.bpp)), 12)
      expect(Number(value)).toBeCloseTo(mean(rows.map((row) => row.metrics.psnr!)), 10)
    }
  }
})

test('pictures beside the page: the pixels that were measured, to the last bit', async () => {
  const { pictures } = await report(sweep.out, { out, pictures: [sweep.pictures], rates: [0.5, 1] })
  expect(pictures.notes).toEqual([])
  expect(pictures.count).toBeGreaterThan(4)
  const { gallery, points, series } = dataOf(readFileSync(out, 'utf8')).data
  const folder = join(sweep.base, 'report_pictures')
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  expect(sizes.reduce((a, b) => a + b)).toBe(pictures.bytes)
  for (const { point, address } of gallery.items) {
    const { stream, series: of } = points[point]
    const again = createCodec(series[of].codec)
    const file = join(sweep.out, 'streams', `${stream}${again.fileExtension}`)
    const expected = await again.decode(file)
    const shown = await readImage(join(sweep.base, decodeURIComponent(address)))
    expect(Buffer.compare(shown.data as Uint8Array, expected.data as Uint8Array)).toBe(0)
  }
})

test('pictures in the page, encoded once more where no stream was kept', async () => {
  const file = join(sweep.base, 'alone.jsonl')
  writeFileSync(file, sweep.rows.map((row) => JSON.stringify(row)).join('\n'))
  const page = join(sweep.base, 'single.html')
  const options = { pictures: [sweep.pictures], rates: [1], picturesIn: 'page' } as const
  const { pictures, pageBytes } = await report(file, { out: page, ...options })
  expect(pictures.notes).toEqual([])
  expect(pageBytes).toBeGreaterThan((pictures.bytes * 4) / 3)
  expect(existsSync(join(sweep.base, 'single_pictures'))).toBe(false)
})

test('a stream that is not the measured one is said, and its picture is not shown', async () => {
  const changed = sweep.rows.map((row) =>
    row.label === 'jpeg' ? { ...row, stream: '0'.repeat(64) } : row,
  )
  const { pictures } = await report(changed, { out, pictures: [sweep.pictures], rates: [1] })
  expect(pictures.notes.join()).toMatch(/jpeg: encoding it once more gave another stream/)
  const { gallery, points, series } = dataOf(readFileSync(out, 'utf8')).data
  const shown = gallery.items.map(({ point }: { point: number }) => series[points[point].series])
  expect(shown.map(({ label }: { label: string }) => label)).not.toContain('jpeg')
})

test('a picture of the same name with other samples is not taken for the original', async () => {
  const other = sweep.rows.map((row) =>
    row.picture.name === 'first.png'
      ? { ...row, picture: { ...row.picture, sha256: 'f'.repeat(64) } }
      : row,
  )
  const { pictures } = await report(other, { out, pictures: [sweep.pictures], rates: [1] })
  expect(pictures.notes).toEqual([
    'first.png: the file of this name has other samples than were measured.',
  ])
  const shown = /<select id="shown">([^]*?)<\/select>/.exec(readFileSync(out, 'utf8'))![1]!
  expect(shown.match(/[^>]+\.png/g)).toEqual(['second.png'])
})

test('what a metric does not have is said: lossless points, values that are missing', async () => {
  const rows: ResultRow[] = [0.5, 1, 2, 4].map((bpp, i) =>
    resultRow({ label: 'a', quality: i, bpp, metrics: { psnr: i === 3 ? null : 30 + i } }),
  )
  await report([...rows, failedRow({ label: 'b', quality: 9 })], { out })
  const html = readFileSync(out, 'utf8')
  expect(html).toContain('a: 1 point lossless, which has no place on the axis.')
  expect(drawn(html, 'rate-distortion')).toHaveLength(3)
  expect(html).toContain('Points that failed')
  expect(html).toContain('libx265 failed')
  // one codec has nothing to be compared with
  expect(html).not.toContain('id="bd-rate"')
})

test('names cannot break the page', async () => {
  const label = '</script><b>"x" & y'
  await report(
    [1, 2].map((bpp, i) => resultRow({ label, quality: i, bpp })),
    { out, title: '<i>&' },
  )
  const html = readFileSync(out, 'utf8')
  expect(html).toContain('<title>&lt;i&gt;&amp;</title>')
  expect(html).not.toContain('<b>"x"')
  expect(dataOf(html).data.series[0].label).toBe(label)
})

describe('refused, and nothing written', () => {
  const page = () => join(sweep.base, 'none.html')
  afterEach(() => expect(existsSync(page())).toBe(false))
  const file = (name: string, text: string): string => {
    writeFileSync(join(sweep.base, name), text)
    return join(sweep.base, name)
  }

  test.each<[string, string, RegExp]>([
    ['an empty file', '', /no measured point/],
    ['a foreign file', '{"name": "x"}\n', /foreign/],
    ['no JSON', 'PNG\n\n', /foreign/],
  ])('%s', async (what, text, message) => {
    const path = file(what === 'an empty file' ? 'empty.jsonl' : 'foreign.jsonl', text)
    await expect(report(path, { out: page() })).rejects.toThrow(RangeError)
    await expect(report(path, { out: page() })).rejects.toThrow(message)
  })

  test('results of which none succeeded', async () => {
    await expect(report([failedRow()], { out: page() })).rejects.toThrow(/libx265 failed/)
  })

  test('a file that is not there, an unknown anchor, wrong options', async () => {
    await expect(report('/nowhere', { out: page() })).rejects.toThrow(/nowhere/)
    const of = (options: object) => report(sweep.rows, { out: page(), ...options })
    await expect(of({ anchor: 'vvc' })).rejects.toThrow(/anchor: expected one of .*'vvc'/)
    await expect(of({ pictures: [sweep.pictures], rates: [0] })).rejects.toThrow(/rates/)
    await expect(of({ figures: sweep.base, figureWidth: 0 })).rejects.toThrow(/figureWidth/)
    await expect(of({ figures: sweep.base, figureFormats: ['bmp'] })).rejects.toThrow(/bmp/)
    await expect(of({ picturesIn: 'x', pictures: [] })).rejects.toThrow(/picturesIn/)
    await expect(report(sweep.rows, { out: '' })).rejects.toThrow(/out: expected/)
  })
})
