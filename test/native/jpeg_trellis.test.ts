import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const compiler = process.env.CXX ?? 'g++'
const hasCompiler = spawnSync(compiler, ['--version']).status === 0

const title = hasCompiler ? 'native/codec/jpeg_trellis' : `jpeg_trellis (skipped: no ${compiler})`
;(hasCompiler ? test : test.skip)(
  `${title}: no choice of values costs less, and DC stays the nearest`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-trellis-'))
    try {
      const program = join(folder, 'jpeg_trellis_check')
      const native = join(root, 'native')
      const sources = [
        join(__dirname, 'jpeg_trellis_check.cc'),
        join(native, 'codec/jpeg_trellis.cc'),
      ]
      const flags = ['-std=c++17', '-O2', '-Wall', '-Wextra', '-Wpedantic', '-Werror']
      const args = [...flags, ...sources, `-I${native}`, '-o', program]
      const built = spawnSync(compiler, args, { encoding: 'utf8', timeout: 120_000 })
      expect(built).toMatchObject({ stderr: '', status: 0 })
      const { stdout } = spawnSync(program, { encoding: 'utf8', timeout: 60_000 })
      expect(stdout).toMatch(/^300 blocks, \d{3} changed\n$/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  200_000,
)
