import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bdTable, matchTable } from '../../lab/index'
import { someOf } from '../../lab/report/bd'
import { runCli } from '../helpers/run_cli'
import { failedRow, resultRow } from './rows'

// Results that there is nothing to compare in say so.

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-nothing-'))))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['no rows', []],
  ['failed points alone', [failedRow()]],
])('%s: no list of curves that is empty', (_, rows) => {
  const said = "anchor: no curve 'x265'; there is no measured point in the results"
  expect(() => bdTable(rows, { anchor: 'x265' })).toThrow(said)
  expect(() => matchTable(rows, { anchor: 'x265', at: { metric: 'psnr', score: 30 } })).toThrow(
    said,
  )
})

test('another anchor than there is: those that there are', () => {
  const said = "anchor: no curve 'jpeg'; there are x265"
  expect(() => bdTable([resultRow()], { anchor: 'jpeg' })).toThrow(said)
})

test('bd-rate of one curve, and of none', async () => {
  const path = join(folder, 'one.jsonl')
  writeFileSync(path, `${JSON.stringify(resultRow())}\n`)
  const one = await runCli(['bd-rate', path, '--anchor', 'x265'])
  expect(one.stdout).toContain('There is no other curve, so there is nothing to compare with x265.')
  writeFileSync(path, '')
  const none = await runCli(['bd-rate', path])
  expect(none.stderr).toContain('results: there is no measured point in them')
})

test('six names are told, of more five and how many more', () => {
  expect(someOf(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d, e, f')
  expect(someOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more')
})
