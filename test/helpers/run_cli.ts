import { type SpawnOptions, spawn } from 'node:child_process'
import { join } from 'node:path'
import { bundledProgram } from './program_bundle'

const root = join(__dirname, '../..')

/** What decodes for `isolate` is looked for beside the sources: a bundle would take that of dist/. */
function program(args: readonly string[]): string[] {
  if (!args.includes('--isolate')) return [bundledProgram()]
  return ['-r', join(__dirname, 'load_typescript.js'), join(root, 'lib/cli/main.ts')]
}

/** The command line's own process; further words are its arguments. */
export const startCli = (args: readonly string[], options: SpawnOptions = {}) =>
  spawn(process.execPath, [...program(args), ...args], options)

export interface Ended {
  code: number | null
  signal: string | null
  stdout: string
  stderr: string
}

export function ended(child: ReturnType<typeof startCli>): Promise<Ended> {
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => (texts[name] += text))
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...texts }))
  })
}

export const runCli = (args: readonly string[], options?: SpawnOptions): Promise<Ended> =>
  ended(startCli(args, options))

/** Standard output of a call that must succeed, as JSON. */
export async function cliJson<T>(args: readonly string[], options?: SpawnOptions): Promise<T> {
  const { code, stdout, stderr } = await runCli([...args, '--json'], options)
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`)
  return JSON.parse(stdout) as T
}
