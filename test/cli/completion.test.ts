import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { metricNames } from '../../lib/index'
import { allDescriptors } from '../../lib/registry'
import { runCli } from '../helpers/run_cli'
import { itWhere } from '../helpers/where'

// What shells complete, and what every command's help says.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-completion-'))
afterAll(() => rmSync(folder, { recursive: true }))
const timeout = 60_000
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

async function script(shell: string): Promise<string> {
  const { code, stdout } = await runCli(['completion', shell], { timeout })
  expect(code).toBe(0)
  const path = join(folder, shell)
  writeFileSync(path, stdout)
  return path
}

itWhere(has('bash'), 'no bash')('bash completes commands, options and their values', async () => {
  const path = await script('bash')
  const complete = (...words: string[]): string[] => {
    const ask =
      'source "$0"; COMP_WORDS=(nodecodecs "$@"); COMP_CWORD=$#; _nodecodecs; printf "%s\\n" "${COMPREPLY[@]}"'
    const { stdout } = spawnSync('bash', ['-c', ask, path, ...words], { encoding: 'utf8', timeout })
    return stdout.split('\n').filter(Boolean)
  }
  const codecs = allDescriptors().map(({ name }) => name)
  expect(complete('enc')).toEqual(['encode'])
  expect(complete('')).toEqual(expect.arrayContaining(['apply', 'sweep', 'completion', '--help']))
  expect(complete('encode', '--ba').sort()).toEqual(['--background', '--backend'].sort())
  expect(complete('encode', 'a.png', '--codec', '')).toEqual(codecs)
  expect(complete('encode', '-c', 'x2')).toEqual(codecs.filter((name) => name.startsWith('x2')))
  expect(complete('metrics', '-m', '')).toEqual([...metricNames])
  expect(complete('sweep', '--poi')).toEqual(['--points'])
  expect(complete('help', 'avi')).toEqual(['avif'])
  expect(complete('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh']))
  expect(complete('decode', '--as', '')).toEqual(['pixels', 'float32', 'planes'])
  expect(complete('decode', '--lay')).toEqual(['--layout'])
  expect(complete('encode', '--out', '')).toEqual([]) // then bash completes files
})

itWhere(has('zsh'), 'no zsh')('zsh reads its script', async () => {
  const { status, stderr } = spawnSync('zsh', ['-n', await script('zsh')], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

test('a shell that is not known is a mistake', async () => {
  expect((await runCli(['completion', 'fish'], { timeout })).code).toBe(2)
})

test('every command has examples in its help', async () => {
  const { stdout } = await runCli(['--help'], { timeout })
  const names = [
    ...stdout
      .split('Commands:')[1]!
      .split('\n\n')[0]!
      .matchAll(/^ {2}([\w-]+)/gm),
  ]
  expect(names.length).toBeGreaterThan(14)
  for (const [, name] of names) {
    const help = await runCli([name!, '--help'], { timeout })
    expect([name, help.code, help.stdout]).toEqual([
      name,
      0,
      expect.stringMatching(/\nExamples:\n {2}\$/),
    ])
  }
}, 120_000)
