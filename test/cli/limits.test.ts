import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'

// `--max-pixels`, `--max-memory`, `--timeout`, `--isolate`: of every command that decodes pictures,
// for the pictures that it is given.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-cli-limits-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
writeFileSync(at('a.png'), new PNG().encodeSync(makePicture({ width: 800, height: 600 })))

const commands: Record<string, readonly string[]> = {
  decode: ['decode', at('a.png'), at('out.ppm')],
  encode: ['encode', at('a.png'), at('out.qoi')],
  apply: ['apply', at('a.png'), '-c', 'qoi', '-b', 'native'],
  metrics: ['metrics', at('a.png'), at('a.png'), '-m', 'mse'],
}

const limits: Record<string, RegExp> = {
  '--max-pixels=1000': /ERR_LIMIT[^]*800x600 has more than --max-pixels \(1000\)/,
  '--max-memory=1048576': /ERR_LIMIT[^]*--max-memory/,
}

jest.setTimeout(120_000) // processes that compile the sources
const timeout = 100_000

const cases = Object.keys(commands).flatMap((name) => Object.keys(limits).map((one) => [name, one]))

test.each(cases)('%s %s refuses a larger picture', async (name, limit) => {
  const { code, stdout, stderr } = await runCli([...commands[name!]!, limit!], { timeout })
  expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(limits[limit!]!)])
})

test.each(Object.keys(commands))('%s within all of them is done', async (name) => {
  const wide = ['--max-pixels=1e6', '--max-memory=1e8', '--timeout=90000', '--isolate']
  const { code, stderr } = await runCli([...commands[name]!, ...wide], { timeout })
  expect([code, stderr]).toEqual([0, ''])
})

test.each(Object.keys(commands))('%s: a limit that is none is an error', async (name) => {
  const line = [...commands[name]!, '--timeout=0']
  const { code, stdout, stderr } = await runCli(line, { timeout })
  expect([code, stdout + stderr]).toEqual([expect.any(Number), expect.stringMatching(/timeout/)])
  expect(code).not.toBe(0)
})

test.each(Object.keys(commands))('%s --help has them', async (name) => {
  const { stdout } = await runCli([name, '--help'], { timeout })
  for (const option of ['--max-pixels', '--max-memory', '--timeout', '--isolate']) {
    expect(stdout).toContain(option)
  }
})
