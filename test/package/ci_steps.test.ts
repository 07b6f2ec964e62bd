import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CiProject, type JestRun, report, suite } from '../helpers/ci_project'

// That no failed step of CI passes, and that each ends with its counts: .ci/ with stand-ins of all that
// it starts.
let project: CiProject
let name: string
beforeEach(() => {
  project = new CiProject()
  name = join(project.root, 'jest-some')
})
afterEach(() => project.remove())

const begun = ['test/a.test.ts']
const failures: [string, JestRun, RegExp][] = [
  ['fails', { report: report(3, 1), end: 1 }, /3 passed, 1 failed/],
  ['crashes', { begun, end: 'SEGV' }, /\b0 passed, 1 failed/],
  ['is killed from outside', { begun, end: 'KILL' }, /\b0 passed, 1 failed/],
  ['writes no report', { begun, end: 0 }, /\b0 passed, 1 failed/],
  ['does nothing', { end: 0 }, /no report/],
  ['crashes when all is told', { report: report(3, 0), end: 'SEGV' }, /3 passed, 0 failed/],
  ['is stopped in its report', { report: '{"numPassedTests":3', end: 1 }, /\b0 passed, 1 failed/],
]

describe('.ci/jest', () => {
  test('passes with counts', () => {
    const { status, last } = project.run('jest', name, '30')
    expect(last).toBe('3 passed, 0 failed, 0 skipped')
    expect(status).toBe(0)
  })

  test.each(failures)('jest %s: 1', (_, run, said) => {
    project.jest(run)
    const { status, stdout } = project.run('jest', name, '30')
    expect(stdout).toMatch(said)
    expect(status).toBe(1)
  })

  test('its time is over: 124, and what was running', () => {
    project.jest({ begun })
    const { status, stdout, last } = project.run('jest', name, '4')
    expect(stdout).toMatch(/Killed after its time.*test\/a\.test\.ts$/m)
    expect(last).toBe('0 passed, 1 failed, 0 skipped')
    expect(status).toBe(124)
  })

  test.each([-5, 0])('no time is left (%i s): the same', (seconds) => {
    project.jest({ begun })
    expect(project.run('jest', name, `${seconds}`).status).toBe(124)
  })

  test('jest that does not end after its last suite has failed', () => {
    project.jest({ report: report(3, 0) })
    const { status, stdout } = project.run('jest', name, '4')
    expect(stdout).toMatch(/did not end/)
    expect(status).toBe(1)
  })

  const flaky = report(0, 1, suite('/b.test.ts', 'failed'))
  test.each<[string, JestRun, JestRun, number]>([
    ['passes then', { report: flaky, end: 1 }, { report: report(1, 0), end: 0 }, 0],
    ['fails again', { report: flaky, end: 1 }, { report: flaky, end: 1 }, 1],
    ['crashes then', { report: flaky, end: 1 }, { begun, end: 'SEGV' }, 1],
    ['had crashed', { report: flaky, end: 'SEGV' }, { report: report(1, 0), end: 0 }, 1],
  ])('a suite that failed and %s', (_, first, second, code) => {
    project.jest(first, second)
    expect(project.run('jest', name, '100').status).toBe(code)
  })
})

describe('.ci/bare', () => {
  test('runs the suites that look for a program', () => {
    const { status, stdout } = project.run('bare', name, '30')
    expect(stdout).toMatch(/^1 suites without /)
    expect(status).toBe(0)
  })

  test('that there are none is a failure', () => {
    project.file('test/a.test.ts', '')
    expect(project.run('bare', name, '30').status).toBe(1)
  })
})

describe('.ci/lane', () => {
  /** The lane's script, with the real .ci/jest in it. */
  function lane(seconds: number, ...runs: JestRun[]) {
    project.jest(...runs)
    project.script('util/lanes/run.sh', `exec bash .ci/jest '${name}' ${seconds}`)
    return project.run('lane', name, '30')
  }

  test('passes', () => expect(lane(30, { report: report(3, 0), end: 0 }).status).toBe(0))

  test('the time was short: the suites that are left are named', () => {
    const { status, stdout } = lane(4, { begun })
    expect(stdout).toMatch(/Not run for want of time: 1 of 1 suites: test\/a\.test\.ts/)
    expect(status).toBe(0)
  })

  test.each<[string, JestRun]>([
    ['fails', { report: report(3, 1), end: 1 }],
    ['crashes', { begun, end: 'SEGV' }],
    ['is killed from outside', { begun, end: 'KILL' }],
  ])('jest %s: a failure', (_, run) => expect(lane(30, run).status).toBe(1))

  test('jest that does not end after its last suite: a failure', () =>
    expect(lane(4, { report: report(3, 0) }).status).toBe(1))

  test.each([
    [75, 0],
    [124, 0],
    [137, 0],
    [1, 1],
    [139, 139],
  ])('its script ends with %i before the tests: %i', (code, status) => {
    project.script('util/lanes/run.sh', `exit ${code}`)
    const run = project.run('lane', name, '30')
    expect(run.status).toBe(status)
    if (status === 0) expect(run.stdout).toMatch(/Not run here/)
  })
})

describe('.ci/run', () => {
  test('passes with the counts of all its steps', () => {
    const { status, last } = project.run('run')
    expect(last).toBe('Tests: 6 passed, 0 failed, 0 skipped')
    expect(status).toBe(0)
    expect(readdirSync(project.root).filter((file) => file.startsWith('tmp.'))).toEqual([])
  })

  test.each<[string, (to: CiProject) => void]>([
    ['set-up and both builds', (to) => to.script('util/setup.sh', 'exit 3')],
    ['set-up and both builds', (to) => to.program('npm', '[ "$3" != build:cmake ]')],
    ['lint', (to) => to.program('npm', '[ "$3" != lint:native ]')],
    ['lint', (to) => to.program('shellcheck', 'exit 1')],
    ['hostile files', (to) => to.file('util/bench/hostile.js', 'process.exit(1)')],
    ['tests', (to) => to.jest({ begun, end: 'SEGV' })],
    ['tests', (to) => to.jest({ report: '{"numPassed', end: 1 })],
    ['tests without pictures.*', (to) => to.file('test/a.test.ts', '')],
    ['tests on Debian 13', (to) => to.script('util/lanes/run.sh', 'exit 1')],
    ['package', (to) => to.program('npm', '[ "$1" != pack ]')],
    ['package', (to) => to.program('npx', '[ "$2" != nodecodecs ]')],
    ['package', (to) => to.script('node_modules/.bin/attw', 'exit 1')],
    ['package', (to) => to.file('test/fixtures/consumer/esm.mjs', 'process.exit(1)')],
  ])('%s fails: so does the whole, with counts', (step, breakIt) => {
    breakIt(project)
    const { status, stdout, last } = project.run('run')
    expect(stdout).toMatch(new RegExp(`^Failed in: ${step}$`, 'm'))
    expect(last).toMatch(/^Tests: \d+ passed, \d+ failed, \d+ skipped$/)
    expect(status).not.toBe(0)
  })
})
