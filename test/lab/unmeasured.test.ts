import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-unmeasured-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a sweep tells which metrics its points have not, and why', async () => {
  const picture = join(folder, 'small.png')
  await writeImage(picture, makePicture({ width: 96, height: 80 }))
  const { code, stdout, stderr } = await runCli(
    [
      'sweep',
      picture,
      '-c',
      'jpeg',
      '--points',
      '2',
      '-m',
      'psnr,ms-ssim',
      '-o',
      join(folder, 'out'),
    ],
    { timeout: 120_000 },
  )
  expect([code, stdout]).toEqual([0, ''])
  expect(stderr).toMatch(/^without a value, 2: .*ms-ssim: expected sides of at least 161/m)
}, 180_000)
