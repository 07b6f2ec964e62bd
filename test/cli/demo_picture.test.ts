import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clouds, hash } from '../../lib/cli/demo/noise'
import { readImageSync } from '../../lib/index'
import { cliJson } from '../helpers/run_cli'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'demo-test-'))))
afterAll(() => rmSync(folder, { recursive: true }))

// Made by a process of its own: the loops take 30 times as long within jest's sandbox.
test('is the same bytes everywhere, and as hard to code as a photograph', async () => {
  const file = join(folder, 'demo.ppm')
  const { rows } = await cliJson<{ rows: { image: string; codec: string; bpp: number }[] }>([
    ...['apply', '--save', file],
    ...['-c', 'jpeg,png', '-b', 'native', '-q', 'jpeg=75'],
  ])
  const { shape, data } = readImageSync(file)
  expect(shape).toEqual([512, 768, 3])
  expect(createHash('md5').update(data).digest('hex')).toBe('14fd9a1fcdc3ff5016ea17a1c3c174d6')
  const [jpeg, png] = rows
  expect(jpeg).toMatchObject({ image: 'demo', codec: 'jpeg' })
  expect(jpeg!.bpp).toBeGreaterThan(0.5)
  expect(jpeg!.bpp).toBeLessThan(2)
  expect(png!.bpp).toBeGreaterThan(9)
  expect(png!.bpp).toBeLessThan(16)
})

test('noise stays in [0, 1), spread evenly', () => {
  const points = Array.from({ length: 10000 }, (_, i) => i)
  const hashes = points.map((i) => hash(i, -i, 3))
  const all = [...hashes, ...points.map((i) => clouds(i / 7, i / 11, 5, 4))]
  expect(all.every((value) => value >= 0 && value < 1)).toBe(true)
  expect(hashes.reduce((sum, value) => sum + value) / hashes.length).toBeCloseTo(0.5, 1)
})
