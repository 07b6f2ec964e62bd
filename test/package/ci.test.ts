import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ci = join(__dirname, '../../.ci')
const root = '/project'

interface Reporter {
  onTestFileStart(test: { path: string }): void
  onTestFileResult(test: { path: string }, result: object): void
}
const SuitesReporter = jest.requireActual<new (config: { rootDir: string }) => Reporter>(
  join(ci, 'suites.js'),
)

const node = (...args: string[]): string =>
  spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 }).stdout.trim()

describe('after a run that had to be killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-ci-'))
  const log = join(folder, 'run.log')
  afterAll(() => rmSync(folder, { recursive: true }))

  function report(): Reporter {
    process.env.NODECODECS_SUITES_LOG = log
    const reporter = new SuitesReporter({ rootDir: root })
    delete process.env.NODECODECS_SUITES_LOG
    return reporter
  }
  const counts = { numPassingTests: 7, numFailingTests: 1, numPendingTests: 1, numTodoTests: 1 }

  test('the suites that were running are named, and the others are counted', () => {
    const reporter = report()
    for (const name of ['a', 'b', 'c'])
      reporter.onTestFileStart({ path: `${root}/test/${name}.ts` })
    reporter.onTestFileResult({ path: `${root}/test/a.ts` }, counts)
    reporter.onTestFileResult({ path: `${root}/test/c.ts` }, counts)
    expect(node(join(ci, 'suites.js'), log)).toMatch(/begun and not ended: test\/b\.ts$/)
    expect(node(join(ci, 'counts.js'), log)).toBe('14 passed, 3 failed, 4 skipped')
  })

  test('jest that does not end after its last suite is a failure too', () => {
    report().onTestFileResult({ path: `${root}/test/b.ts` }, { ...counts, numFailingTests: 0 })
    expect(node(join(ci, 'suites.js'), log)).toMatch(/ended: none: it was jest itself$/)
    expect(node(join(ci, 'counts.js'), log)).toBe('21 passed, 3 failed, 6 skipped')
  })

  test('its counts are added to those of the runs that ended', () => {
    const json = join(folder, 'other.json')
    const other = { numPassedTests: 100, numFailedTests: 0, numRuntimeErrorTestSuites: 1 }
    writeFileSync(json, JSON.stringify({ ...other, numPendingTests: 5, numTodoTests: 0 }))
    expect(node(join(ci, 'counts.js'), json, log)).toBe('121 passed, 4 failed, 11 skipped')
  })

  test('a note that was cut is no line, and a report that was cut is one failure', () => {
    const whole = readFileSync(log, 'utf8')
    writeFileSync(log, `${whole}{"begin":"te`)
    const json = join(folder, 'cut.json')
    writeFileSync(json, '{"numPassedTests":100')
    expect(node(join(ci, 'counts.js'), json, log)).toBe('21 passed, 4 failed, 6 skipped')
  })
})

describe('suites that failed are run again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-ci-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const [first, second] = ['first', 'second'].map((name) => join(folder, `${name}.json`)) as [
    string,
    string,
  ]
  const suite = (name: string, ...statuses: string[]) => ({
    name: `${root}/test/${name}.ts`,
    status: statuses.includes('passed') && !statuses.includes('failed') ? 'passed' : 'failed',
    assertionResults: statuses.map((status) => ({ status })),
  })
  const write = (file: string, ...testResults: object[]) =>
    writeFileSync(file, JSON.stringify({ testResults, numTodoTests: 0 }))
  const again = (...args: string[]) => node(join(ci, 'again.js'), ...args)

  test('if they are few', () => {
    write(first, suite('a', 'passed'), suite('b', 'failed'), suite('c'))
    expect(again(first).split('\n')).toEqual([`${root}/test/b.ts`, `${root}/test/c.ts`])
    write(first, ...['a', 'b', 'c', 'd'].map((name) => suite(name, 'failed')))
    expect(again(first)).toBe('')
  })

  test('what passes then is named and counted; what does not has failed', () => {
    write(first, suite('a', 'passed', 'pending'), suite('b', 'passed', 'failed'), suite('c'))
    write(second, suite('b', 'passed', 'passed'), suite('c'))
    expect(again(first, second)).toMatch(/^Unsteady: passed when run again: .*test\/b\.ts$/)
    expect(node(join(ci, 'counts.js'), first)).toBe('3 passed, 1 failed, 1 skipped')
  })
})
