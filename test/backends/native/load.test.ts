import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

// Where the addon comes from, in an installation of the package: each case in a process of its own.

const root = join(__dirname, '../../..')
const addon = process.env.NODECODECS_ADDON ?? join(root, 'build/Release/nodecodecs.node')
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-load-'))
const modules = join(folder, 'node_modules')
const installed = join(modules, 'nodecodecs')
const own = join(installed, 'build/Release/nodecodecs.node')
const libc = process.platform === 'linux' ? '-gnu' : ''
const platformName = `${process.platform}-${process.arch}${libc}`
const platform = join(modules, '@nodecodecs', platformName)

beforeAll(() => {
  cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true })
  cpSync(join(root, 'package.json'), join(installed, 'package.json'))
  cpSync(join(root, 'util'), join(installed, 'util'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'))
  mkdirSync(platform, { recursive: true })
  const manifest = join(root, 'npm', platformName, 'package.json')
  if (existsSync(manifest)) cpSync(manifest, join(platform, 'package.json'))
  mkdirSync(join(own, '..'), { recursive: true })
})
afterEach(() => {
  rmSync(own, { force: true })
  rmSync(join(platform, 'nodecodecs.node'), { force: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

const putOwn = () => copyFileSync(addon, own)
const putPlatform = () => copyFileSync(addon, join(platform, 'nodecodecs.node'))

/** Makes a codec twice; tells its backend and which .node files are loaded. */
const script = `
  const { X265 } = require('nodecodecs')
  new X265()
  const { backend } = new X265()
  const files = Object.keys(require.cache).filter((name) => name.endsWith('.node'))
  console.log(JSON.stringify({ backend, files }))`

interface Told {
  backend: string
  files: string[]
}

/** This process's environment, without an addon that it was told to take. */
function environment(): NodeJS.ProcessEnv {
  const outer = { ...process.env }
  delete outer.NODECODECS_ADDON
  return outer
}

function run(env: NodeJS.ProcessEnv = {}, code = script) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], {
    cwd: folder,
    env: { ...environment(), ...env },
    encoding: 'utf8',
  })
  return { status, stderr, told: (stdout === '' ? undefined : JSON.parse(stdout)) as Told }
}

const title = existsSync(addon) ? 'the addon comes' : 'the addon comes (skipped: it is not built)'
const described = existsSync(addon) ? describe : describe.skip

described(title, () => {
  test('from NODECODECS_ADDON before all', () => {
    putOwn()
    putPlatform()
    const other = join(folder, 'other.node')
    copyFileSync(addon, other)
    expect(run({ NODECODECS_ADDON: other }).told).toEqual({ backend: 'native', files: [other] })
  })

  test('from an own build before the platform package', () => {
    putOwn()
    putPlatform()
    const { told, stderr } = run()
    expect(told).toEqual({ backend: 'native', files: [own] })
    expect(stderr).toBe('')
  })

  test('from the platform package, silently', () => {
    putPlatform()
    const { told, stderr } = run()
    expect(told).toEqual({ backend: 'native', files: [join(platform, 'nodecodecs.node')] })
    expect(stderr).toBe('')
  })

  test('from the platform package where an own build does not load, with a warning', () => {
    writeFileSync(own, 'not a library')
    putPlatform()
    const { told, stderr } = run()
    expect(told.files).toEqual([join(platform, 'nodecodecs.node')])
    expect(stderr.match(/Warning/g)).toHaveLength(1)
    expect(stderr).toContain(`${own} does not load`)
  })
})

describe('without an addon', () => {
  test('the ffmpeg program does the work, and one warning says why', () => {
    const { told, stderr } = run()
    expect(told).toEqual({ backend: 'ffmpeg', files: [] })
    expect(stderr.match(/Warning/g)).toHaveLength(1)
    expect(stderr).toMatch(/\[NODECODECS_NO_ADDON\].*@nodecodecs\/.* is not installed/)
  })

  test('a platform package that does not load is named', () => {
    writeFileSync(join(platform, 'nodecodecs.node'), 'not a library')
    const { told, stderr } = run()
    expect(told.backend).toBe('ffmpeg')
    expect(stderr).toMatch(/@nodecodecs\/\S+ does not load: /)
  })

  test.each([
    [
      'a backend was asked for',
      {},
      "const { X265 } = require('nodecodecs'); new X265({ backend: 'ffmpeg' })",
    ],
    ['the addon was switched off', { NODECODECS_NO_ADDON: '1' }, script],
    ['nothing needs it', {}, "require('nodecodecs')"],
    ['the codecs are listed', {}, "require('nodecodecs').codecs()"],
  ])('no warning where %s', (_, env, code) => {
    const { status, stderr } = run(env, code)
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  test.each(['new (require("nodecodecs").X265)()', 'require("nodecodecs").codecs()'])(
    'NODECODECS_REQUIRE_NATIVE=1 makes it an error: %s',
    (code) => {
      const { status, stderr } = run({ NODECODECS_REQUIRE_NATIVE: '1' }, code)
      expect(status).toBe(1)
      expect(stderr).toMatch(/CodecError.*the native addon does not load.*is not installed/)
      expect(stderr).toContain('ERR_UNAVAILABLE')
    },
  )

  test('a bundle that left it out says so', () => {
    const bundle = join(folder, 'bundle/server.js')
    buildSync({
      stdin: {
        contents: "new (require('nodecodecs').X265)()",
        resolveDir: folder,
      },
      outfile: bundle,
      bundle: true,
      platform: 'node',
      external: ['*.node'],
      logLevel: 'silent',
    })
    const { stderr } = spawnSync(process.execPath, [bundle], {
      encoding: 'utf8',
      cwd: tmpdir(),
      env: environment(),
    })
    expect(stderr).toMatch(/nodecodecs is inside a bundle.*external/)
  })
})
