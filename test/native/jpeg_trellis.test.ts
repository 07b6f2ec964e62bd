import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildNativeProgram, compiler, hasCompiler } from '../helpers/native_program'

const title = hasCompiler ? 'native/codec/jpeg_trellis' : `jpeg_trellis (skipped: no ${compiler})`
;(hasCompiler ? test : test.skip)(
  `${title}: no choice of values costs less, and DC stays the nearest`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-trellis-'))
    try {
      const program = join(folder, 'jpeg_trellis_check')
      const parts = ['codec/jpeg_trellis.cc']
      buildNativeProgram({ main: 'jpeg_trellis_check.cc', parts, output: program })
      const { stdout } = spawnSync(program, { encoding: 'utf8', timeout: 60_000 })
      expect(stdout).toMatch(/^300 blocks, \d{3} changed\n$/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  200_000,
)
