import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCompressAi, writeRows } from '../../../lab'
import { reportData } from '../../../lab/report/data'
import { latex } from '../../../lab/report/figures/tables'
import { bdRates } from '../../../lab/report/sections/bd_rates'
import { paperTheme } from '../../../lab/report/chart/theme'
import type { View } from '../../../lab/report/view'
import { runCli } from '../../helpers/run_cli'
import { resultRow } from '../rows'

// A published curve's BD-rate follows another convention than its neighbours in a table.

const curve = (label: string, factor: number, wallMs: number) =>
  [20, 25, 30, 35].map((psnr) =>
    resultRow({
      ...{ label, quality: psnr, options: { label }, encode: { wallMs, cpuMs: null } },
      ...{ bpp: factor * 2 ** (psnr / 6), metrics: { psnr } },
    }),
  )
const rows = [...curve('x265', 1, 1000), ...curve('jpeg', 2, 4.1)]
const results = { bpp: [2, 4, 8, 16], 'psnr-rgb': [20, 26, 32, 38] }
const published = [parseCompressAi(JSON.stringify({ name: 'learned', results }), 'learned.json')!]
const view: View = {
  ...{ metric: 'psnr', picture: 'mean', anchor: 0, hidden: new Set(), rate: 'log' },
  ...{ speed: 'encode', theme: paperTheme, width: 600, height: 400 },
}

test('it is marked where it stands beside means over pictures', () => {
  const { table } = bdRates(reportData(rows, { published }), view)
  const cells = Object.fromEntries(table.rows.map(([label, psnr]) => [label, psnr]))
  expect(cells).toMatchObject({ x265: 'anchor', jpeg: '+100.0' })
  expect(cells.learned).toMatch(/^−\d+\.\d \*$/)
  expect(table.caption).toContain('(* of the averaged curves)')
  expect(latex(table)).toContain(' *')
  expect(bdRates(reportData(rows), view).table.caption).not.toContain('*')
})

test('a time ratio of a thousandth is a number, not 0.00', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-averaged-'))
  try {
    const file = join(folder, 'results.jsonl')
    writeRows(file, rows)
    const { stdout } = await runCli(['bd-rate', file, '--anchor', 'x265'])
    expect(stdout).toMatch(/^jpeg +0\.0041 x +1\.00 x/m)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
