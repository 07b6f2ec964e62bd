import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { readImage, writeImage } from '../../lib/index'
import { isResult, type ResultRow, type Row, sweep, type SweepOptions } from '../../lab/index'
import { makePicture } from '../helpers/pictures'
import './processes'

let base: string
let folder: string
let out: string
const pictures = ['a.png', 'b.png']

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'nodecodecs-sweep-'))
  folder = join(base, 'pictures')
  mkdirSync(folder)
  const [a, b] = pictures.map((name) => join(folder, name))
  await writeImage(a!, makePicture({ width: 180, height: 170 }))
  await writeImage(b!, makePicture({ width: 200, height: 176, texture: 0.2 }))
})
afterAll(() => rmSync(base, { recursive: true }))
let count = 0
beforeEach(() => (out = join(base, `out${++count}`)))

async function rowsOf(options: Partial<SweepOptions>): Promise<Row[]> {
  const rows: Row[] = []
  const given = { pictures: [folder], codecs: ['jpeg', 'webp'], quality: [50, 80], ...options }
  for await (const row of sweep(given as SweepOptions)) rows.push(row)
  return rows
}
const results = (rows: Row[]): ResultRow[] => rows.filter(isResult)
const lines = () => readFileSync(join(out, 'results.jsonl'), 'utf8').trim().split('\n')

const byKey = (a: Row, b: Row) => (a.key < b.key ? -1 : 1)

/** What a row says of the point, not of the run. */
function lasting(rows: Row[]): unknown[] {
  const stripped = { at: '', encode: 0, decode: 0, times: 0 }
  return [...rows].sort(byKey).map((row) => ({ ...row, ...stripped }))
}

test('a row a point, with everything that the library itself says', async () => {
  const rows = results(await rowsOf({ out }))
  expect(rows).toHaveLength(8)
  expect(lines()).toHaveLength(8)
  expect(new Set(rows.map(({ key }) => key)).size).toBe(8)
  const row = rows.find((one) => one.codec === 'webp' && one.quality === 50)!
  const picture = await readImage(join(folder, row.picture.name))
  const hash = createHash('sha256').update(picture.data).digest('hex')
  expect(row.picture).toMatchObject({ sha256: hash, channels: 3, bitDepth: 8 })
  const stream = readFileSync(join(out, 'streams', `${row.stream}.webp`))
  expect(row.bytes).toBe(stream.length)
  expect(row.stream).toBe(createHash('sha256').update(stream).digest('hex'))
  expect(row.bpp).toBeCloseTo((stream.length * 8) / (row.picture.width * row.picture.height), 12)
  expect(Object.values(row.split!).reduce((a, b) => a + b)).toBe(row.bytes)
  expect(row.options).toMatchObject({ effort: 9, method: 6, threads: 1 })
  expect(row.metrics.psnr).toBeGreaterThan(25)
  expect(row.metrics['ms-ssim']).toBeGreaterThan(0.8)
  expect(row.encode.wallMs).toBeGreaterThan(0)
  expect(row.encode.cpuMs).toBeGreaterThan(0)
})

test('what is done is not done again', async () => {
  const first = await rowsOf({ out, quality: [50] })
  const all = await rowsOf({ out })
  expect(all.slice(0, 4).sort(byKey)).toEqual(first.sort(byKey))
  expect(lines()).toHaveLength(8)
  expect(await rowsOf({ out })).toHaveLength(8)
  expect(lines()).toHaveLength(8)
  expect(lasting(all)).toEqual(lasting(await rowsOf({})))
})

test('a sweep that is left goes on where it stopped, as if it had not been', async () => {
  for await (const row of sweep({ pictures: [folder], codecs: ['jpeg', 'webp'], out })) {
    if (isResult(row)) break
  }
  const begun = lines().length
  expect(begun).toBeLessThan(16)
  const rows = await rowsOf({ out, quality: undefined })
  expect(rows).toHaveLength(2 * 2 * 8)
  expect(lines().slice(0, begun)).toHaveLength(begun)
  expect(lasting(rows)).toEqual(lasting(await rowsOf({ quality: undefined })))
})

test('a metric is added to streams that are there: nothing is encoded again', async () => {
  const before = results(await rowsOf({ out, metrics: ['psnr'] }))
  const after = results(await rowsOf({ out, metrics: ['psnr', 'ssim'] }))
  expect(after.map(({ encode }) => encode)).toEqual(
    after.map(({ key }) => before.find((row) => row.key === key)!.encode),
  )
  const fresh = results(await rowsOf({ metrics: ['psnr', 'ssim'] }))
  expect(lasting(after)).toEqual(lasting(fresh))
  expect(lines()).toHaveLength(8)
})

test('without kept streams it encodes again, and finds the same', async () => {
  await rowsOf({ out, metrics: ['psnr'], streams: false })
  expect(readdirSync(out)).toEqual(['results.jsonl'])
  const after = results(await rowsOf({ out, metrics: ['psnr', 'ssim'], streams: false }))
  expect(lasting(after)).toEqual(lasting(await rowsOf({ metrics: ['psnr', 'ssim'] })))
})

