import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import {
  bdTable,
  isRead,
  readRows,
  report,
  type Row,
  sweep,
  type SweepOptions,
  toCsv,
} from '../../lab/index'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'
import './processes'

// A picture that cannot be read costs its own points, and not the sweep.

let base: string
let pictures: string
let out: string
let count = 0
const picture = (given: object = {}) => makePicture({ width: 180, height: 164, ...given })
beforeAll(() => (base = mkdtempSync(join(tmpdir(), 'nodecodecs-unread-'))))
afterAll(() => rmSync(base, { recursive: true }))
beforeEach(async () => {
  out = join(base, `out${++count}`)
  pictures = join(base, `pictures${count}`)
  mkdirSync(join(pictures, 'inner'), { recursive: true })
  await writeImage(join(pictures, 'a.png'), picture())
  await writeImage(join(pictures, 'inner', 'b.png'), picture({ texture: 0.3 }))
  const whole = readFileSync(join(pictures, 'a.png'))
  writeFileSync(join(pictures, 'b.png'), whole.subarray(0, 300))
})

async function run(options: Partial<SweepOptions> = {}) {
  const warnings: string[] = []
  const rows: Row[] = []
  const onWarning = (text: string) => warnings.push(text)
  const given = { pictures: [pictures], codecs: ['jpeg', 'webp'], quality: [50, 80], out }
  for await (const row of sweep({ ...given, onWarning, ...options })) rows.push(row)
  return { rows, warnings }
}
const kept = () => readRows(join(out, 'results.jsonl'))
const unread = (rows: readonly Row[]) => rows.filter((row) => !isRead(row))

test('it is named at once, its points are rows with the error, the others go on', async () => {
  const { rows, warnings } = await run()
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/^.*b\.png: .+; its points fail, the others go on$/)
  expect(rows).toHaveLength(12)
  expect(rows.slice(0, 4)).toEqual(unread(rows))
  expect(kept()).toEqual(rows)
  expect(new Set(rows.map(({ key }) => key)).size).toBe(12)
  for (const row of unread(rows)) {
    expect(row.picture).toEqual({ name: 'b.png' })
    expect(row).toMatchObject({ error: { code: 'ERR_DECODE' } })
    expect(JSON.stringify(row)).not.toContain(base)
  }
  expect(new Set(rows.map((row) => row.picture.name))).toEqual(
    new Set(['a.png', 'b.png', 'inner/b.png']),
  )
})

test('repaired, it has its points, and the failures are gone', async () => {
  await run()
  await writeImage(join(pictures, 'b.png'), picture({ texture: 0.1 }))
  const { rows, warnings } = await run()
  expect(warnings).toEqual([])
  expect(rows).toHaveLength(12)
  expect(unread(rows)).toEqual([])
  expect(kept().map(({ key }) => key).sort()).toEqual(rows.map(({ key }) => key).sort()) // prettier-ignore
})

test('parts by key have each of its rows once, and a second run the same ones', async () => {
  const { rows } = await run()
  const parts = [1, 2].map((index) => run({ shard: { index, count: 2 }, out: undefined }))
  const found = (await Promise.all(parts)).flatMap((part) => part.rows)
  const keys = (all: readonly Row[]) => all.map(({ key }) => key).sort()
  expect(keys(unread(found))).toEqual(keys(unread(rows)))
  const again = await run()
  expect(keys(again.rows)).toEqual(keys(rows))
  expect(keys(kept())).toEqual(keys(rows))
})

test('report, BD table and CSV tell of it, and are about the others', async () => {
  const { rows } = await run({ quality: [20, 50, 80, 95] })
  const page = join(out, 'report.html')
  const reported = await report([out], { out: page, pictures: [pictures] })
  expect(reported).toMatchObject({ points: 16, failures: 8 })
  expect(readFileSync(page, 'utf8')).toContain('<td>jpeg 20, 50, 80, 95; webp 20, 50, 80, 95</td>')
  const { entries } = bdTable(rows, { anchor: 'jpeg', metrics: ['psnr'] })
  expect(entries.map(({ pictures: of }) => of.length)).toEqual([2])
  const csv = toCsv(rows).split('\r\n')
  expect(csv.filter((line) => line.includes('webp,b.png,,,webp,'))).toHaveLength(4)
})

test('the program names it, ends with 1, and goes on; --strict and none at all refuse', async () => {
  const args = ['--codec', 'jpeg,webp', '--quality', '50', '--out', out]
  const { code, stderr } = await runCli(['sweep', pictures, ...args])
  expect(code).toBe(1)
  expect(stderr).toMatch(/failed, 2: b\.png: /)
  expect(stderr).toContain(`6 points in ${out}, 2 failed`)
  const before = kept()
  const strict = await runCli(['sweep', pictures, ...args, '--strict'])
  expect([strict.code, kept()]).toEqual([2, before])
  expect(strict.stderr).toMatch(/b\.png: /)
  const none = await runCli(['sweep', join(pictures, 'b.png'), ...args])
  expect([none.code, kept()]).toEqual([2, before])
})

test('what the reader warns of is told, and refused with strict', async () => {
  const file = join(pictures, 'a.png')
  await writeImage(join(pictures, 'b.png'), picture({ texture: 0.2 }))
  const jpeg = join(pictures, 'c.jpg')
  await writeImage(jpeg, picture())
  writeFileSync(jpeg, Buffer.concat([readFileSync(jpeg), readFileSync(file)]))
  const { rows, warnings } = await run({ pictures: [file, jpeg] })
  expect(unread(rows)).toEqual([])
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/^.*c\.jpg: .*behind/)
  await expect(run({ strict: true })).rejects.toThrow(/c\.jpg: .*behind/)
})
