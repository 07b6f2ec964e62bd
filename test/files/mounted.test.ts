import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG, probeSync } from '../../lib/index'
import { makeNoise } from '../helpers/pictures'
import { bundledProgram } from '../helpers/program_bundle'
import { itWhere } from '../helpers/where'

// A file that is a mount of its own, as `docker run -v ./out.png:/out.png` makes it: nothing can take its
// name (EBUSY; on Windows, a file that another program holds open), so it is written where it is.

const space = ['--mount', '--map-root-user']
const can = spawnSync('unshare', [...space, 'true'], { timeout: 20_000 }).status === 0
const itMounts = itWhere(can, 'needs unshare and the right to mount')

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-mounted-'))
afterAll(() => rmSync(folder, { recursive: true }))

itMounts('a file that is mounted alone is written', () => {
  const [input, outside, inside] = ['in.png', 'outside.webp', 'inside.webp'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  writeFileSync(input, new PNG().encodeSync(makeNoise({ width: 40, height: 30 })))
  writeFileSync(outside, 'old')
  writeFileSync(inside, '')
  const before = statSync(outside).ino
  const script = 'mount --bind "$1" "$2" && exec "$3" "$4" encode "$5" "$2"'
  const words = [outside, inside, process.execPath, bundledProgram(), input]
  const args = [...space, 'sh', '-c', script, 'sh', ...words]
  const { status, stderr } = spawnSync('unshare', args, { encoding: 'utf8', timeout: 60_000 })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(probeSync(readFileSync(outside))).toMatchObject({ width: 40, height: 30 })
  expect(statSync(outside).ino).toBe(before)
  expect(readdirSync(folder).sort()).toEqual(['in.png', 'inside.webp', 'outside.webp'])
})
