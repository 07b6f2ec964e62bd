import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// What .ci/lane makes of a run that its time ended, and what the last line of .ci/run counts of it.
const root = join(__dirname, '../..')
const name = join(mkdtempSync(join(tmpdir(), 'want-of-time-')), 'jest-lane')

function script(file: string, ...args: string[]) {
  const argv = [join(root, '.ci', file), ...args]
  return spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8', timeout: 20_000 })
}

function ended(failed: number) {
  const entries = [
    { begin: 'test/a.test.ts' },
    { begin: 'test/b.test.ts' },
    { end: 'test/a.test.ts', passed: 5, failed, skipped: 2 },
  ]
  writeFileSync(`${name}.log`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  const suites = ['a', 'b', 'c'].map((letter) => join(root, `test/${letter}.test.ts`))
  return script('want_of_time.js', name, ...suites)
}

test('suites that did not end are named and count as skipped, which is no failure', () => {
  const { status, stdout } = ended(0)
  expect(stdout).toBe(
    '\n*** Not run for want of time: 2 of 3 suites: test/b.test.ts, test/c.test.ts\n',
  )
  expect(status).toBe(0)
  expect(existsSync(`${name}.log`)).toBe(false)
  expect(script('counts.js', `${name}.json`).stdout).toBe('5 passed, 0 failed, 4 skipped\n')
})

test('a test that had failed before the end is one', () => {
  expect(ended(1).status).toBe(1)
  expect(script('counts.js', `${name}.json`).stdout).toBe('5 passed, 1 failed, 4 skipped\n')
})
