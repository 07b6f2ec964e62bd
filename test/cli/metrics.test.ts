import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import { metricsSync, writeImageSync } from '../../lib/index'
import { noise } from '../helpers/cli_pictures'
import { cliJson, runCli } from '../helpers/run_cli'

let folder: string
const at = (name: string) => join(folder, name)
const picture = noise(40, 44, 3)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-metrics-'))
  writeImageSync(at('a.png'), picture)
  writeImageSync(at('b.jpg'), picture)
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Answer {
  identical: boolean
  metrics: Record<string, number | null>
  warnings: string[]
}

test('asked for by name, as JSON, they are what metrics() gives', async () => {
  const args = ['metrics', at('a.png'), at('b.jpg'), '--metrics', 'psnr,mse']
  const answer = await cliJson<Answer>(args)
  expect(answer).toMatchObject({ identical: false, warnings: [] })
  expect(answer.metrics).toEqual(metricsSync(at('a.png'), at('b.jpg'), ['psnr', 'mse']))
})

test('identical pictures: null where a value is infinite', async () => {
  const answer = await cliJson<Answer>(['metrics', at('a.png'), at('a.png'), '-m', 'psnr,mse'])
  expect(answer).toMatchObject({ identical: true, metrics: { psnr: null, mse: 0 } })
})

test('without names: all that are defined for the pictures, as a table', async () => {
  const { code, stdout } = await runCli(['metrics', at('a.png'), at('b.jpg')])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^metric +value +unit +better/)
  expect(stdout).toMatch(/^psnr-y .* dB +higher/m)
  expect(stdout).not.toContain('ms-ssim') // needs sides of 161
  if (addon()) expect(stdout).toMatch(/^gmsd .* lower/m)
})

test('a scorer that is a program', async () => {
  const line = `half=${process.execPath} -p 0.5 {a} {b}`
  const args = ['metrics', at('a.png'), at('b.jpg'), '-m', 'mse', '--scorer', line]
  expect((await cliJson<Answer>(args)).metrics).toMatchObject({ half: 0.5 })
})

test.each([
  [['--metrics', 'psnrr'], "metric 'psnrr' is not known; did you mean 'psnr'?"],
  [['--scorer', 'nothing'], 'Expected NAME=PROGRAM {a} {b}.'],
])('mistakes: %j', async (options, message) => {
  const { code, stderr } = await runCli(['metrics', at('a.png'), at('b.jpg'), ...options])
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
