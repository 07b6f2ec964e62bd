import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../../lib'
import { exportFiles, readResults } from '../../../lab'
import { makePicture } from '../../helpers/pictures'
import { runCli } from '../../helpers/run_cli'
import '../processes'

// Pictures of a program of the sweep's own: its commands come from the caller, never from rows.

let base: string
const quantise = [process.execPath, join(__dirname, '../../programs/quantise.js')]
const document = (step: number) => ({
  pictures: ['photos'],
  codecs: ['mine', 'jpeg'],
  points: 1,
  metrics: ['psnr'],
  programs: {
    mine: {
      encode: [...quantise, 'encode', '{input.ppm}', '{output}', `${step}`],
      decode: [...quantise, 'decode', '{input}', '{output.ppm}'],
      extension: '.q',
    },
  },
})

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'nodecodecs-page-programs-'))
  mkdirSync(join(base, 'photos'))
  await writeImage(join(base, 'photos', 'a.png'), makePicture({ width: 80, height: 64 }))
  writeFileSync(join(base, 'paper.json'), JSON.stringify(document(8)))
  writeFileSync(join(base, 'other.json'), JSON.stringify(document(9)))
  const { code, stderr } = await runCli([
    'sweep',
    join(base, 'paper.json'),
    '--out',
    join(base, 'out'),
  ])
  expect([code, stderr]).toEqual([0, expect.stringContaining('2 points')])
}, 60_000)
afterAll(() => rmSync(base, { recursive: true }))

const page = async (...more: string[]) => {
  const out = join(base, 'page.html')
  const { code, stderr } = await runCli([
    ...['report', join(base, 'out'), '--out', out, '--pictures', join(base, 'photos')],
    ...more,
  ])
  expect(code).toBe(0)
  return stderr
}

test('with its sweep file they are shown as those of every codec', async () => {
  expect(await page('--programs', join(base, 'paper.json'))).toMatch(/2 decoded pictures: .*\n$/)
  expect(readFileSync(join(base, 'page.html'), 'utf8')).toContain('mine-0')
})

test('without it no program is started, and the reason is told', async () => {
  const told = await page()
  expect(told).toMatch(/1 decoded pictures/)
  expect(told).toMatch(/mine: a program of the sweep's own; .*--programs/)
})

test('commands that were not measured are refused', async () => {
  const told = await page('--programs', join(base, 'other.json'))
  expect(told).toMatch(/mine: other commands than those that were measured/)
})

test("its streams have their own extension in codec-compare's batch", () => {
  const { rows } = readResults([join(base, 'out')])
  const files = exportFiles(rows, 'codec-compare')
  expect(files.find(({ name }) => name === 'mine.json')!.text).toMatch(/"[0-9a-f]{64}\.q"/)
})
