import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { existsSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { itWhere } from '../helpers/where'
import { platformPackages } from '../../lib/backends/native/platform_packages'

interface Library {
  name: string
  version: string
  licence: string
  gpl?: boolean
  texts: string[]
  url: string
  sha256: string
  debian: { source: string; sha256?: string }
  build: string
}
interface Platform {
  name: string
  os: string
  cpu: string
  libc?: string
  run?: string
  lacks?: string
}
type Manifest = Record<string, unknown>

const root = join(__dirname, '../..')
const prebuilt = <T extends object>(name: string) =>
  jest.requireActual<T>(`../../util/prebuilt/${name}.js`)
const { LIBRARIES } = prebuilt<{ LIBRARIES: Library[] }>('libraries')
const { recipe } = prebuilt<{ recipe(row: Library, at: object): string[] }>('recipes')
const { PLATFORMS, packageName } = prebuilt<{
  PLATFORMS: Platform[]
  packageName(platform: Platform): string
}>('platforms')
const { checkFolder, packageJson, writePackage } = prebuilt<{
  checkFolder(out: string, p: Platform): void
  packageJson(p: Platform, gpl: boolean): Manifest
  writePackage(what: object): void
}>('package')
const { pinned } = prebuilt<{
  pinned(manifest: Manifest, isBuilt: (p: Platform) => boolean): Manifest
}>('pin')
const { dropInterPrediction } = prebuilt<{ dropInterPrediction(folder: string): void }>('x265')
const { faults } = prebuilt<{ faults(file: string, libc: string): string[] }>('check')

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-prebuilt-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the table of libraries', () => {
  test.each(LIBRARIES.map((row) => [row.name, row] as const))('%s is complete', (_, row) => {
    expect(row.url).toMatch(/^https:\/\/.*\.tar\.(gz|xz|bz2)$/)
    for (const sum of [row.sha256, row.debian.sha256 ?? row.sha256])
      expect(sum).toMatch(/^[0-9a-f]{64}$/)
    expect(row.debian.source).toMatch(/^[a-z0-9-]+=\S+$/)
    expect(row.texts.length).toBeGreaterThan(0)
    expect(row.gpl === true).toBe(row.licence.startsWith('GPL'))
  })

  const at = { source: '/s', build: '/b', prefix: '/p', files: '/f', jobs: 3 }
  const script = (gpl: boolean) =>
    LIBRARIES.flatMap((row) => recipe(row, { ...at, gpl })).join('\n')

  test('every row has a recipe that installs into the prefix', () => {
    for (const row of LIBRARIES) {
      const lines = recipe(row, { ...at, gpl: true }).join('\n')
      expect(lines).toContain('/p')
      expect(lines).toMatch(/\binstall/)
      expect(lines).not.toMatch(/undefined|\[object/)
    }
  })

  test('--lgpl leaves the GPL out of FFmpeg', () => {
    const ffmpeg = LIBRARIES.find(({ name }) => name === 'ffmpeg')!
    expect(recipe(ffmpeg, { ...at, gpl: true }).join()).toMatch(/--enable-gpl.*libx265/)
    expect(recipe(ffmpeg, { ...at, gpl: false }).join()).not.toMatch(/gpl|x26[45]/)
    expect(script(true)).not.toContain('--enable-nonfree')
  })

  test('it has an encoder for each of the table where the library is inside', () => {
    const enabled = script(true)
      .match(/--enable-encoder=(\S+)/)![1]!
      .split(',')
    expect(enabled).toEqual(expect.arrayContaining(['libx264rgb', 'libsvtav1', 'rawvideo', 'qoi']))
  })
})

describe('the platforms', () => {
  const served = PLATFORMS.filter(({ lacks }) => !lacks)

  test('are those whose packages the library looks for', () => {
    const looked = Object.entries(platformPackages).flatMap(([platform, packages]) =>
      packages.map(({ name }) => `${platform} ${name}`),
    )
    expect(looked.sort()).toEqual(served.map((p) => `${p.os}-${p.cpu} ${packageName(p)}`).sort())
  })

  test('are looked for by literal paths, which bundlers follow', () => {
    const text = readFileSync(join(root, 'lib/backends/native/platform_packages.ts'), 'utf8')
    for (const platform of served) expect(text).toContain(`require('${packageName(platform)}')`)
  })

  test.each(served.map((p) => [p.name, p] as const))(
    'npm/%s/package.json is what the table says (node util/prebuilt/package.js)',
    (name, platform) => {
      const written = readFileSync(join(root, 'npm', name, 'package.json'), 'utf8')
      expect(JSON.parse(written)).toEqual(packageJson(platform, true))
      expect(packageJson(platform, false).license).toBe('LGPL-2.1-or-later')
    },
  )

  test('npm/ has no other folder', () => {
    expect(readdirSync(join(root, 'npm')).sort()).toEqual(served.map(({ name }) => name).sort())
  })

  test('each is in the release workflow', () => {
    const workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')
    for (const { name } of served) expect(workflow).toContain(`platform: ${name},`)
  })

  test('pin.js takes those that were built, at the version of the package', () => {
    const scripts = { test: 'jest', prepare: 'npm run build:ts' }
    const manifest = { name: 'nodecodecs', version: '7.8.9', scripts }
    const isBuilt = ({ name }: Platform) => name.startsWith('linux-x64')
    expect(pinned(manifest, isBuilt).optionalDependencies).toEqual({
      '@nodecodecs/linux-x64-gnu': '7.8.9',
      '@nodecodecs/linux-x64-musl': '7.8.9',
    })
    expect(pinned(manifest, isBuilt).scripts).toEqual({ test: 'jest', prepack: scripts.prepare })
    expect(() => pinned(manifest, () => false)).toThrow(/npm run prebuilt/)
  })
})

