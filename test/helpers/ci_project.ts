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
  /** An exit code, a signal that it gets (SEGV), or nothing: it hangs. */
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

/** In sh, which begins at once on a busy machine, too: some of these have seconds to live. */
const JEST = `#!/bin/bash
case " $* " in *' --listTests '*) echo "$PWD/test/a.test.ts"; exit ;; esac
for word; do case $word in --outputFile=*) report=\${word#*=} ;; esac; done
count=$(($(cat "$0.count") + 1))
echo "$count" >"$0.count"
[ -e "$0.$count" ] || count=last
. "$0.$count"
`

/** A run as lines of sh. */
function linesOf({ report, begun = [], end }: JestRun): string {
  const text = typeof report === 'object' ? JSON.stringify(report) : report
  const notes = begun.map((begin) => `${JSON.stringify({ begin })}\n`).join('')
  return [
    text === undefined ? '' : `printf '%s' '${text}' >"$report"`,
    notes === '' ? '' : `printf '%s' '${notes}' >"$NODECODECS_SUITES_LOG"`,
    end === undefined ? 'exec sleep 600' : '',
    typeof end === 'number' ? `exit ${end}` : `kill -s ${end} $$`,
  ].join('\n')
}

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
    const jest = 'node_modules/.bin/jest'
    rmSync(join(this.root, `${jest}.1`), { force: true })
    this.file(jest, JEST)
    this.file(`${jest}.count`, '0')
    runs.slice(0, -1).forEach((run, i) => this.file(`${jest}.${i + 1}`, linesOf(run)))
    this.file(`${jest}.last`, linesOf(runs.at(-1)!))
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
