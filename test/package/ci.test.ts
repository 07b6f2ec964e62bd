import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
  const counts = { numPassingTests: 7, numFailingTests: 1, numPendingTests: 2 }

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
    expect(node(join(ci, 'suites.js'), log)).toMatch(/none: jest itself did not end/)
    expect(node(join(ci, 'counts.js'), log)).toBe('21 passed, 3 failed, 6 skipped')
  })

  test('its counts are added to those of the runs that ended', () => {
    const json = join(folder, 'other.json')
    const other = { numPassedTests: 100, numFailedTests: 0, numRuntimeErrorTestSuites: 1 }
    writeFileSync(json, JSON.stringify({ ...other, numPendingTests: 5, numTodoTests: 0 }))
    expect(node(join(ci, 'counts.js'), json, log)).toBe('121 passed, 4 failed, 11 skipped')
  })
})