describe('x265 without the assembly of inter prediction', () => {
  const common = join(folder, 'source/common')
  const primitives = join(common, 'x86/asm-primitives.cpp')
  const write = (cpp: string, cmake: string) => {
    mkdirSync(join(common, 'x86'), { recursive: true })
    writeFileSync(primitives, cpp)
    writeFileSync(join(common, 'CMakeLists.txt'), cmake)
  }

  test('loses the statements that install it, and nothing else', () => {
    const macro = [
      '#define LUMA_FILTERS(cpu) \\',
      '    ALL_LUMA_PU(luma_hpp, interp_8tap_horiz_pp, cpu); \\',
      '    ALL_LUMA_PU(luma_vpp, interp_8tap_vert_pp, cpu);',
    ]
    const kept = [
      '    p.cu[BLOCK_4x4].dct = PFX(dct4_sse2);',
      '    if (cpuMask & X265_CPU_SSE4)',
      '    {',
    ]
    const dropped = [
      '        LUMA_FILTERS(sse4);',
      '        p.pu[LUMA_4x4].luma_hpp = PFX(interp_8tap_horiz_pp_4x4_sse4); // 4x4',
      '        ASSIGN2(p.pu[LUMA_8x4].convert_p2s, filterPixelToShort_8x4_sse2);',
    ]
    write([...macro, ...kept, ...dropped].join('\n'), 'set(A_SRCS dct8.asm v4-ipfilter16.asm)')
    dropInterPrediction(folder)
    expect(readFileSync(primitives, 'utf8').split('\n')).toEqual([...macro, ...kept])
    expect(readFileSync(join(common, 'CMakeLists.txt'), 'utf8')).toBe('set(A_SRCS dct8.asm)')
  })

  test('is an error where there is nothing of it: another version', () => {
    write('int nothing;', 'set(A_SRCS dct8.asm)')
    expect(() => dropInterPrediction(folder)).toThrow(/not as expected/)
  })
})

describe('npm run prebuilt', () => {
  const build = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'util/prebuilt/build.js'), ...args], {
      encoding: 'utf8',
    })

  test('--help says what there is', () => {
    const { status, stdout } = build('--help')
    expect(status).toBe(0)
    for (const option of ['--root', '--cache', '--out', '--lgpl']) expect(stdout).toContain(option)
  })

  test.each([
    [['--lgp'], /Unknown option '--lgp'/],
    [['gpl'], /Unexpected argument 'gpl'/],
    [['--jobs', 'many'], /--jobs: expected a positive integer, got many/],
    [['--jobs', '0'], /--jobs: expected a positive integer, got 0/],
    [['--work', join(folder, 'a b')], /--work: expected a path .*a b$/],
    [['--out', root], /--out: expected an empty folder or one of @nodecodecs/],
  ])('%j is refused before anything is made', (args, why) => {
    const { status, stderr } = build('--cache', join(folder, 'cache'), ...args)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^prebuilt: /)
    expect(stderr.trim()).toMatch(why)
    expect(existsSync(join(folder, 'cache'))).toBe(false)
  })

  test('what is emptied for the package is a folder of it, or has nothing', () => {
    const [platform, other] = [PLATFORMS[0]!, PLATFORMS[1]!]
    const out = join(folder, 'out')
    checkFolder(out, platform)
    mkdirSync(out)
    checkFolder(out, platform)
    writeFileSync(join(out, 'package.json'), JSON.stringify({ name: packageName(platform) }))
    checkFolder(out, platform)
    expect(() => checkFolder(out, other)).toThrow(/--out: expected an empty folder/)
    expect(() => writePackage({ out, addon: __filename, platform: other })).toThrow(/--out/)
    expect(readdirSync(out)).toEqual(['package.json'])
  })

  const addon = join(root, 'build/Release/nodecodecs.node')
  const hasTools = spawnSync('readelf', ['--version']).status === 0
  const runs = itWhere(existsSync(addon) && hasTools, 'no addon, or no readelf')
  runs('the check before packing refuses an addon that needs shared libraries', () => {
    expect(faults(addon, 'glibc').join()).toMatch(/it needs .*libavcodec/)
  })
})
