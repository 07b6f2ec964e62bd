import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '../helpers/run_cli'
import { itWhere } from '../helpers/where'

// Every switch that a command's help names is one that the shells offer, and the other way round.

const timeout = 60_000
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-switches-'))
afterAll(() => rmSync(folder, { recursive: true }))
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

/** The switches of a help text: `  -q, --quality <n>  in the ...`. */
function switchesOf(help: string): string[] {
  const options = help.split('\nOptions:\n')[1]?.split('\n\n')[0] ?? ''
  const heads = [...options.matchAll(/^ {2}(-\S.*?)(?: {2,}|$)/gm)].map(([, head]) => head!)
  return heads.flatMap((head) => head.match(/(?<![\w-])--?[a-z][\w-]*/g)!).sort()
}

let switches: [command: string, names: string[]][]
beforeAll(async () => {
  const names = (text: string) =>
    [...text.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name]) => name!)
  const { stdout } = await runCli(['--help'], { timeout })
  const commands = names(stdout.split('\nCommands:\n')[1]!.split('\n\n')[0]!)
  switches = []
  for (const command of commands) {
    const help = await runCli([command, '--help'], { timeout })
    switches.push([command, switchesOf(help.stdout)])
  }
}, 120_000)

test('there are commands, and switches of each', () => {
  expect(switches.length).toBeGreaterThan(14)
  for (const [command, names] of switches) expect([command, names.length]).not.toEqual([command, 0])
  expect(switches.find(([command]) => command === 'encode')![1]).toEqual(
    expect.arrayContaining(['-q', '--quality', '--set', '--json', '--strict']),
  )
})

/** What the script's own function says, in that shell, behind a command. */
async function offered(shell: string): Promise<Map<string, string[]>> {
  const { stdout: script } = await runCli(['completion', shell], { timeout })
  const path = join(folder, shell)
  // zsh's compdef is there where compinit has run
  writeFileSync(path, `compdef() { :; }\n${script}`)
  const each = switches.map(([command]) => `_nodecodecs_words ${command} x`).join('; ')
  const { stdout, stderr } = spawnSync(shell, ['-c', `source ${path}; ${each}`], {
    encoding: 'utf8',
    timeout,
  })
  expect(stderr).toBe('')
  const lines = stdout.trimEnd().split('\n')
  return new Map(switches.map(([command], i) => [command, lines[i]!.split(' ')]))
}

for (const shell of ['bash', 'zsh']) {
  itWhere(has(shell), `no ${shell}`)(`${shell} offers every switch of every command`, async () => {
    const words = await offered(shell)
    for (const [command, names] of switches) {
      const dashed = words.get(command)!.filter((word) => word.startsWith('-'))
      const own = names.filter((name) => name !== '-h').sort()
      expect([command, dashed.sort()]).toEqual([command, own])
    }
  })
}
