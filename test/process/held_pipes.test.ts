import '../lab/processes'
import { readFileSync, rmSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../lib/process'
import { findProgram } from '../../lib/process/executable'
import { alive } from '../helpers/alive'
import { until } from '../helpers/commands'
import { itWhere } from '../helpers/where'

// A program that ends, and leaves one of its own with its pipes: nobody waits for that without end.

const folder = mkdtempSync(join(tmpdir(), 'held-'))
afterAll(() => rmSync(folder, { recursive: true }))
const hasShell = itWhere(process.platform !== 'win32', 'needs sh')
const LONG = 4_000_000

/** A shell that leaves `rest` in the background, and says what it is to say first. */
const leaving = (rest: string, says = 'echo said') => ({
  program: 'sh',
  args: ['-c', `${rest} & echo $! > '${join(folder, 'pid')}'; ${says}`],
})
const left = () => Number(readFileSync(join(folder, 'pid')))

hasShell('what it said is taken, and what it left is ended', async () => {
  const { stdout, exitCode } = await run(leaving('sleep 1000'))
  expect([Buffer.from(stdout).toString(), exitCode]).toEqual(['said\n', 0])
  if (findProgram('setpriv') !== undefined) await until(() => (alive(left()) ? undefined : true))
})

hasShell('its failure is told as such', async () => {
  await expect(run(leaving('sleep 1000', 'echo why >&2; exit 3'))).rejects.toMatchObject({
    code: 'ERR_CHILD',
    exitCode: 3,
    stderr: 'why\n',
  })
})

hasShell('what its own says shortly after it is taken, too', async () => {
  const { stdout } = await run(leaving('(sleep 0.2; echo more)'))
  expect(Buffer.from(stdout).toString()).toBe('said\nmore\n')
})

hasShell('all that it wrote is read first, however busy this process is', async () => {
  const working = run({
    ...leaving('sleep 1000', `head -c ${LONG} /dev/zero`),
    limit: { bytes: 2 * LONG, setBy: 'the test' },
  })
  const busy = setInterval(() => {
    const end = performance.now() + 300
    while (performance.now() < end);
  }, 1)
  const { stdout } = await working.finally(() => clearInterval(busy))
  expect(stdout.length).toBe(LONG)
})
