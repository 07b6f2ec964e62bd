import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// One bundler, the one that the library is built by; the others: node util/bundlers/run.js.
const root = join(__dirname, '../..')
const own = join(root, 'build/Release/nodecodecs.node')
const packages: Record<string, string> = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
}
const platform = packages[`${process.platform}-${process.arch}`]
const missing = !existsSync(own)
  ? 'no own build of the addon'
  : platform === undefined
    ? 'no package for this platform'
    : undefined

// An addon that is named by the environment would be no sign of one in the bundle.
const env = { ...process.env, NODECODECS_ADDON: undefined }
const run = (cwd: string, file: string) =>
  spawnSync(process.execPath, [file], { cwd, encoding: 'utf8', timeout: 50_000, env })

;(missing ? describe.skip : describe)(`esbuild${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let folder: string
  let alone: string
  const REQUIRE =
    "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
  const bundle = (args: string[]) =>
    // No file for Node: where install scripts run, esbuild's puts its binary there.
    spawnSync(join(root, 'node_modules/.bin/esbuild'), ['main.mjs', '--bundle', ...args], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 50_000,
    })

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodecodecs-bundled-'))
    alone = join(folder, 'alone')
    const addons = join(folder, 'node_modules/@nodecodecs', platform!)
    mkdirSync(addons, { recursive: true })
    const library = join(folder, 'node_modules/nodecodecs')
    mkdirSync(library)
    for (const part of ['dist', 'package.json']) {
      cpSync(join(root, part), join(library, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules/ndarray'), join(folder, 'node_modules/ndarray'))
    cpSync(join(root, 'npm', platform!, 'package.json'), join(addons, 'package.json'))
    cpSync(own, join(addons, 'nodecodecs.node'))
    for (const part of ['app.mjs', 'main.mjs']) {
      cpSync(join(root, 'util/bundlers/project', part), join(folder, part))
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  afterEach(() => rmSync(alone, { recursive: true, force: true }))

  test.each([
    ['cjs', 'copy', []],
    ['cjs', 'file', []],
    ['esm', 'copy', [REQUIRE]],
  ])(
    '%s, the addon by the loader "%s": runs where there is no node_modules',
    (format, loader, more) => {
      const outfile = join(alone, format === 'cjs' ? 'main.cjs' : 'main.mjs')
      const kind = ['--platform=node', `--format=${format}`, `--loader:.node=${loader}`]
      const built = bundle([...kind, `--outfile=${outfile}`, ...more])
      expect(built).toMatchObject({
        status: 0,
        stderr: expect.not.stringMatching(/ERROR/) as string,
      })
      const { stdout, stderr } = run(alone, outfile)
      expect([stdout.trim(), stderr]).toEqual(['jpeg native whole, webp native whole', ''])
    },
  )

  test('for browsers: the build fails, and a sentence says why', () => {
    const { status, stderr } = bundle(['--platform=browser', `--outfile=${join(alone, 'b.js')}`])
    expect(status).not.toBe(0)
    expect(stderr).toMatch(/it runs on a server and in no browser/)
    expect(stderr).toMatch(/1 error/)
  })
})
