import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { explain, type NoAddon } from '../../../lib/backends/native/no_addon'
import { packageManager } from '../../../lib/backends/native/package_manager'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-no-addon-'))
const installed = join(folder, 'node_modules/nodecodecs')
const empty = join(folder, 'empty')

/** A stand-in for an installed package, whose util/ffmpeg.js finds the headers or not. */
function writePackage(headers: boolean): void {
  mkdirSync(join(installed, 'util'), { recursive: true })
  writeFileSync(join(installed, 'package.json'), '{ "name": "nodecodecs" }')
  const check = headers ? '() => {}' : '() => { throw new Error("no libavcodec.pc") }'
  const text = `module.exports = { check: ${check}, installCommand: () => 'get headers' }`
  writeFileSync(join(installed, 'util/ffmpeg.js'), text)
  jest.resetModules()
}

beforeAll(() => mkdirSync(empty))
beforeEach(() => writePackage(true))
afterAll(() => rmSync(folder, { recursive: true }))

const missing = (...tried: string[]): NoAddon => ({ kind: 'missing', tried })

describe('why there is no addon, and what to do', () => {
  test.each<[string, NoAddon, RegExp]>([
    ['switched off', { kind: 'off' }, /^NODECODECS_NO_ADDON is set; unset it/],
    [
      'a wrong path',
      { kind: 'given', path: '/x.node' },
      /NODECODECS_ADDON: \/x.node does not exist/,
    ],
    [
      'no package',
      missing(),
      /no prebuilt package for \w+-\w+; to make one here: .* nodecodecs build/,
    ],
    [
      'left out',
      missing('@nodecodecs/a'),
      /@nodecodecs\/a is not installed \(optional dependencies/,
    ],
    [
      'a library',
      {
        kind: 'broken',
        place: '/p/x.node',
        error: new Error('libavcodec.so.59: cannot open shared object file: No such file\nmore'),
      },
      /\/p\/x.node does not load: it needs a library .* \(libavcodec\.so\.59: cannot open\).* build/,
    ],
    [
      'another fault',
      { kind: 'broken', place: '/p/x.node', error: new Error('invalid ELF header') },
      /does not load: invalid ELF header; to make one/,
    ],
    [
      'another version',
      { kind: 'version', place: '@nodecodecs/a', version: '0.0.9' },
      /^@nodecodecs\/a is of nodecodecs 0\.0\.9, and this is nodecodecs \d.* one version; .*install/,
    ],
    [
      'an addon that does not tell its version',
      { kind: 'version', place: '/p/x.node', version: undefined },
      /^\/p\/x\.node is of nodecodecs \(one that does not say.*make one here: .* nodecodecs build$/,
    ],
  ])('%s', (_, failure, text) => {
    expect(explain(failure, installed)).toMatch(text)
  })

  test('the headers that a build needs are named when they are missing', () => {
    expect(explain(missing(), installed)).not.toContain('headers')
    writePackage(false)
    expect(explain(missing(), installed)).toMatch(
      /build, after get headers \(FFmpeg's headers are missing: no libavcodec.pc\)/,
    )
  })

  test('in a bundle, which has no package beside it or that of the program', () => {
    const bundled = /inside a bundle.*--external:nodecodecs.*serverExternalPackages/
    expect(explain(missing('@nodecodecs/a'), empty)).toMatch(bundled)
    writeFileSync(join(empty, 'package.json'), '{ "name": "my-server" }')
    expect(explain(missing('@nodecodecs/a'), empty)).toMatch(bundled)
  })

  test('in a checkout, which has the sources', () => {
    mkdirSync(join(installed, 'lib'))
    writeFileSync(join(installed, 'lib/index.ts'), '')
    const said = explain(missing('@nodecodecs/a'), installed)
    rmSync(join(installed, 'lib'), { recursive: true })
    expect(said).toBe('it is not built; run npm run build:native')
  })
})

describe('the package manager at hand', () => {
  test.each(['npm', 'pnpm', 'yarn', 'bun'] as const)('%s, by who started us', (name) => {
    const env = { npm_config_user_agent: `${name}/9.1.0 node/v20.0.0 linux x64` }
    expect(packageManager(installed, env)).toBe(name)
  })

  test.each([
    ['pnpm-lock.yaml', 'pnpm', /pnpm install.*pnpm exec nodecodecs build/],
    ['yarn.lock', 'yarn', /yarn install.*yarn nodecodecs build/],
    ['bun.lock', 'bun', /bun install.*bunx nodecodecs build/],
    ['package-lock.json', 'npm', /npm install --include=optional.*npx nodecodecs build/],
  ])('by the nearest lock file, %s: %s and its words', (file, name, words) => {
    const agent = process.env.npm_config_user_agent
    delete process.env.npm_config_user_agent
    writeFileSync(join(folder, file), '')
    try {
      expect(packageManager(installed)).toBe(name)
      expect(explain(missing('@nodecodecs/a'), installed)).toMatch(words)
    } finally {
      rmSync(join(folder, file))
      if (agent !== undefined) process.env.npm_config_user_agent = agent
    }
  })

  test('npm where nothing tells', () => {
    expect(packageManager(installed, {})).toBe('npm')
  })
})
