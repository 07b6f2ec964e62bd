import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ProgramsFolder } from '../helpers/programs_folder'

const root = join(__dirname, '../..')
const REAL = 'sh dirname find head mktemp touch mv rm cat mkdir node sed'.split(' ')

/** What builds dist/. */
const builders = ['bundle', 'build_typescript', 'place_types'].map((name) => `util/${name}.js`)

// util/setup.sh in a made-up checkout, with stand-ins for everything that installs or builds.
function checkout(options: { programs?: string[]; user?: number } = {}) {
  const programs = new ProgramsFolder(REAL)
  const project = join(programs.root, 'project')
  for (const folder of ['util', 'lib', 'lab', 'native'])
    mkdirSync(join(project, folder), { recursive: true })
  cpSync(join(root, 'util/setup.sh'), join(project, 'util/setup.sh'))
  writeFileSync(join(project, 'util/ffmpeg.js'), 'exports.find = exports.check = () => {}')
  for (const script of builders) writeFileSync(join(project, script), '')
  const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']
  for (const file of [...files, 'binding.gyp', 'lib/a.ts', 'native/a.cc']) {
    writeFileSync(join(project, file), '{}')
    age(join(project, file))
  }
  for (const folder of ['util', ...builders, 'util/ffmpeg.js', 'lib', 'lab', 'native'])
    age(join(project, folder))
  const present = options.programs ?? ['ffmpeg', 'cwebp', 'pkg-config', 'c++', 'make', 'python3']
  for (const name of present) programs.add(name)
  programs.add('id', `echo ${options.user ?? 0}`)
  programs.add(
    'npm',
    `case "$*" in
      ci*|install*) mkdir -p node_modules && touch node_modules/.package-lock.json ;;
      *build:ts) mkdir -p dist && touch dist/index.js ;;
      *build:native) mkdir -p build/Release && touch build/Release/nodecodecs.node ;;
    esac`,
  )
  const run = (...args: string[]) => {
    const env = { PATH: programs.path, HOME: programs.root }
    const result = spawnSync('/bin/sh', ['util/setup.sh', ...args], {
      cwd: project,
      env,
      encoding: 'utf8',
    })
    return { ...result, calls: programs.takeCalls().filter((call) => !call.startsWith('id ')) }
  }
  folders.push(programs.root)
  return { programs, project, run }
}

