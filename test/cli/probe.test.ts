import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QOI } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { ended, runCli, startCli } from '../helpers/run_cli'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-cli-probe-'))
afterAll(() => rmSync(folder, { recursive: true }))
const bytes = new QOI().encodeSync(makePicture({ width: 9, height: 5 }))
const path = join(folder, 'a.qoi')
writeFileSync(path, bytes)
const timeout = 60_000

test('probe: a table; what fails is named, the rest goes on', async () => {
  const broken = join(folder, 'broken')
  writeFileSync(broken, 'nothing')
  const { code, stdout, stderr } = await runCli(['probe', broken, path], { timeout })
  expect(code).toBe(1)
  expect(stdout).toMatch(/a\.qoi +qoi +9 x 5 +3 +8 +1 +1 +-/)
  expect(stderr).toMatch(/broken: .*6e6f7468696e67/)
})

test('probe - reads stdin', async () => {
  const child = startCli(['probe', '-', '--json'], { timeout })
  child.stdin!.end(bytes)
  const { code, stdout } = await ended(child)
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    [
      {
        file: '-',
        format: 'qoi',
        width: 9,
        height: 5,
        bitDepth: 8,
        channels: 3,
        frames: 1,
        orientation: 1,
      },
    ],
  ])
})
