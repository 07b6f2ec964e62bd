import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { ProgramsFolder } from './programs_folder'

const ci = join(__dirname, '../../.ci')
const real = `basename bash cat cp dirname env find grep id ln mkdir mktemp node paste rm sh sleep
  sort tail timeout xargs`.split(/\s+/)

/** What a stand-in of jest does in one run. */
export interface JestRun {
  /** Its report; a text is written as it is. */
  report?: object | string
  /** The suites that it notes as begun. */
  begun?: string[]
  /** An exit code, a signal that it gets, or nothing: it hangs. */
  end?: number | string
}

export function report(passed: number, failed: number, ...testResults: object[]): object {
  const rest = { numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 }
  return { numPassedTests: passed, numFailedTests: failed, ...rest, testResults }
}

/** A suite as jest's report has it. */
export function suite(name: string, ...statuses: string[]): object {
  const failed = !statuses.includes('passed') || statuses.includes('failed')
  const assertionResults = statuses.map((status) => ({ status }))
  return { name, status: failed ? 'failed' : 'passed', assertionResults }
}

const JEST = `#!/usr/bin/env node
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs')
const runs = RUNS
if (process.argv.includes('--listTests')) {
  console.log(process.cwd() + '/test/a.test.ts')
  process.exit()
}
const calls = __filename + '.calls'
appendFileSync(calls, process.argv.slice(2).join(' ') + '\\n')
const count = readFileSync(calls, 'utf8').trim().split('\\n').length
const { report, begun = [], end } = runs[Math.min(count, runs.length) - 1]
const to = process.argv.find((word) => word.startsWith('--outputFile=')).slice(13)
if (report) writeFileSync(to, typeof report === 'string' ? report : JSON.stringify(report))
const notes = begun.map((begin) => JSON.stringify({ begin }) + '\\n').join('')
if (notes) writeFileSync(process.env.NODECODECS_SUITES_LOG, notes)
if (typeof end === 'number') process.exit(end)
if (typeof end === 'string') process.kill(process.pid, end)
setInterval(() => {}, 1000)
`

/** A folder with the real .ci/ and stand-ins of all that it starts, each of which succeeds. */
export class CiProject {
  private readonly programs = new ProgramsFolder(real)
  readonly root = this.programs.root

  constructor() {
    cpSync(ci, join(this.root, '.ci'), { recursive: true })
    const empty = ['util/setup.sh', 'util/lanes/run.sh', 'util/bench/hostile.js']
    const consumer = ['esm.mjs', 'commonjs.js'].map((name) => `test/fixtures/consumer/${name}`)
    for (const name of [...empty, ...consumer]) this.file(name, '')
    for (const name of ['npx', 'shellcheck', 'dpkg', 'sudo']) this.program(name, '')
    this.program('npm', 'if [ "$1" = pack ]; then echo nodecodecs.tgz; fi')
    this.script('node_modules/.bin/attw', '')
    this.file('test/helpers/some.ts', `const program = 'cjpeg'`)
    this.file('test/helpers/other.ts', `import './some'`)
    this.file('test/a.test.ts', `import './helpers/other'`)
    this.jest({ report: report(3, 0), end: 0 })
  }

  file(name: string, text: string): void {
    const file = join(this.root, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    chmodSync(file, 0o755)
  }

  /** `body`: lines of sh. */
  script(name: string, body: string): void {
    this.file(name, `#!/bin/sh\n${body}\n`)
  }

  program(name: string, body: string): void {
    this.programs.add(name, body)
  }

  /** The runs that follow, of which the last is that of all others. */
  jest(...runs: JestRun[]): void {
    rmSync(join(this.root, 'node_modules/.bin/jest.calls'), { force: true })
    this.file(
      'node_modules/.bin/jest',
      JEST.replace('RUNS', () => JSON.stringify(runs)),
    )
  }

  run(script: string, ...args: string[]) {
    const argv = [join(this.root, '.ci', script), ...args]
    const { status, stdout } = spawnSync('bash', argv, {
      env: { ...process.env, PATH: this.programs.path, TMPDIR: this.root },
      encoding: 'utf8',
      timeout: 50_000,
    })
    const lines = stdout.trim().split('\n')
    return { status, stdout, last: lines[lines.length - 1] }
  }

  remove(): void {
    rmSync(this.root, { recursive: true })
  }
}
