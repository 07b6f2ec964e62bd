import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import { type BdTable, readRows, toCompressAi } from '../../lab/index'
import { makePicture } from '../helpers/pictures'
import { cliJson, ended, runCli, startCli } from '../helpers/run_cli'

// The laboratory's commands, as they are typed.

let folder: string
const at = (...names: string[]) => join(folder, ...names)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-labcli-'))
  for (const name of ['a', 'b']) {
    await writeImage(
      at(`${name}.ppm`),
      makePicture({ width: 180, height: 164, texture: name === 'a' ? 0.05 : 0.3 }),
    )
  }
  writeFileSync(
    at('paper.yaml'),
    `pictures: ['*.ppm']
codecs:
  - jpeg
  - { codec: webp, label: quick, options: { effort: 0 }, quality: [20, 50, 80, 95] }
quality: [20, 50, 80, 95]
metrics: [psnr, ssim]`,
  )
  const { code, stderr } = await runCli(['sweep', at('paper.yaml'), '--out', at('whole')])
  if (code !== 0) throw new Error(stderr)
}, 120000)
afterAll(() => rmSync(folder, { recursive: true }))

const rowsIn = (name: string) => readRows(at(name, 'results.jsonl'))
const keysIn = (name: string) =>
  rowsIn(name)
    .map(({ key }) => key)
    .sort()

test('a sweep file is a sweep, and the same as its command line', async () => {
  expect(rowsIn('whole')).toHaveLength(16)
  const given = ['--codec', 'jpeg', '--codec', 'quick=webp:effort=0', '-m', 'psnr,ssim']
  const summary = await cliJson([
    ...['sweep', at('a.ppm'), at('b.ppm'), ...given],
    ...['--quality', 'jpeg=20,50,80,95;quick=20,50,80,95', '--out', at('typed')],
  ])
  expect(summary).toEqual({ out: at('typed'), points: 16, failed: 0 })
  expect(keysIn('typed')).toEqual(keysIn('whole'))
})

test('shards, merged, are the whole', async () => {
  for (const part of ['1/2', '2/2']) {
    const out = at(`part${part[0]}`)
    const { code } = await runCli(['sweep', at('paper.yaml'), '--shard', part, '--out', out])
    expect(code).toBe(0)
  }
  const { code } = await runCli(['merge', at('part1'), at('part2'), '--out', at('merged')])
  expect(code).toBe(0)
  expect(keysIn('merged')).toEqual(keysIn('whole'))
  for (const row of rowsIn('merged')) {
    const name = `${(row as { stream?: string }).stream}.${row.codec === 'jpeg' ? 'jpg' : 'webp'}`
    expect(existsSync(at('merged', 'streams', name))).toBe(true)
  }
  const { stdout } = await runCli(['merge', at('part1'), at('part2')])
  expect(stdout.trim().split('\n')).toHaveLength(16)
})

test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
  '%s half way, then the same',
  async (signal) => {
    const out = at(signal)
    const pictures = [at('a.ppm'), at('b.ppm')]
    const args = ['sweep', ...pictures, '--codec', 'jpeg,webp', '--points', '12', '--out', out]
    const child = startCli(args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const end = ended(child)
    const file = join(out, 'results.jsonl')
    while (!existsSync(file) || readRows(file).length < 3)
      await new Promise((r) => setTimeout(r, 20))
    const start = performance.now()
    child.kill(signal)
    // A quick machine may have done all of it by then.
    const { signal: by, code: own } = await end
    expect(by ?? own).toEqual(by === null ? 0 : signal)
    // a second on a quiet machine; this one may be busy
    expect(performance.now() - start).toBeLessThan(5000)
    const before = readRows(file)
    const { code } = await runCli(args)
    expect(code).toBe(0)
    const after = readRows(file)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(new Set(after.map(({ key }) => key)).size).toBe(48)
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(48)
  },
  120000,
)

