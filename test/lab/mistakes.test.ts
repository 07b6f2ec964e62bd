import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRows } from '../../lab/index'
import { writeImage } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'
import { resultRow } from './rows'

// What somebody may get wrong: the message names the option, and what to do instead.

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-mistakes-'))
  await writeImage(join(folder, 'p.png'), makePicture({ width: 32, height: 32 }))
  writeFileSync(join(folder, 'file'), 'no folder')
  mkdirSync(join(folder, 'empty'))
  const label = (name: string) => resultRow({ label: name, options: { name } })
  writeRows(join(folder, 'r.jsonl'), [label('webp'), label('jpeg')])
})
afterAll(() => rmSync(folder, { recursive: true }))

const sweep = (...args: string[]) => ['sweep', 'p.png', '--out', 'out', '--codec', 'jpeg', ...args]

test.each([
  [['sweep', 'p.png', '--codec', 'jpeg', '--out', 'file'], 'out: expected a folder, but file'],
  [['sweep', 'p.png', '--codec', 'jpeg', '--out', 'file/in'], 'out: expected a folder'],
  [sweep('--points', 'x'), "'--points <n>' argument 'x' is invalid. Expected a number."],
  [sweep('--quality', '150'), /expected quality 1 \(worst\) to 100 \(best\), got 150\s*$/],
  [sweep('--codec', 'jpeg'), "two are called 'jpeg'; give one another label, as in other=jpeg"],
  [['merge', 'r.jsonl', '--out', 'file'], 'out: expected a folder, but file'],
  [['report', 'r.jsonl', '--out', 'empty'], 'out: expected the path of an HTML file, but'],
  [['report', 'r.jsonl', '--out', 'r.html', '--figures', 'file'], 'figures: expected a folder'],
  [
    ['report', 'r.jsonl', '--out', 'r.html', '--pictures', 'p.png', '--most-pictures', '0'],
    'mostPictures: expected a whole number from 1, got 0',
  ],
  [
    ['export', 'r.jsonl', '--format', 'compressai', '--out', 'file'],
    '--out: expected a folder for',
  ],
])('%j', async (args, said) => {
  const { code, stderr } = await runCli(args, { cwd: folder })
  expect(stderr).toMatch(said)
  expect(code).toBe(2)
})
