import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cliJson, runCli } from '../../helpers/run_cli'
import type { Reported } from '../../../lab'
import { type Swept, swept } from './results'

let sweep: Swept
beforeAll(async () => (sweep = await swept()), 240_000)
afterAll(() => sweep.remove())

const documentation = readFileSync(join(__dirname, '../../../docs/report.md'), 'utf8')

test('the command of docs/report.md: page, pictures and figures', async () => {
  const line = /^npx nodecodecs (report .*)$/m.exec(documentation)![1]!
  const names: Record<string, string> = {
    results: sweep.out,
    'report.html': join(sweep.base, 'command.html'),
    'photos/': sweep.pictures,
    'figures/': join(sweep.base, 'command'),
  }
  const words = line.split(' ').map((word) => names[word] ?? word)
  const done = await cliJson<Reported>([...words, '--figure-formats', 'svg'])
  expect(done.page).toBe(names['report.html'])
  expect(done.points).toBe(sweep.rows.length)
  expect(done.pictures.count).toBeGreaterThan(3)
  expect(done.figures!.files).toContain('bd-rate-psnr.tex')
  expect(existsSync(join(sweep.base, 'command_pictures'))).toBe(true)
}, 120_000)

test('a summary on stderr, nothing on stdout', async () => {
  const out = join(sweep.base, 'plain.html')
  const { code, stdout, stderr } = await runCli(['report', sweep.out, '--out', out])
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).toMatch(/plain\.html: \d+ kB, \d+ points\n/)
})

test.each<[string, string[], number, RegExp]>([
  ['no --out', ['.'], 2, /--out/],
  ['no such results', ['/nowhere', '--out', 'x.html'], 2, /nowhere/],
  ['a rate that is none', ['/nowhere', '--out', 'x.html', '--rates', '0,x'], 2, /positive numbers/],
])('%s is a mistake of the call', async (_, args, expected, message) => {
  const { code, stderr } = await runCli(['report', ...args])
  expect(code).toBe(expected)
  expect(stderr).toMatch(message)
})
