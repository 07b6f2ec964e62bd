import '../lab/processes'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Child } from '../../lab/work/child'
import { PNG } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// A child process that is ended while it has nothing to do (by the system, for want of memory) is no
// failure of the next task.

const onLinux = itWhere(process.platform === 'linux', 'needs /proc')
const image = makePicture({ width: 40, height: 30 })
const folder = mkdtempSync(join(tmpdir(), 'ended-idle-'))
const file = join(folder, 'a.png')
const stream = new PNG().encodeSync(image, { to: file })
afterAll(() => rmSync(folder, { recursive: true }))

/** The processes that this one has started, whose program is so called. */
const children = (program: string): number[] =>
  readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program))
    .map(Number)

function endAll(program: string): void {
  const all = children(program)
  expect(all.length).toBeGreaterThan(0)
  for (const pid of all) process.kill(pid, 'SIGKILL')
}

/** Before this process has heard of the end, and when its pipes are closed. */
const waits: [string, () => Promise<void>][] = [
  ['at once', () => Promise.resolve()],
  ['a turn later', () => new Promise((next) => setImmediate(next))],
  ['later', () => new Promise((next) => setTimeout(next, 200))],
]

describe.each(waits)('the next task %s', (_, wait) => {
  onLinux('of isolate', async () => {
    const codec = new PNG({ isolate: true })
    await codec.decode(stream)
    endAll('isolate/child')
    await wait()
    expect((await codec.decode(stream)).shape).toEqual([30, 40, 3])
  })

  onLinux('of the laboratory', async () => {
    const child = new Child()
    try {
      const describe = () => child.run({ kind: 'describe', path: file }, 60_000)
      await describe()
      endAll('child_process')
      await wait()
      expect((await describe()).picture).toMatchObject({ width: 40, height: 30 })
    } finally {
      child.close()
    }
  })
})
