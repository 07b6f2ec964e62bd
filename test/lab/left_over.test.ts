import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isResult, type Row, sweep } from '../../lab/index'
import { writeImage } from '../../lib/index'
import { findProgram } from '../../lib/process/executable'
import { alive } from '../helpers/alive'
import { makePicture } from '../helpers/pictures'
import './processes'

// A program that hangs may have started others, which nobody else would end.

const there = process.platform === 'linux' && findProgram('setpriv') !== undefined
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-left-'))
  await writeImage(join(folder, 'a.png'), makePicture({ width: 16, height: 16 }))
})
afterAll(() => rmSync(folder, { recursive: true }))

const pidFile = () => join(folder, 'pid')
const hangs = {
  encode: ['sh', '-c', 'sleep 600 & echo $! > "$0"; wait', '{here}/pid', '{input.png}', '{output}'],
  decode: ['cp', '{input}', '{output.png}'],
}

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (done()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('waited in vain')
}
const written = () => existsSync(pidFile()) && readFileSync(pidFile(), 'utf8').endsWith('\n')
const gone = () => until(() => !alive(Number(readFileSync(pidFile(), 'utf8'))))

const only = there ? test : test.skip
const needs = there ? '' : ' (skipped: needs setpriv of util-linux on Linux)'

async function run(options: { timeout?: number; signal?: AbortSignal }): Promise<Row[]> {
  rmSync(pidFile(), { force: true })
  const programs = { hangs: { ...hangs, folder } }
  const rows: Row[] = []
  const given = { pictures: [folder], codecs: ['hangs'], programs, jobs: 1, ...options }
  for await (const row of sweep(given)) rows.push(row)
  return rows
}

only(`what a program has started ends with a point that takes too long${needs}`, async () => {
  const rows = await run({ timeout: 3 })
  expect(rows.map((row) => !isResult(row) && row.error.code)).toEqual(['ERR_TIMEOUT'])
  await gone()
})

only(`and with a sweep that is aborted${needs}`, async () => {
  const controller = new AbortController()
  const ended = run({ signal: controller.signal }).catch((error: unknown) => error)
  await until(written)
  controller.abort(new Error('enough'))
  expect(await ended).toMatchObject({ message: 'enough' })
  await gone()
})
