import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// docs/untrusted.md: its snippet runs, its defaults are those of the table of options, and the files
// of util/bench/hostile.js cost what it says.

const root = join(__dirname, '../..')
const text = readFileSync(join(root, 'docs/untrusted.md'), 'utf8')

test('the recipe runs, against the built package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-untrusted-'))
  try {
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(root, join(folder, 'node_modules', 'nodecodecs'))
    writeFileSync(join(folder, 'server.mjs'), /```js\n([\s\S]*?)```/.exec(text)![1]!)
    const options = { cwd: folder, encoding: 'utf8', timeout: 60_000 } as const
    const told = execFileSync(process.execPath, ['server.mjs'], options)
    expect(told).toContain("{ status: 415, reason: 'ERR_DECODE' }")
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

interface Row {
  name: string
  outcome: string
  memory: number
}

/** MiB: what an error may take, and a picture that its file codes as a whole (maxMemory's default). */
const MOST = { error: 200, picture: 1024 }

test('files made to cost much end in an error, or in a picture within maxMemory', () => {
  const args = [join(root, 'util/bench/hostile.js'), '--json']
  const told = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 180_000 })
  const rows = JSON.parse(told) as Row[]
  expect(rows).not.toHaveLength(0)
  for (const { name, outcome, memory } of rows) {
    const most = outcome.startsWith('ERR_') ? MOST.error : MOST.picture
    expect({ name, outcome, within: memory < most }).toEqual({
      name,
      outcome: expect.stringMatching(/^(ERR_(LIMIT|DECODE)|\d+ x \d+ x \d)$/) as string,
      within: true,
    })
  }
  const refused = rows.filter(({ outcome }) => outcome.startsWith('ERR_'))
  expect(refused.length).toBeGreaterThanOrEqual(10)
}, 200_000)
