import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ended, runCli, startCli } from '../helpers/run_cli'
import { describeWhere } from '../helpers/where'

// Sources of the command line that give nothing, or never end.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-endless-'))
afterAll(() => rmSync(folder, { recursive: true }))
const fifo = join(folder, 'pipe')
const out = (name: string) => join(folder, name)
const png = join(folder, 'a.png')

const commands: [string, (source: string) => string[]][] = [
  ['decode', (source) => ['decode', source, out('out.png')]],
  ['encode', (source) => ['encode', source, out('out.webp')]],
  ['encode --raw', (source) => ['encode', source, out('out.webp'), '--raw', '8x8x3']],
  ['apply', (source) => ['apply', source, '--codec', 'webp']],
  ['metrics', (source) => ['metrics', source, png]],
]

describeWhere(existsSync('/dev/zero'), 'no devices')('commands', () => {
  beforeAll(async () => {
    execFileSync('mkfifo', [fifo])
    await runCli(['apply', '--save', png, '--codec', 'qoi'])
  })

  test.each(commands)('%s ends at its time, and at its memory', async (_name, of) => {
    const silent = await runCli([...of(fifo), '--timeout', '300'])
    expect(silent.code).not.toBe(0)
    expect(silent.stderr + silent.stdout).toMatch(/timeout = 300 ms, reading '.*pipe'/)
    const stdin = startCli([...of('-'), '--timeout', '300'])
    const found = await ended(stdin)
    expect(found.code).not.toBe(0)
    expect(found.stderr + found.stdout).toMatch(/timeout = 300 ms, reading the stream/)
    const long = await runCli([...of('/dev/zero'), '--max-memory', '2e6'])
    expect(long.code).not.toBe(0)
    expect(long.stderr + long.stdout).toMatch(/\/dev\/zero' gives more than --max-memory/)
  })
})
