import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ProgramsFolder } from '../helpers/programs_folder'

const root = join(__dirname, '../..')
const REAL = 'bash env uname getconf mktemp rm mkdir cat sha256sum tar'.split(' ')
const TOOLS = 'cc c++ gcc g++ make cmake nasm yasm pkg-config perl xz bzip2 install'.split(' ')

const programs = new ProgramsFolder(REAL)
const prefix = join(programs.root, 'prefix')
beforeAll(() => {
  for (const tool of TOOLS) programs.add(tool)
  // A download that is not what the release was.
  programs.add('curl', 'while [ "$1" != --output ]; do shift; done; echo evil >"$2"')
})
afterAll(() => rmSync(programs.root, { recursive: true }))

function run(script: string, ...args: string[]) {
  return spawnSync('bash', [join(root, 'util', script), ...args], {
    env: { PATH: programs.path, HOME: programs.root, TMPDIR: programs.root },
    encoding: 'utf8',
  })
}

describe.each(['install_ffmpeg.sh', 'install_bpg.sh'])('util/%s', (script) => {
  test('--help says what is built, where to, and what it needs', () => {
    const { status, stdout } = run(script, '--help')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^usage: /)
    expect(stdout).toContain('--prefix DIR')
    expect(stdout).toContain('sudo apt-get install')
  })

  test('--dry-run prints the steps and does nothing', () => {
    programs.takeCalls()
    const { status, stdout } = run(script, '--prefix', prefix, '--dry-run')
    expect(status).toBe(0)
    expect(stdout).toContain('+ curl --fail')
    expect(stdout).toContain(prefix)
    expect(programs.takeCalls().filter((call) => !call.startsWith('pkg-config --exists'))).toEqual(
      [],
    )
    expect(existsSync(prefix)).toBe(false)
  })

  test('every archive comes by https and is verified before it is unpacked', () => {
    const steps = run(script, '--dry-run').stdout.split('\n')
    const archives = steps.flatMap((step) => /^\+ tar -xz?f (\S+)/.exec(step)?.[1] ?? [])
    expect(archives.length).toBeGreaterThan(0)
    for (const archive of archives) {
      const order = ['curl', 'verify', 'tar'].map((command) =>
        steps.findIndex((step) => step.startsWith(`+ ${command} `) && step.includes(archive)),
      )
      expect(order).toEqual([...order].sort((a, b) => a - b))
      expect(steps[order[0]!]).toContain(' https://')
      expect(order[1]).toBeGreaterThan(-1)
    }
  })

  test('a download with another checksum ends it before anything is unpacked or built', () => {
    programs.takeCalls()
    const { status, stderr } = run(script, '--prefix', prefix)
    expect(status).toBe(1)
    expect(stderr).toMatch(/wrong SHA-256 of .*: [0-9a-f]{64}, expected [0-9a-f]{64}/)
    expect(programs.takeCalls().map((call) => call.split(' ')[0])).toEqual(['curl'])
    expect(existsSync(prefix)).toBe(false)
  })

  test.each([
    [['--nonsense'], 'unknown argument --nonsense; see --help'],
    [['--prefix'], '--prefix needs a folder'],
  ])('%p is refused', (args, message) => {
    const { status, stderr } = run(script, ...args)
    expect(status).toBe(1)
    expect(stderr).toContain(message)
  })

  test('a missing tool is named', () => {
    const bare = new ProgramsFolder(REAL)
    const env = { PATH: bare.path, HOME: bare.root, TMPDIR: bare.root }
    const options = { env, encoding: 'utf8' as const }
    const { status, stderr } = spawnSync('bash', [join(root, 'util', script)], options)
    rmSync(bare.root, { recursive: true })
    expect(status).toBe(1)
    expect(stderr).toContain('curl is missing; see --help')
  })
})

test('install_ffmpeg.sh takes what the system has beside what it builds', () => {
  programs.add('pkg-config', '[ "$2" = libwebp ] || [ "$2" = vpx ]')
  const { stdout } = run('install_ffmpeg.sh', '--dry-run')
  programs.add('pkg-config')
  const configure = stdout.split('\n').find((step) => step.includes('--enable-gpl'))
  expect(configure).toContain(
    '--enable-libx264 --enable-libx265 --enable-libaom --enable-libsvtav1',
  )
  expect(configure).toContain('--enable-libwebp --enable-libvpx')
  expect(configure).not.toContain('libjxl')
})