test('bd-rate: a table, JSON, matched points, and mistakes', async () => {
  const { stdout, code } = await runCli(['bd-rate', at('whole'), '--anchor', 'jpeg'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/quick +psnr +[+-]\d/)
  expect(stdout).toMatch(/per picture over the common range/)
  const table = await cliJson<BdTable>([
    'bd-rate',
    at('whole'),
    '--anchor',
    'jpeg',
    '--per-picture',
  ])
  expect(table.entries.map(({ label, metric, count }) => [label, metric, count])).toEqual([
    ['quick', 'psnr', 2],
    ['quick', 'ssim', 2],
  ])
  const matched = await runCli(['bd-rate', at('whole'), '--anchor', 'jpeg', '--at', 'psnr=30'])
  expect(matched.stdout).toMatch(/At equal psnr 30, against jpeg/)
  const wrong = await runCli(['bd-rate', at('whole'), '--anchor', 'x265'])
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('there are jpeg, quick')])
  expect((await runCli(['bd-rate', at('nowhere'), '--anchor', 'x265'])).code).toBe(2)
})

test('export: CSV, and curves that bd-rate reads again', async () => {
  const { stdout } = await runCli(['export', at('whole'), '--format', 'csv'])
  const [head, ...lines] = stdout.trim().split('\r\n')
  expect(head).toMatch(/^label,picture,width,height,codec/)
  expect(lines).toHaveLength(16)
  const named = ['export', at('whole'), '--format', 'csv', '--out', at('tables', 'all.csv')]
  expect((await runCli(named)).code).toBe(0)
  expect(readFileSync(at('tables', 'all.csv'), 'utf8').trim()).toBe(stdout.trim())
  const files = ['export', at('whole'), '--format', 'compressai', '--out', at('curves')]
  expect((await runCli(files)).code).toBe(0)
  const written = JSON.parse(readFileSync(at('curves', 'jpeg.json'), 'utf8')) as unknown
  expect(written).toEqual(toCompressAi(rowsIn('whole'))[0])
  const table = await cliJson<BdTable>([
    ...['bd-rate', at('whole'), at('curves', 'jpeg.json'), '--anchor', 'jpeg', '-m', 'psnr'],
  ])
  const published = table.entries.find(({ count }) => count === 0)!
  expect(published.ofAverage).toBeCloseTo(0, 9)
  const stdoutOnly = await runCli(['export', at('whole'), '--format', 'compressai'])
  expect(stdoutOnly.code).toBe(2)
})

test.each([
  [['sweep', 'nowhere.png', '--codec', 'jpeg', '--out', 'x'], /no such file or folder/],
  [['sweep', '--codec', 'jpeg', '--out', 'x'], /missing required argument/],
  [['sweep', 'a.ppm', '--out', 'x'], /expected --codec/],
  [['sweep', 'a.ppm', '--codec', 'jpeg', '--shard', '3/2', '--out', 'x'], /expected i\/n/],
  [['sweep', 'a.ppm', '--codec', 'jpeg', '-q', 'jpeg=', '--out', 'x'], /expected numbers/],
  [['bd-rate', 'whole'], /--anchor: expected one of .*jpeg/],
  [['bd-rate', 'whole', 'whole'], /--anchor: expected one of .*jpeg.* \(whole\); .*\(whole\)/],
  [['export', 'x', '--format', 'xml'], /csv, compressai, codec-compare/],
])('a mistake in the call exits with 2: %j', async (args, message) => {
  const { code, stderr } = await runCli(args, { cwd: folder })
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
  expect(existsSync(at('x'))).toBe(false)
})

test('every command has a help with examples', async () => {
  for (const name of ['sweep', 'worker', 'merge', 'bd-rate', 'report', 'export']) {
    const { stdout, code } = await runCli([name, '--help'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Examples:\n {2}\$ nodecodecs/)])
    expect(stdout).toMatch(/^Usage: .*\n\n[A-Z]/) // what it does
    const [options] = /Options:\n[^]*?\n\n/.exec(stdout)!
    expect(options.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
})
