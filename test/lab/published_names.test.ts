import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bdTable, readResults } from '../../lab/index'
import { resultRow } from './rows'

// A published curve may be called like a measured one, or like another published one.

test('each keeps a name of its own, which may be the anchor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-published-'))
  const points = [22, 27, 32, 37].map((quality, i) =>
    resultRow({ quality, label: 'webp', bpp: 4 - i, metrics: { psnr: 44 - 3 * i } }),
  )
  const rows = points.map((row, i) => ({ ...row, key: `${i}`.repeat(32) }))
  writeFileSync(
    join(folder, 'results.jsonl'),
    rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  )
  const curve = { name: 'webp', results: { bpp: [1, 2, 3, 4], 'psnr-rgb': [34, 37, 40, 43] } }
  const files = ['theirs.json', 'again/theirs.json'].map((name) => join(folder, name))
  mkdirSync(join(folder, 'again'))
  for (const file of files) writeFileSync(file, JSON.stringify(curve))
  const { rows: found, published } = readResults([folder, ...files])
  rmSync(folder, { recursive: true })
  const labels = ['webp (theirs.json)', `webp (${files[1]})`]
  expect(published.map(({ label }) => label)).toEqual(labels)
  const { entries } = bdTable(found, { anchor: labels[0]!, published, metrics: ['psnr'] })
  expect(entries.map(({ label }) => label)).toEqual(['webp', labels[1]])
  expect(entries[0]!.ofAverage).toBeLessThan(-10)
  expect(entries[1]!.ofAverage).toBeCloseTo(0, 6)
})
