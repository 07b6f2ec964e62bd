import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import manifest from '../../../package.json'
import { nativeSources } from '../../../lib/version'

// An addon of another version of the package, or of other sources: its functions are perhaps not those
// that are called.

const root = join(__dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-version-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A stand-in for an addon: before anything else it is asked for its version. */
function standIn(version?: string): string {
  const path = join(folder, `${version ?? 'silent'}.js`)
  writeFileSync(path, `module.exports = ${JSON.stringify({ version })}\n`)
  return path
}

function x265(addon: string, env: NodeJS.ProcessEnv = {}) {
  const code = `console.log(new (require(${JSON.stringify(root)}).X265)().backend)`
  return spawnSync(process.execPath, ['-e', code], {
    env: { ...process.env, NODECODECS_ADDON: addon, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  })
}

test.each([
  ['0.0.9', /0\.0\.9\.js is of nodecodecs 0\.0\.9, and this is nodecodecs \d.*build:native/],
  [undefined, /silent\.js is of nodecodecs \(one that does not say which\).*build:native/],
])('%s: a warning names both versions, and the ffmpeg program does the work', (version, said) => {
  const { stdout, stderr } = x265(standIn(version))
  expect(stdout).toBe('ffmpeg\n')
  expect(stderr.match(/Warning/g)).toHaveLength(1)
  expect(stderr).toMatch(said)
})

describe('of the same version, in a checkout', () => {
  const other = (sources?: string) => {
    const path = join(folder, `${sources ?? 'unknown'}.js`)
    const fields = JSON.stringify({ version: manifest.version, sources })
    writeFileSync(
      path,
      `module.exports = { ...${fields}, has: () => true, versions: () => ({}) }\n`,
    )
    return path
  }

  test.each(['0123456789abcdef', undefined])('built from sources %s: a warning', (sources) => {
    const { stdout, stderr } = x265(other(sources))
    expect(stdout).toBe('ffmpeg\n')
    expect(stderr).toMatch(
      /\.js is built from other sources than native\/ has now; run npm run build:native/,
    )
  })

  test('built from the sources of native/: taken', () => {
    const { stdout, stderr } = x265(other(nativeSources))
    expect([stdout, stderr]).toEqual(['native\n', ''])
  })
})

test('an error where NODECODECS_REQUIRE_NATIVE=1', () => {
  const { status, stderr } = x265(standIn('99.0.0'), { NODECODECS_REQUIRE_NATIVE: '1' })
  expect(status).toBe(1)
  expect(stderr).toMatch(/CodecError.*is of nodecodecs 99\.0\.0/)
})
