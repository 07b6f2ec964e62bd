import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import { type FailedRow, isResult, type Row, sweep } from '../../lab/index'
import { makePicture } from '../helpers/pictures'
import './processes'

// What a codec does to its process costs one row.

process.execArgv.push('-r', join(__dirname, 'saboteur.js'))

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-failures-'))
  await writeImage(join(folder, 'a.ppm'), makePicture({ width: 64, height: 48 }))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(codecs: string[], more: object = {}): Promise<Row[]> {
  const rows: Row[] = []
  const options = { pictures: [folder], codecs, points: 2, metrics: ['psnr'], timeout: 2 }
  for await (const row of sweep({ ...options, ...more })) rows.push(row)
  return rows
}

const failures = (rows: Row[]) => rows.filter((row): row is FailedRow => !isResult(row))
const childrenLeft = () => {
  try {
    return execFileSync('pgrep', ['-P', String(process.pid), '-f', 'child_process'], { encoding: 'utf8' }) // prettier-ignore
  } catch {
    return ''
  }
}

test.each([
  ['qoi', 1, 'ERR_CHILD', 'SIGABRT'],
  ['webp', 2, 'ERR_CHILD', 'SIGSEGV'],
  ['png', 1, 'ERR_TIMEOUT', 'took longer than 2 s'],
  ['mjpeg', 2, 'ERR_TIMEOUT', 'took longer than 2 s'],
])('%s: %d failed rows, %s, %s; the others go on', async (codec, count, code, message) => {
  const rows = await run([codec, 'jpeg'])
  expect(rows).toHaveLength(count + 2)
  const failed = failures(rows)
  expect(failed.map((row) => row.codec)).toEqual(Array(count).fill(codec))
  for (const { error } of failed) {
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  }
  expect(childrenLeft()).toBe('')
})

test('a failed point is kept, and run again only when asked', async () => {
  const out = join(folder, 'out')
  const [first] = failures(await run(['qoi'], { out }))
  const [second] = failures(await run(['qoi'], { out }))
  expect(second).toEqual(first)
  const [third] = failures(await run(['qoi'], { out, retry: true }))
  expect(third!.at).not.toBe(first!.at)
})

test('an abort ends a sweep whose codec hangs, at once', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(new Error('enough')), 1500)
  const start = performance.now()
  const ended = run(['png', 'mjpeg'], { signal: controller.signal, timeout: 60 })
  await expect(ended).rejects.toThrow('enough')
  expect(performance.now() - start).toBeLessThan(20000)
  expect(childrenLeft()).toBe('')
})
