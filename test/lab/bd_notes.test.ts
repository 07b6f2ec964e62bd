import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRows } from '../../lab/index'
import { runCli } from '../helpers/run_cli'
import { resultRow } from './rows'

// What is to be said of many curves is said once, with their names.

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-notes-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const curve = (label: string, factor: number, psnr: number[]) =>
  psnr.map((value, i) =>
    resultRow({
      ...{ label, quality: i, options: { label }, bpp: factor * 2 ** i },
      metrics: { psnr: value },
    }),
  )

test('one line a warning, with the curves and the number of their pictures', async () => {
  const rows = [
    ...curve('anchor', 1, [30, 36, 35, 42, 48]),
    ...curve('half', 0.5, [30, 36, 40, 42, 48]),
    ...curve('twice', 2, [30, 36, 40, 42, 48]),
  ]
  const file = join(folder, 'results.jsonl')
  writeRows(file, rows)
  const { stdout } = await runCli(['bd-rate', file, '--anchor', 'anchor'])
  const said = stdout.split('\n').filter((line) => line.startsWith('- '))
  expect(said[0]).toBe(
    '- anchor: not monotonic, more rate does not always give more psnr: half 1 of 1, twice 1 of 1 in',
  )
  expect(said).toHaveLength(3)
  expect(stdout).toContain('\n  psnr\n')
})
