import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const root = join(__dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-build-addon-'))
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

function build(env: NodeJS.ProcessEnv, program = 'util/build_addon.js', ...args: string[]) {
  return spawnSync(process.execPath, [join(root, program), ...args], {
    env: { ...process.env, PKG_CONFIG_PATH: '', FFMPEG_DIR: '', ...env },
    encoding: 'utf8',
  })
}

describe('util/build_addon.js and nodecodecs build', () => {
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

  test.each(cases)('%s: exit code 1, and why and what to do', (_, env, why) => {
    const { status, stderr, stdout } = build(env())
    expect(status).toBe(1)
    expect(stdout).toBe('')
    const lines = stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(why)
    expect(lines[1]).toMatch(/^nodecodecs: what it needs: .+/)
  })

  test.each(cases)('%s: the command says the same', (_, env, why) => {
    const { status, stderr } = build(env(), 'dist/cli/main.js', 'build')
    expect(status).toBe(1)
    expect(stderr).toMatch(why)
    expect(stderr).toMatch(/^nodecodecs: ERR_UNAVAILABLE: .*what it needs: .+/)
  })

  test('take the node-gyp of the package manager and the headers of this Node, incrementally', () => {
    const nodeGyp = join(folder, 'node-gyp.js')
    writeFileSync(nodeGyp, 'console.log(process.argv.slice(2).join(" ")); process.exitCode = 7')
    const { status, stdout, stderr } = build({ npm_config_node_gyp: nodeGyp })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^configure build --release --jobs=max/)
    expect(stderr).toContain('its build failed; the compiler says why above')
  })

  test('the package has a binding.gyp for as long as it is built: npm builds what has one', () => {
    const own = join(folder, 'package')
    const scripts = ['build_addon', 'ffmpeg', 'native_sources'].map((name) => `util/${name}.js`)
    for (const file of [...scripts, 'native/version.h', 'package.json']) {
      cpSync(join(root, file), join(own, file))
    }
    symlinkSync(join(root, 'node_modules'), join(own, 'node_modules'))
    const nodeGyp = join(folder, 'looks.js')
    writeFileSync(nodeGyp, "console.log(require('fs').readFileSync('binding.gyp', 'utf8'))")
    const found = build(
      { npm_config_node_gyp: nodeGyp },
      relative(root, join(own, 'util/build_addon.js')),
    )
    expect(found).toMatchObject({ status: 0, stderr: expect.stringContaining('native/addon.gypi') })
    expect(existsSync(join(own, 'binding.gyp'))).toBe(false)
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
    expect(ask('include', env)).toMatch(/^-isystem \/own\/include/)
    expect(ask('libraries', env)).toContain(`-Wl,-rpath,${join(prefix, 'lib')}`)
  })

  test("without it the libraries are pkg-config's, with no run-time path", () => {
    const libraries = ask('libraries', { FFMPEG_DIR: '' })
    expect(libraries).toMatch(/-lavcodec.*-lavutil.*-ljpeg/)
    expect(libraries).not.toContain('rpath')
  })

  test("a prefix of archives alone is linked statically, without the compiler's own libraries", () => {
    const archives = join(folder, 'static')
    writePackages(
      join(archives, 'lib/pkgconfig'),
      '61.19.101',
      'Libs: -lx\nLibs.private: -lprivate -lstdc++\n',
    )
    writeFileSync(join(archives, 'lib/libavcodec.a'), '')
    const words = ask('libraries', { FFMPEG_DIR: archives })
    expect(words).toMatch(/-lx.*-lprivate/)
    expect(words).not.toMatch(/rpath|stdc\+\+/)
    writeFileSync(join(archives, 'lib/libavcodec.so'), '')
    expect(ask('libraries', { FFMPEG_DIR: archives })).not.toContain('-lprivate')
  })

  test('the headers of node-addon-api are named from the build folder, without our path', () => {
    expect(ask('nodeAddonApi', {})).toBe('-isystem ../node_modules/node-addon-api')
  })

  const { installCommand } = jest.requireActual<{
    installCommand: (platform: string, exists: (path: string) => boolean) => string
  }>('../../util/ffmpeg.js')

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
