import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from '../../lib/index'
import { makeNoise } from '../helpers/pictures'
import { bundledProgram } from '../helpers/program_bundle'
import { ended, runCli } from '../helpers/run_cli'
import { itWhere } from '../helpers/where'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-full-'))
afterAll(() => rmSync(folder, { recursive: true }))
const timeout = 60_000
const input = join(folder, 'in.png')
writeFileSync(input, new PNG().encodeSync(makeNoise({ width: 300, height: 200 })))

const toStdout: [name: string, args: string[]][] = [
  ['encode', ['encode', input, '-', '--to', 'qoi']],
  ['decode', ['decode', input, '-']],
  ['codecs', ['codecs']],
  ['probe', ['probe', input]],
  ['probe --json', ['probe', input, '--json']],
]

describe('a stdout that takes nothing', () => {
  itWhere(existsSync('/dev/full'), 'no /dev/full').each(toStdout)('%s', async (_name, args) => {
    const out = openSync('/dev/full', 'w')
    const { code, stderr } = await runCli(args, { stdio: ['ignore', out, 'pipe'], timeout })
    closeSync(out)
    expect(stderr).toMatch(/^nodecodecs: .*ENOSPC[^\n]*\n$/)
    expect(code).toBe(1)
  })
})

describe('files of at most 64 blocks of 512 bytes', () => {
  const outputs: [name: string, args: (to: string) => string[], to: string][] = [
    ['encode over an old file', (to) => ['encode', input, to], 'old.qoi'],
    ['decode over an old file', (to) => ['decode', input, to], 'old.bmp'],
    ['encode to a new file', (to) => ['encode', input, to], 'new.qoi'],
  ]
  itWhere(process.platform !== 'win32', 'no ulimit').each(outputs)(
    '%s',
    async (_name, args, name) => {
      const place = mkdtempSync(join(folder, 'limited-'))
      const to = join(place, name)
      if (name.startsWith('old')) writeFileSync(to, 'precious')
      const words = [process.execPath, bundledProgram(), ...args(to)]
      const { code, stderr } = await ended(
        spawn('sh', ['-c', 'ulimit -f 64; exec "$@"', 'sh', ...words], { timeout }),
      )
      expect(stderr).toContain('EFBIG')
      expect(stderr).toContain(to)
      expect(code).toBe(1)
      expect(readdirSync(place)).toEqual(name.startsWith('old') ? [name] : [])
      if (name.startsWith('old')) expect(readFileSync(to, 'latin1')).toBe('precious')
    },
  )
})
