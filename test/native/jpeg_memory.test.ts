import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildNativeProgram, compiler, hasCompiler, libraries } from '../helpers/native_program'

// The program puts its own malloc before that of the C library, as Linux lets it.
const used = libraries('libjpeg', 'libavcodec', 'libavutil')
const missing = process.platform !== 'linux' ? 'not Linux' : used.missing
const why = hasCompiler ? missing : `no ${compiler}`
const title = why ? `native/codec/jpeg_encode (skipped: ${why})` : 'native/codec/jpeg_encode'
;(why ? test.skip : test)(
  `${title}: whatever allocation fails, nothing is freed twice or left`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-jpeg-'))
    try {
      const program = join(folder, 'jpeg_memory_check')
      const codec = ['encode', 'requantize', 'settings', 'trellis'].map((n) => `codec/jpeg_${n}.cc`)
      const parts = [...codec, 'error.cc', 'pixels/frame.cc']
      const flags = [...used.flags, '-ldl']
      buildNativeProgram({ main: 'jpeg_memory_check.cc', parts, output: program, flags })
      const { stdout } = spawnSync(program, { encoding: 'utf8', timeout: 60_000 })
      expect(stdout).toMatch(/^(trellis [01]: [1-9]\d+ fail, 0 freed twice, 0 left\n){2}$/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  200_000,
)
