import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import { matchTable, type ResultRow, type Row, sweep, type SweepOptions } from '../../lab/index'
import { describePicture } from '../../lab/work/picture'
import { measureStream, runPoint, timePoint } from '../../lab/work/point'
import type { PointTask } from '../../lab/work/task'
import { makePicture } from '../helpers/pictures'
import './processes'

// A picture file that changes: between two runs of a sweep, and within one.

let base: string
let pictures: string
let file: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'nodecodecs-changed-'))
  pictures = join(base, 'pictures')
  mkdirSync(pictures)
  file = join(pictures, 'a.png')
})
afterEach(() => rmSync(base, { recursive: true }))
const write = (texture: number) => writeImage(file, makePicture({ width: 64, height: 48, texture }))

async function run(codec: SweepOptions['codecs'][0] = 'jpeg') {
  const warnings: string[] = []
  const rows: Row[] = []
  const onWarning = (text: string) => warnings.push(text)
  const given = { pictures: [pictures], codecs: [codec], quality: [50, 80], metrics: ['psnr'] }
  const options = { ...given, out: join(base, 'out'), onWarning }
  for await (const row of sweep(options)) rows.push(row)
  return { rows, warnings }
}

test('between two runs: its points are new ones, and it is said that the old ones stay', async () => {
  await write(0.1)
  const before = await run()
  expect((await run()).warnings).toEqual([])
  await write(0.6)
  const after = await run()
  expect(after.warnings).toEqual([expect.stringMatching(/^a\.png: 2 earlier points of this name/)])
  const rows = [...before.rows, ...after.rows] as ResultRow[]
  expect(new Set(rows.map(({ key }) => key)).size).toBe(4)
  // two pictures of one name, each against itself
  const at = { metric: 'psnr', bpp: rows[0]!.bpp }
  const { matches, means } = matchTable(rows, { anchor: 'jpeg', at })
  expect(matches.map(({ sha256 }) => sha256)).toEqual([
    ...new Set(rows.map(({ picture }) => picture.sha256)),
  ])
  expect(means[0]).toMatchObject({ scoreGain: 0 })
})

test('an option between two runs: the label has two curves, and it is said', async () => {
  await write(0.1)
  const fast = { codec: 'jpeg', options: { trellis: false } }
  await run()
  expect((await run(fast)).warnings).toEqual([
    'jpeg: 2 earlier points are by trellis=default; they stay, as a curve of their own',
  ])
  expect((await run(fast)).warnings).toHaveLength(1)
})

test('within a run: the point fails, instead of being one of other samples', async () => {
  await write(0.1)
  const { picture } = await describePicture(file)
  const setup = { codec: 'jpeg', options: {} }
  const of = { path: file, sha256: picture.sha256, setup }
  const point: PointTask = { kind: 'point', ...of, quality: 50, metrics: ['psnr'] }
  const { bytes } = await runPoint(point)
  await write(0.6)
  const message = 'the file has other samples than those that the sweep was planned with'
  await expect(runPoint(point)).rejects.toThrow(message)
  await expect(timePoint({ kind: 'time', ...of, quality: 50 })).rejects.toThrow(message)
  await expect(
    measureStream({ kind: 'measure', ...of, stream: bytes, metrics: ['ssim'] }),
  ).rejects.toThrow(message)
})
