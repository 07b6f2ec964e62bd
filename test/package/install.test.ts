import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-install-'))
const empty = join(folder, 'empty')
const old = join(folder, 'old')
const prefix = join(folder, 'own-ffmpeg')

function writePackages(place: string, libavcodecVersion: string, flags = ''): void {
  mkdirSync(place, { recursive: true })
  for (const name of ['libavcodec', 'libavutil', 'libjpeg']) {
    const version = name === 'libavcodec' ? libavcodecVersion : '1.0'
    const text = `Name: ${name}\nDescription: stand-in\nVersion: ${version}\n${flags}`
    writeFileSync(join(place, `${name}.pc`), text)
  }
}

beforeAll(() => {
  mkdirSync(empty)
  writePackages(old, '58.134.100')
  writePackages(join(prefix, 'lib/pkgconfig'), '61.19.101', 'Cflags: -I/own/include\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

// In a session of its own: without a terminal to write to.
function install(env: NodeJS.ProcessEnv, ...args: string[]) {
  return spawnSync(process.execPath, [join(root, 'util/install.js'), ...args], {
    env: { ...process.env, PKG_CONFIG_PATH: '', FFMPEG_DIR: '', ...env },
    encoding: 'utf8',
    detached: true,
  } as Parameters<typeof spawnSync>[2] & { encoding: 'utf8' })
}

describe('util/install.js installs without the native backend', () => {
  const cases: [string, () => NodeJS.ProcessEnv, RegExp][] = [
    ['without the development files', () => ({ PKG_CONFIG_LIBDIR: empty }), /libavcodec was not/],
    [
      'with a too old FFmpeg',
      () => ({ PKG_CONFIG_LIBDIR: old }),
      /58\.134\.100 is too old: FFmpeg/,
    ],
    ['without pkg-config', () => ({ PATH: empty }), /pkg-config is not installed/],
    ['without a compiler', () => ({ CXX: 'no-such-compiler' }), /no-such-compiler does not run/],
    [
      'with a wrong FFMPEG_DIR',
      () => ({ FFMPEG_DIR: empty }),
      /FFMPEG_DIR=.*empty has no lib\/pkgc/,
    ],
    ['with a space in FFMPEG_DIR', () => ({ FFMPEG_DIR: '/own ffmpeg' }), /has a space/],
  ]

  test.each(cases)('%s: exit code 0, two lines that say why and what to do', (_, env, why) => {
    const { status, stderr, stdout } = install(env())
    expect(status).toBe(0)
    expect(stdout).toBe('')
    const lines = stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(why)
    expect(lines[0]).toContain('it works over the ffmpeg program')
    expect(lines[1]).toMatch(/^nodecodecs: to get it: .+ && npm rebuild nodecodecs$/)
  })

  test('but fails with --strict, which our own build uses', () => {
    expect(install({ PKG_CONFIG_LIBDIR: empty }, '--strict').status).toBe(1)
  })

  test('also when the build itself fails, which is incremental and takes the headers of this Node', () => {
    const nodeGyp = join(folder, 'node-gyp.js')
    writeFileSync(nodeGyp, 'console.log(process.argv.slice(2).join(" ")); process.exitCode = 7')
    const { status, stdout, stderr } = install({ npm_config_node_gyp: nodeGyp })
    expect(status).toBe(0)
    expect(stdout).toMatch(/^configure build --release --jobs=max/)
    expect(stderr).toContain(
      'its build failed; npm rebuild nodecodecs --foreground-scripts shows why',
    )
  })
})

describe('util/ffmpeg.js', () => {
  const ask = (property: string, env: NodeJS.ProcessEnv) =>
    execFileSync(process.execPath, ['-p', `require('./util/ffmpeg.js').${property}`], {
      cwd: root,
      env: { ...process.env, PKG_CONFIG_PATH: '', ...env },
      encoding: 'utf8',
    }).trim()

  test('FFMPEG_DIR comes first, and its libraries are found at run time', () => {
    const env = { FFMPEG_DIR: prefix }
    expect(ask('include', env)).toBe('-isystem /own/include')
    expect(ask('libraries', env)).toContain(`-Wl,-rpath,${join(prefix, 'lib')}`)
  })

  test("without it the libraries are pkg-config's, with no run-time path", () => {
    const libraries = ask('libraries', { FFMPEG_DIR: '' })
    expect(libraries).toMatch(/-lavcodec.*-lavutil.*-ljpeg/)
    expect(libraries).not.toContain('rpath')
  })

  const { installCommand } = jest.requireActual<{
    installCommand: (platform: string, exists: (path: string) => boolean) => string
  }>('../util/ffmpeg.js')

  test.each([
    [
      'linux',
      '/usr/bin/apt-get',
      /^sudo apt-get install .*libavcodec-dev libavutil-dev libjpeg-dev/,
    ],
    ['linux', '/usr/bin/dnf', /^sudo dnf install .*libavcodec/],
    ['linux', '/usr/bin/pacman', /^sudo pacman -S ffmpeg/],
    ['linux', '/usr/bin/unknown', /^sudo apt-get install/],
    ['darwin', '', /^brew install ffmpeg/],
  ])('names the command of %s with %s', (platform, manager, command) => {
    expect(installCommand(platform, (path) => path === manager)).toMatch(command)
  })
})
