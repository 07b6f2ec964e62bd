import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ProgramsFolder } from '../helpers/programs_folder'

// What util/lanes/run.sh says before it makes anything; a lane itself takes half an hour.
const lanes = join(__dirname, '../../util/lanes')
const rows = readFileSync(join(lanes, 'lanes.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
const programs = new ProgramsFolder('bash dirname grep awk timeout mkdir flock rm true'.split(' '))
const unshare = 'while [ "${1#--}" != "$1" ]; do shift; done; exec "$@"'
afterAll(() => rmSync(programs.root, { recursive: true }))

function run(user: number, ...args: string[]) {
  return runScript(user, join(lanes, 'run.sh'), ...args)
}

function runScript(user: number, ...args: string[]) {
  return runWith({ id: `echo ${user}`, unshare }, ...args)
}

function runWith(standIns: Record<string, string>, ...args: string[]) {
  for (const [name, body] of Object.entries(standIns)) programs.add(name, body)
  return spawnSync('bash', args, {
    env: { PATH: programs.path, HOME: programs.root, NODECODECS_LANES: programs.root },
    encoding: 'utf8',
    timeout: 20_000,
  })
}

test('each lane is a name, a release and a Node', () => {
  for (const row of rows) expect(row).toMatch(/^\w+ +\w+ +(debian|\d+)$/)
})

test.each([[[]], [['plan9']], [['--help']], [['.*']], [['trixi.']], [['#']]])(
  '%p: the names that there are',
  (args) => {
    const { status, stderr } = run(0, ...args)
    expect(status).toBe(2)
    for (const row of rows) expect(stderr).toContain(/^\w+/.exec(row)![0])
  },
)

test.each([
  [0, 'debootstrap is missing: apt-get install debootstrap'],
  [1000, 'debootstrap and chroot need root'],
])('user %i: no root can be made here, which is not a failed test: exit code 75', (user, why) => {
  const { status, stderr } = run(user, 'trixie')
  expect(stderr).toBe(`lane: ${why}\n`)
  expect(status).toBe(75)
})

test('where namespaces are not permitted: the same', () => {
  const { status, stderr } = runWith(
    { id: 'echo 0', unshare: 'exit 1' },
    join(lanes, 'run.sh'),
    'trixie',
  )
  expect(stderr).toBe('lane: namespaces are not permitted here (unshare)\n')
  expect(status).toBe(75)
})

test('where nothing may be mounted: the same', () => {
  programs.add('mount', 'exit 32')
  writeFileSync(join(programs.root, 'trixie.ready'), '')
  const { status, stderr } = run(0, 'trixie')
  rmSync(join(programs.root, 'trixie.ready'))
  expect(stderr).toBe('lane: mount is not permitted here\n')
  expect(status).toBe(75)
})

test('.ci/lane says so, and that is no failure', () => {
  const report = join(programs.root, 'report')
  const { status, stdout } = runScript(0, join(lanes, '../../.ci/lane'), report, '1200')
  expect(stdout).toBe('\n*** Not run here: the tests on trixie (see above)\n\n')
  expect(status).toBe(0)
})

test('a root that is in use is left alone', async () => {
  const lock = join(programs.root, 'trixie.lock')
  const holder = spawn('flock', [lock, 'sh', '-c', 'echo held; cat'], { stdio: 'pipe' })
  await once(holder.stdout, 'data')
  const { status, stderr } = run(0, 'trixie')
  holder.stdin.end()
  await once(holder, 'close')
  expect(stderr).toMatch(/^lane: .*trixie is in use by another run\n$/)
  expect(status).toBe(75)
})