test('the second pass adds times to the rows and says what they are', async () => {
  const rows = results(await rowsOf({ out, codecs: ['jpeg'], time: 3 }))
  const timed = rows.filter(({ times }) => times)
  expect([rows.length, timed.length, lines().length]).toEqual([8, 4, 4])
  for (const { times } of timed) {
    expect(times!.encode.rounds).toBe(3)
    expect(times!.encode.min).toBeLessThanOrEqual(times!.encode.median)
    expect(times!.decode.spread).toBeGreaterThanOrEqual(0)
  }
  const again = results(await rowsOf({ out, codecs: ['jpeg'], time: 3 }))
  expect(again).toHaveLength(4)
  expect(again.every(({ times }) => times !== undefined)).toBe(true)
})

test('parts by key have every point once', async () => {
  const parts = []
  for (const index of [1, 2, 3]) parts.push(await rowsOf({ shard: { index, count: 3 } }))
  expect(lasting(parts.flat())).toEqual(lasting(await rowsOf({})))
  expect(parts.filter((part) => part.length > 0).length).toBeGreaterThan(1)
})

test('points are spread from bad to good, and a lossless codec has one', async () => {
  const rows = results(await rowsOf({ pictures: [join(folder, 'a.png')], codecs: ['jpeg', 'png'], quality: undefined, points: 4 })) // prettier-ignore
  const jpeg = rows.filter(({ codec }) => codec === 'jpeg').sort((a, b) => a.bytes - b.bytes)
  expect(jpeg).toHaveLength(4)
  const psnr = jpeg.map(({ metrics }) => metrics.psnr!)
  expect(psnr).toEqual([...psnr].sort((a, b) => a - b))
  const png = rows.filter(({ codec }) => codec === 'png')
  expect(png.map(({ metrics }) => metrics)).toEqual([{ psnr: null, 'ms-ssim': 1 }])
})

test('a picture that is too small for a metric lacks that metric alone', async () => {
  const small = join(folder, 'small.ppm')
  await writeImage(small, makePicture({ width: 40, height: 30 }))
  const rows = results(await rowsOf({ out, pictures: [small], codecs: ['jpeg'] }))
  rmSync(small)
  for (const { metrics, metricErrors } of rows) {
    expect(metrics.psnr).toBeGreaterThan(20)
    expect(metrics['ms-ssim']).toBeUndefined()
    expect(metricErrors!['ms-ssim']).toMatch(/161/)
  }
})

test.each([
  [{ gray: true, channels: 1 }, ['jpeg', 'x265']],
  [{ channels: 4 }, ['png', 'webp']],
  [{ bitDepth: 16 }, ['x265', 'jpeg2000']],
])('pictures of another form come back in it: %j', async (form, codecs) => {
  const path = join(folder, 'form.png')
  await writeImage(path, makePicture({ width: 180, height: 164, ...form }))
  const rows = await rowsOf({ pictures: [path], codecs, quality: undefined, points: 1 })
  rmSync(path)
  expect(rows).toHaveLength(2)
  for (const row of results(rows)) {
    expect(row.metrics.psnr === null || row.metrics.psnr! > 20).toBe(true)
  }
  expect(rows.filter((row) => !isResult(row))).toEqual([])
})

describe('mistakes are told before anything runs', () => {
  test.each<[string, Partial<SweepOptions>]>([
    ['no such file or folder', { pictures: ['nowhere.png'] }],
    ['matches no file', { pictures: ['nowhere/*.png'] }],
    ["metrics: 'pnsr' is not known", { metrics: ['pnsr'] }],
    ['points: expected a whole number', { points: 0.5 }],
    ['quality: expected quality 1 (worst) to 100 (best), got 200', { quality: [200] }],
    ["no codec 'x265'", { quality: { x265: [37] } }],
    ["codec 'jpg2'", { codecs: ['jpg2'] }],
    ["two are called 'jpeg'", { codecs: ['jpeg', 'jpeg=webp'] }],
    ['are the same codec', { codecs: ['a=jpeg', 'b=jpeg:effort=4'] }],
    ['preset', { codecs: ['jpeg:preset=slow'] }],
  ])('%s', async (message, options) => {
    await expect(rowsOf({ out, ...options })).rejects.toThrow(message)
  })

  test('a codec that is not there: what to install, or left out when asked', async () => {
    const codecs = ['jpeg', 'bpg:backend=cli']
    const path = process.env.PATH
    process.env.PATH = ''
    const found = await rowsOf({ codecs }).catch((error: unknown) => error)
    const warnings: string[] = []
    const onWarning = (text: string) => warnings.push(text)
    const rows = await rowsOf({ codecs, skipUnavailable: true, onWarning })
    process.env.PATH = path
    expect(found).toMatchObject({ code: 'ERR_UNAVAILABLE' })
    expect(rows).toHaveLength(4)
    expect(warnings).toEqual(['bpg: left out, not available here'])
  })
})
