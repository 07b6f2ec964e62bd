import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import { type FailedRow, isResult, type Row, sweep } from '../../lab/index'
import { alive } from '../helpers/alive'
import { makePicture } from '../helpers/pictures'
import './processes'

// What a codec does to its process costs one row.

const saboteur = ['-r', join(__dirname, 'saboteur.js')]
process.execArgv.push(...saboteur)

/** Milliseconds: no test here may wait longer, whatever goes wrong. */
const LIMIT = 100_000
jest.setTimeout(LIMIT + 20_000)

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-failures-'))
  await writeImage(join(folder, 'a.ppm'), makePicture({ width: 64, height: 48 }))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(codecs: string[], more: object = {}): Promise<Row[]> {
  const rows: Row[] = []
  const signal = AbortSignal.timeout(LIMIT)
  const options = { pictures: [folder], codecs, points: 2, metrics: ['psnr'], timeout: 2, signal }
  for await (const row of sweep({ ...options, ...more })) rows.push(row)
  return rows
}

async function until<T>(what: () => T | false | undefined): Promise<T> {
  for (const end = performance.now() + LIMIT; performance.now() < end;) {
    const found = what()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('waited in vain')
}

const failures = (rows: Row[]) => rows.filter((row): row is FailedRow => !isResult(row))
/** This process's children, as Node counts them: no other program is asked. */
const children = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
const noneLeft = (before: number) => until(() => children() <= before)

test.each([
  ['qoi', 1, 'ERR_CHILD', 'SIGABRT'],
  ['webp', 2, 'ERR_CHILD', 'SIGSEGV'],
  ['png', 1, 'ERR_TIMEOUT', 'took longer than 2 s'],
  ['mjpeg', 2, 'ERR_TIMEOUT', 'took longer than 2 s'],
])('%s: %d failed rows, %s, %s; the others go on', async (codec, count, code, message) => {
  const before = children()
  const rows = await run([codec, 'jpeg'])
  expect(rows).toHaveLength(count + 2)
  const failed = failures(rows)
  expect(failed.map((row) => row.codec)).toEqual(Array(count).fill(codec))
  for (const { error } of failed) {
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  }
  await noneLeft(before)
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
  const before = children()
  const controller = new AbortController()
  setTimeout(() => controller.abort(new Error('enough')), 1500)
  const start = performance.now()
  const ended = run(['png', 'mjpeg'], { signal: controller.signal, timeout: 60 })
  await expect(ended).rejects.toThrow('enough')
  expect(performance.now() - start).toBeLessThan(20000)
  await noneLeft(before)
})

test.each(['SIGKILL', 'SIGSTOP'] as const)(
  'a codec that loops ends by itself when its sweep gets %s',
  async (signal) => {
    const file = join(folder, signal)
    const args = [...process.execArgv, join(__dirname, 'doomed.js'), folder]
    const env = { ...process.env, PID_FILE: file }
    const parent = spawn(process.execPath, args, { env, stdio: 'ignore' })
    try {
      const pid = await until(() => {
        try {
          return Number(/^(\d+)\n/.exec(readFileSync(file, 'utf8'))?.[1])
        } catch {
          return undefined
        }
      })
      expect(alive(pid)).toBe(true)
      parent.kill(signal)
      await until(() => !alive(pid))
    } finally {
      parent.kill('SIGKILL')
    }
  },
)
