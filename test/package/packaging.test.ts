import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { packedFiles } from '../helpers/packed_files'

const root = join(__dirname, '../..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

function sourcesOnDisk(): string[] {
  return readdirSync(join(root, 'native'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.cc'))
    .map((name) => `native/${name}`)
    .sort()
}

describe('the two build files', () => {
  test('neither lists sources by hand: a new file under native/ touches no build file', () => {
    const args = ['-p', "require('./util/sources.js').join('\\n')"]
    const sources = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect(sources.trim().split('\n')).toEqual(sourcesOnDisk())
    const named = ['binding.gyp', 'native/addon.gypi', 'CMakeLists.txt'].map((file) => {
      return readFileSync(join(root, file), 'utf8').match(/[\w/]+\.cc\b/g)
    })
    expect(named).toEqual([null, null, null])
  })

  test('both define the same macros', () => {
    const macros = (file: string) =>
      readFileSync(join(root, file), 'utf8')
        .match(/\b(NAPI_VERSION=\d+|NODE_A\w+)\b/g)
        ?.sort()
    expect(macros('CMakeLists.txt')).toEqual(macros('native/addon.gypi'))
  })

  test("the Node-API version is the manifest's", () => {
    const build = readFileSync(join(root, 'native/addon.gypi'), 'utf8')
    const version = /NAPI_VERSION=(\d+)/.exec(build)?.[1]
    expect(manifest.binary.napi_versions).toEqual([Number(version)])
  })
})

describe('package.json', () => {
  const entries = [manifest.exports['.'], manifest.exports['./lab']]
  const named: string[] = [
    ...manifest.files,
    manifest.main,
    manifest.types,
    ...Object.values<string>(manifest.bin),
    manifest.exports['./lab/result.schema.json'],
    ...entries.flatMap((conditions) =>
      Object.values<Record<string, string>>(conditions).flatMap((one) => Object.values(one)),
    ),
  ]

  test.each(named)('%s exists', (path) => {
    expect(existsSync(join(root, path.replace(/\/\*.*/, '')))).toBe(true)
  })

  test('runs nothing when it is installed', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepublish']
    expect(hooks.filter((hook) => hook in manifest.scripts)).toEqual([])
    expect(manifest.gypfile).toBe(false) // or npm runs node-gyp by itself
  })

  test('types come first in each condition, or TypeScript does not see them', () => {
    for (const { browser, import: esm, require: cjs } of entries) {
      expect(Object.keys(browser)[0]).toBe('types')
      expect([Object.keys(esm)[0], Object.keys(cjs)[0]]).toEqual(['types', 'types'])
    }
  })

  test('the command starts with a hash-bang, or it runs in a shell', () => {
    const command = readFileSync(join(root, manifest.bin.nodecodecs), 'utf8')
    expect(command.startsWith('#!/usr/bin/env node\n')).toBe(true)
  })
})

describe('the packed package', () => {
  const files = packedFiles()

  test('has what is needed to build and run', () => {
    const needed = [
      'LICENSE',
      'README.md',
      'native/addon.gypi',
      'dist/cli/main.js',
      'dist/cli/program.js',
      'dist/index.d.mts',
      'dist/index.d.ts',
      'dist/index.js',
      'dist/index.mjs',
      'dist/node-addon-api/LICENSE.md',
      'dist/node-addon-api/napi.h',
      'package.json',
      'util/ffmpeg.js',
      'util/build_addon.js',
      'util/native_sources.js',
      'util/sources.js',
      ...sourcesOnDisk(),
    ]
    expect(files).toEqual(expect.arrayContaining(needed))
  })

  test('has every local header that a source includes', () => {
    for (const source of files.filter((file) => /^native\/.*\.(cc|h)$/.test(file))) {
      const text = readFileSync(join(root, source), 'utf8')
      for (const [, header] of text.matchAll(/^#include "(.*)"$/gm)) {
        expect(files).toContain(`native/${header}`)
      }
    }
  })

  test('has no binding.gyp: npm and yarn build what has one, whatever its package.json says', () => {
    expect(files).not.toContain('binding.gyp')
  })

  test('has nothing else: no tests, no TypeScript sources, no build results', () => {
    const allowed =
      /^(dist\/.*\.(m?js|d\.m?ts)|dist\/node-addon-api\/(napi[\w.-]*\.h|LICENSE\.md)|dist\/lab\/(result\.schema\.json|page\/style\.css)|native\/([\w/]+\.(cc|h)|addon\.gypi)|util\/(build_addon|ffmpeg|native_sources|sources)\.js|util\/install_(bpg|ffmpeg)\.sh|CMakeLists\.txt|package\.json|docs\/[\w/-]+\.(md|svg)|README\.md|CHANGELOG\.md|CITATION\.cff|LICENSE)$/
    expect(files.filter((file) => !allowed.test(file))).toEqual([])
  })
})

describe('what is installed with it', () => {
  const bundles = packedFiles().filter((file) => /^dist\/.*\.js$/.test(file))

  /** The packages that are installed with these: npm's own resolution, from the lock file. */
  function installed(names: string[], found = new Set<string>()): Set<string> {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    for (const name of names.filter((one) => !found.has(one))) {
      found.add(name)
      installed(Object.keys(packages[`node_modules/${name}`].dependencies ?? {}), found)
    }
    return found
  }

  test('is four packages: those of the command line are in its file', () => {
    const names = installed(Object.keys(manifest.dependencies))
    expect([...names].sort()).toEqual(['@types/ndarray', 'iota-array', 'is-buffer', 'ndarray'])
  })

  test.each(bundles)('is all that %s needs', (file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const required = Array.from(text.matchAll(/\brequire\("([^".][^"]*)"\)/g), ([, name]) => name!)
    const ofPlatform = /^@nodecodecs\// // one of them is there, or none
    const others = required.filter((name) => !isBuiltin(name) && !ofPlatform.test(name))
    const found = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    expect(found).toEqual(expect.arrayContaining(others))
  })

  test('code of others comes with its licence', () => {
    const text = readFileSync(join(root, 'dist/cli/program.js'), 'utf8')
    const packages = Array.from(text.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm))
    const names = [...new Set(packages.map(([, name]) => name!))]
    expect(names).toEqual(expect.arrayContaining(['cli-progress', 'cli-table3', 'commander']))
    const notices = text.slice(text.lastIndexOf('/*!'))
    for (const name of names) expect(notices).toMatch(new RegExp(`^${name} [\\d.]+$`, 'm'))
    expect(notices).toContain('Permission is hereby granted')
  })
})

describe("the last line of .ci/run: the totals of jest's report", () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-counts-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const counts = (report: object) => {
    const file = join(folder, 'report.json')
    writeFileSync(file, JSON.stringify(report))
    return execFileSync(process.execPath, [join(root, '.ci/counts.js'), file], { encoding: 'utf8' })
  }
  const clean = {
    numPassedTests: 212,
    numFailedTests: 0,
    numPendingTests: 3,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
  }

  test('are plain numbers', () => {
    expect(counts(clean)).toBe('212 passed, 0 failed, 3 skipped\n')
  })

  test('count a suite that could not run as a failure', () => {
    expect(counts({ ...clean, numRuntimeErrorTestSuites: 1 })).toContain(' 1 failed,')
  })
})