// Older than every stamp, however coarse the file system's clock is.
function age(file: string): void {
  utimesSync(file, 1e9, 1e9)
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

const NPM_CI = 'npm ci --ignore-scripts --no-audit --no-fund'
const BUILD_TS = 'npm run --silent build:ts'
const BUILD_NATIVE = 'npm run --silent build:native'

describe('util/setup.sh', () => {
  test('installs the packages and builds both parts, the second time nothing', () => {
    const { run } = checkout()
    const first = run()
    expect(first.status).toBe(0)
    expect(first.calls).toEqual([NPM_CI, BUILD_TS, BUILD_NATIVE])
    const second = run()
    expect(second.status).toBe(0)
    expect(second.calls).toEqual([])
    expect(second.stderr).toBe('')
  })

  test.each([
    ['lib/b.ts', [BUILD_TS]],
    ['util/build_typescript.js', [BUILD_TS]],
    ['native/b.cc', [BUILD_TS, BUILD_NATIVE]],
    ['binding.gyp', [BUILD_NATIVE]],
    ['package-lock.json', ['npm install --ignore-scripts --no-audit --no-fund']],
  ])('repeats only what a change of %s asks for', (file, calls) => {
    const { project, run } = checkout()
    run()
    writeFileSync(join(project, file), '{ }')
    const later = Date.now() / 1000 + 10
    utimesSync(join(project, file), later, later)
    expect(run().calls).toEqual(calls)
  })

  test('builds again what was deleted', () => {
    const { project, run } = checkout()
    run()
    rmSync(join(project, 'build'), { recursive: true })
    expect(run().calls).toEqual([BUILD_NATIVE])
  })

  test('--check only says what is missing', () => {
    const { run } = checkout({ programs: ['pkg-config', 'c++', 'make'] })
    const { status, stderr, calls } = run('--check')
    expect(status).toBe(1)
    expect(stderr).toBe('setup: missing: ffmpeg cwebp python3 \n')
    expect(calls).toEqual([])
    expect(checkout().run('--check').status).toBe(0)
  })

  test('takes apt-get as root, and fetches the package lists only when it must', () => {
    const { programs, run } = checkout({ programs: [] })
    const lists = join(programs.root, 'lists')
    programs.add('apt-get', `[ "$1" = update ] && touch '${lists}'; [ -e '${lists}' ]`)
    const { status, calls } = run()
    expect(status).toBe(0)
    const apt = calls.filter((call) => call.startsWith('apt-get'))
    expect(apt).toHaveLength(3)
    expect(apt[0]).toMatch(/^apt-get install -y .*ffmpeg libavcodec-dev libavutil-dev libjpeg-dev/)
    expect(apt[1]).toBe('apt-get update')
    expect(apt[2]).toBe(apt[0])
  })

  test('asks for root by sudo, and only when something is missing', () => {
    const bare = checkout({ programs: [], user: 1000 })
    bare.programs.add('apt-get')
    bare.programs.add('sudo', '"$@"')
    expect(bare.run().calls[0]).toMatch(/^sudo apt-get install/)
    const ready = checkout({ user: 1000 })
    ready.programs.add('apt-get')
    ready.programs.add('sudo', '"$@"')
    expect(ready.run().calls).toEqual([NPM_CI, BUILD_TS, BUILD_NATIVE])
  })

  test('without sudo it says what to run as root', () => {
    const { programs, run } = checkout({ programs: [], user: 1000 })
    programs.add('apt-get')
    const { status, stderr } = run()
    expect(status).toBe(1)
    expect(stderr).toContain('no sudo here; run as root: apt-get install -y')
  })

  test.each([
    ['brew', /^brew install ffmpeg/],
    ['dnf', /^dnf install -y \/usr\/bin\/ffmpeg/],
    ['pacman', /^pacman -S --needed --noconfirm ffmpeg/],
  ])('takes %s where that is the package manager', (manager, command) => {
    const { programs, run } = checkout({ programs: [] })
    programs.add(manager)
    expect(run().calls[0]).toMatch(command)
  })

  test('without a known package manager it names what is missing', () => {
    const { status, stderr } = checkout({ programs: ['ffmpeg', 'cwebp'] }).run()
    expect(status).toBe(1)
    expect(stderr).toContain('install by hand what provides: pkg-config c++ make python3')
  })

  test.each([
    ['v18.20.1', 'Node.js v18.20.1 is too old: version 20 or newer is needed'],
    [undefined, 'Node.js is missing: install version 20 or newer'],
  ])('says so when Node.js is %s', (version, message) => {
    const { programs, run } = checkout()
    rmSync(join(programs.path, 'node'))
    if (version) programs.add('node', `[ "$1" = -v ] && echo ${version}`)
    const { status, stderr } = run()
    expect(status).toBe(1)
    expect(stderr).toContain(message)
  })

  test('shows the output of a build that fails, and tries it again the next time', () => {
    const { programs, run } = checkout()
    programs.add(
      'npm',
      'case "$*" in *build:ts) echo error TS1005; exit 2 ;; *) mkdir -p node_modules ;; esac',
    )
    for (let attempt = 0; attempt < 2; attempt++) {
      const { status, stderr, calls } = run()
      expect(status).toBe(1)
      expect(stderr).toContain('error TS1005')
      expect(stderr).toContain('npm run build:ts failed')
      expect(calls).toContain(BUILD_TS)
    }
  })

  test('goes on without the native part where FFmpeg is too old for it', () => {
    const { project, run } = checkout()
    const source = "exports.find = () => {}; exports.check = () => { throw new Error('too old') }"
    writeFileSync(join(project, 'util/ffmpeg.js'), source)
    const { status, stderr, calls } = run()
    expect(status).toBe(0)
    expect(stderr).toContain('no native backend: too old; going on over the ffmpeg program')
    expect(calls).toEqual([NPM_CI, BUILD_TS])
  })
})
