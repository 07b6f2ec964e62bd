import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { wordsOf, type PackageManager } from '../../lib/backends/native/package_manager'

// What util/package_managers/run.js publishes and tries; the trial itself needs a registry, and is
// made by hand.
interface Case {
  name: string
  words: string
}
const root = join(__dirname, '../..')
const program = <T extends object>(name: string) =>
  jest.requireActual<T>(`../../util/package_managers/${name}.js`)
const cases = Object.values(program<Case[]>('cases'))
const { packLibrary } = program<{ packLibrary(folder: string): string }>('packages')

interface Project {
  app: string
  check(): unknown
}
type ProjectClass = new (one: object, place: object) => Project
const { Project } = program<{ Project: ProjectClass }>('project')

const managerOf = ({ name }: Case) => /^\w+/.exec(name)![0] as PackageManager

test('every package manager that the messages know is tried', () => {
  expect([...new Set(cases.map(managerOf))].sort()).toEqual(Object.keys(wordsOf).sort())
})

test.each(cases.map((one) => [one.name, one] as const))(
  '%s: is asked for the words of its own message, and docs/install.md has its row',
  (name, one) => {
    expect(wordsOf[managerOf(one)].install).toContain(one.words)
    expect(readFileSync(join(root, 'docs/install.md'), 'utf8')).toContain(`| ${name}`)
  },
)

describe('the library as it is published', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-published-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('has every platform as an optional dependency, and no script that an install would run', () => {
    const tarball = packLibrary(folder)
    expect(basename(tarball)).toMatch(/^nodecodecs-[\d.]+\.tgz$/)
    const args = ['xzOf', tarball, 'package/package.json']
    const manifest = JSON.parse(execFileSync('tar', args, { encoding: 'utf8' })) as {
      version: string
      scripts: Record<string, string>
      optionalDependencies: Record<string, string>
    }
    expect(Object.keys(manifest.optionalDependencies)).toContain('@nodecodecs/linux-x64-gnu')
    expect([...new Set(Object.values(manifest.optionalDependencies))]).toEqual([manifest.version])
    expect(Object.keys(manifest.scripts)).not.toContain('install')
    expect(Object.keys(manifest.scripts)).not.toContain('postinstall')
  })
})

describe('what check.js says of an installation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-checked-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const one = { name: 'some', program: ['some'], settings: () => ({}) }
  const project = new Project(one, { folder, tools: folder, registry: { url: '' } })
  const checkWith = (script: string) => () => {
    writeFileSync(join(project.app, 'check.js'), script)
    return project.check()
  }

  test('is read', () => expect(checkWith(`console.log('{"addon":1}')`)()).toEqual({ addon: 1 }))

  test.each([
    ['crashes when all is said', `console.log('{}'); process.kill(process.pid, 'SIGSEGV')`],
    ['fails when all is said', `console.log('{}'); process.exitCode = 3`],
    ['says nothing', ''],
  ])('is a failure where it %s', (_, script) => expect(checkWith(script)).toThrow())
})

test.each(['package_managers', 'bundlers'])('util/%s/run.js: --help, and its names', (folder) => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'util', folder, 'run.js'), ...args], {
      encoding: 'utf8',
      timeout: 30_000,
    })
  expect(run('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching('NAME') as string,
  })
  for (const wrong of ['nothing of the kind', '--all']) {
    const { status, stdout, stderr } = run(wrong)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(wrong)
  }
})
