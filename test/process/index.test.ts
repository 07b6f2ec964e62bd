import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../../lib/process/executable'
import { type Call, type Command, run, type RunOptions, runSync } from '../../lib/process'
import { inTempFolder } from '../../lib/backends/child'
import { Clock } from '../../lib/clock'
import { Turns } from '../../lib/process/turns'
import { perform, type Steps } from '../../lib/task'
import { alive } from '../helpers/alive'
import { codecFailure } from '../helpers/failures'
import { drive, driveOnThread } from '../helpers/drive'

// os.tmpdir() looks at the environment of the real process, which jest hides from its tests.
let mockTempRoot: string | undefined
jest.mock('node:os', () => {
  const os = jest.requireActual<typeof import('node:os')>('node:os')
  return { ...os, tmpdir: () => mockTempRoot ?? os.tmpdir() }
})

const program = (name: string) => join(__dirname, '..', 'programs', `${name}.js`)
const command = (name: string, args: string[] = [], input?: Uint8Array): Command => ({
  program: program(name),
  args,
  input,
})
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'process-test-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const pidFile = () => join(folder, 'pid')
const hanging = (): Command => ({ ...command('hang'), env: { PID_FILE: pidFile() } })

async function until<T>(what: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 1000; tries++) {
    const found = what()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('waited in vain')
}
const pid = () =>
  readdirSync(folder).includes('pid') ? Number(readFileSync(pidFile())) : undefined
function limited(bytes: number, ...what: Parameters<typeof command>): Command {
  return { ...command(...what), limit: { bytes, setBy: `maxOutputBytes = ${bytes}` } }
}
/** As a call that may work for so long. */
function timed(timeout: number): RunOptions {
  const clock = new Clock(timeout, 'test')
  clock.start()
  return { clock, signal: clock.signal }
}
describe.each([
  ['run', run],
  ['runSync', (c: Command, o?: RunOptions) => runSync(c, o)],
])('%s', (_name, go) => {
  test('gives back what the program writes, in memory of its own', async () => {
    const input = Uint8Array.from({ length: 3_000_000 }, (_, i) => i * 7)
    const { stdout, stderr, exitCode, ms } = await go(command('echo', [], input))
    expect(Buffer.compare(stdout, input)).toBe(0)
    expect(stdout.constructor).toBe(Uint8Array)
    expect(stdout.buffer.byteLength).toBe(stdout.length)
    expect([stderr, exitCode]).toEqual(['', 0])
    expect(ms).toBeGreaterThan(0)
  })

  test('passes arguments as they are: no shell reads them', async () => {
    const args = ['$(touch x)', '`id`', '; ls', '*', 'a b', '"', "'", '', '-', 'ü']
    expect(JSON.parse(text((await go(command('echo', args))).stdout))).toEqual(args)
  })

  test('passes an empty input, and none', async () => {
    expect((await go(command('echo', [], new Uint8Array()))).stdout).toHaveLength(0)
    expect((await go(command('echo'))).stdout).toHaveLength(0)
  })

  test('a program that dies', async () => {
    const error = await codecFailure(() => go(command('die')))
    expect(error).toMatchObject({ code: 'ERR_CHILD', exitCode: null, signal: 'SIGKILL' })
    expect(error.message).toMatch(/die\.js was ended by SIGKILL/)
    expect(error.command).toEqual([program('die')])
  })

  test('a program that fails', async () => {
    const error = await codecFailure(() => go(command('fail', ['9000'])))
    expect(error).toMatchObject({ code: 'ERR_CHILD', exitCode: 3, signal: null })
    expect(error.message).toMatch(/fail\.js failed with exit code 3: told to fail/)
    expect(error.stderr).toHaveLength(4096)
    expect(error.stderr).toMatch(/^x+\ntold to fail\n$/)
    expect(error.command).toEqual([program('fail'), '9000'])
  })

  test('a program that fails, where any exit code will do', async () => {
    expect(await go({ ...command('fail'), anyExit: true })).toMatchObject({ exitCode: 3 })
  })

  test('a program that hangs is killed by the timeout', async () => {
    const error = await codecFailure(() => go(hanging(), timed(3000)))
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', command: [program('hang')] })
    expect(error.message).toMatch(/timeout = 3000 ms/)
    expect(alive(pid() ?? process.pid)).toBe(false)
  })

  test.each([0, 0.5, 2 ** 40])(
    'a timeout of %d ms is a time, not "now" or "never"',
    async (timeout) => {
      if (timeout < 1) {
        expect((await codecFailure(() => go(hanging(), timed(timeout)))).code).toBe('ERR_TIMEOUT')
      } else {
        expect(text((await go(command('ignore-stdin', ['done']), timed(timeout))).stdout)).toBe(
          'done',
        )
      }
    },
  )

  test('a program that floods stdout', async () => {
    const error = await codecFailure(() => go(limited(1_000_000, 'flood')))
    expect(error.code).toBe('ERR_LIMIT')
    expect(error.message).toMatch(/more than maxOutputBytes = 1000000 allows/)
  })

  test('a program that floods stderr', async () => {
    const error = await codecFailure(() => go(limited(1_000_000, 'flood', ['stderr'])))
    expect(error.code).toBe('ERR_LIMIT')
    expect(error.stderr).toHaveLength(4096)
  })

  test('output of exactly the limit is no flood', async () => {
    const input = new Uint8Array(1000)
    expect((await go(limited(1000, 'echo', [], input))).stdout).toHaveLength(1000)
    const error = await codecFailure(() => go(limited(999, 'echo', [], input)))
    expect(error.code).toBe('ERR_LIMIT')
  })

  test('a program that ignores its input', async () => {
    const input = new Uint8Array(5_000_000)
    expect(text((await go(command('ignore-stdin', ['ready'], input))).stdout)).toBe('ready')
    const error = await codecFailure(() => go(command('fail', [], input)))
    expect(error).toMatchObject({ code: 'ERR_CHILD', exitCode: 3 })
  })

  test('a program that is missing', async () => {
    const install = 'sudo apt-get install nothing'
    const missing = { program: 'no-such-program-here', args: ['-x'], install }
    const error = await codecFailure(() => go(missing))
    expect(error.code).toBe('ERR_UNAVAILABLE')
    expect(error.message).toMatch(/no-such-program-here.*sudo apt-get install nothing/)
    expect(error.command).toEqual(['no-such-program-here', '-x'])
    const path = await codecFailure(() => go({ program: join(folder, 'absent'), args: [] }))
    expect(path.code).toBe('ERR_UNAVAILABLE')
  })

  test('a file that is not executable, and one that the system cannot execute', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, 'text', { mode: 0o644 })
    expect((await codecFailure(() => go({ program: file, args: [] }))).code).toBe('ERR_UNAVAILABLE')
    const script = join(folder, 'script')
    writeFileSync(script, '#!/no/such/interpreter\n', { mode: 0o755 })
    expect((await codecFailure(() => go({ program: script, args: [] }))).code).toBe(
      'ERR_UNAVAILABLE',
    )
    expect((await codecFailure(() => go({ program: folder, args: [] }))).code).toBe(
      'ERR_UNAVAILABLE',
    )
  })

  test('arguments longer than the system allows', async () => {
    const error = await codecFailure(() => go(command('echo', ['x'.repeat(4_000_000)])))
    expect(error.code).toBe('ERR_CHILD')
    expect(error.message).toMatch(/could not be started.*E2BIG/)
  })

  test('a signal that is already aborted: nothing is run', async () => {
    const reason = new Error('not today')
    const calls: Call[] = []
    const options = { signal: AbortSignal.abort(reason), log: (call: Call) => calls.push(call) }
    await expect(async () => go(command('echo'), options)).rejects.toBe(reason)
    expect(calls).toEqual([])
  })

  test('tells of every run', async () => {
    const calls: Call[] = []
    const log = (call: Call) => calls.push(call)
    await go(command('echo', ['a']), { log })
    await codecFailure(() => go(command('fail'), { log }))
    await codecFailure(() => go(command('die'), { log }))
    await codecFailure(() => go({ program: 'no-such-program-here', args: [] }, { log }))
    const ms = expect.any(Number)
    expect(calls).toEqual([
      { command: program('echo'), args: ['a'], exitCode: 0, stderr: '', ms },
      { command: program('fail'), args: [], exitCode: 3, stderr: '\ntold to fail\n', ms },
      { command: program('die'), args: [], exitCode: null, stderr: '', ms },
      { command: 'no-such-program-here', args: [], exitCode: null, stderr: '', ms },
    ])
  })
})

describe('abort', () => {
  test('kills the program and rejects with the reason', async () => {
    const controller = new AbortController()
    const reason = { any: 'value' }
    const running = run(hanging(), { signal: controller.signal })
    const child = await until(pid)
    expect(alive(child)).toBe(true)
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    expect(alive(child)).toBe(false)
  })

  test('leaves no listener on the signal', async () => {
    const { signal } = new AbortController()
    const add = jest.spyOn(signal, 'addEventListener')
    const remove = jest.spyOn(signal, 'removeEventListener')
    await run(command('echo', ['a']), { signal })
    await codecFailure(() => run(command('fail'), { signal }))
    await codecFailure(() => run({ program: 'no-such-program-here', args: [] }, { signal }))
    expect(add).toHaveBeenCalledTimes(2)
    for (const [type, listener] of add.mock.calls)
      expect(remove).toHaveBeenCalledWith(type, listener)
  })

  test('after the end changes nothing', async () => {
    const controller = new AbortController()
    const { stdout } = await run(command('echo', ['a']), { signal: controller.signal })
    controller.abort()
    expect(text(stdout)).toBe('["a"]')
  })
})

test('leaves no listener on the process', async () => {
  const before = process.listenerCount('exit')
  await Promise.all([run(command('echo', ['a'])), codecFailure(() => run(command('fail')))])
  expect(process.listenerCount('exit')).toBe(before)
})

describe('many at once', () => {
  test('are all served, each with its own output', async () => {
    const inputs = Array.from({ length: 20 }, (_, i) => new Uint8Array(70_000).fill(i))
    const results = await Promise.all(inputs.map((input) => run(command('echo', [], input))))
    results.forEach(({ stdout }, i) => expect(Buffer.compare(stdout, inputs[i]!)).toBe(0))
  })

  test('wait for their turn in order, and may leave the queue', async () => {
    const turns = new Turns(() => 1)
    const order: number[] = []
    const end = await turns.take()
    const controller = new AbortController()
    const second = turns.take(controller.signal)
    const third = turns.take().then((endTurn) => (order.push(3), endTurn()))
    const fourth = turns.take().then((endTurn) => (order.push(4), endTurn()))
    controller.abort('left')
    await expect(second).rejects.toBe('left')
    expect(order).toEqual([])
    end()
    await Promise.all([third, fourth])
    expect(order).toEqual([3, 4])
    ;(await turns.take())()
    await expect(turns.take(AbortSignal.abort('gone'))).rejects.toBe('gone')
  })
})

const anyOther = process.platform === 'linux' && findProgram('setpriv') !== undefined
const onLinux = anyOther ? test : test.skip
describe(`the parent is gone${anyOther ? '' : ' (skipped: needs setpriv of util-linux on Linux)'}`, () => {
  async function childOf(mode: string, signal?: NodeJS.Signals): Promise<void> {
    const env = { ...process.env, PID_FILE: pidFile() }
    const parent = spawn(process.execPath, [program('parent'), mode], { env, stdio: 'ignore' })
    try {
      const child = await until(pid)
      if (signal !== undefined) parent.kill(signal)
      await until(() => (alive(child) ? undefined : true))
    } finally {
      parent.kill('SIGKILL')
    }
  }
  onLinux.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('by %s: so is the child', (signal) =>
    childOf('async', signal),
  )
  onLinux('while it waits in runSync: so is the child', () => childOf('sync', 'SIGKILL'))
  onLinux('by process.exit: so is the child', () => childOf('exit'))
  onLinux('as its worker thread is ended: so is the child', () => childOf('worker'))
})

describe('findProgram', () => {
  test('looks in PATH, takes a program or its folder', () => {
    const found = findProgram('node')
    expect(found).toMatch(/^\/.*\/node$/)
    expect(findProgram('anything', 'node')).toBe(found)
    expect(findProgram('echo.js', join(__dirname, '..', 'programs'))).toBe(program('echo'))
    expect(findProgram('anything', program('echo'))).toBe(program('echo'))
    expect(findProgram('absent', join(__dirname, '..', 'programs'))).toBeUndefined()
    expect(findProgram('node', join(__dirname, '..', 'absent'))).toBeUndefined()
    expect(findProgram('no-such-program-here')).toBeUndefined()
  })
})

describe('temp folders', () => {
  beforeEach(() => (mockTempRoot = folder))
  afterEach(() => (mockTempRoot = undefined))

  test.each([
    ['async', drive],
    ['sync', async <T>(steps: Steps<T>) => driveOnThread(steps)],
  ])('%s: private, and gone afterwards', async (_name, go) => {
    const failing = function* (path: string): Steps<never> {
      expect(statSync(path).mode & 0o777).toBe(0o700)
      writeFileSync(join(path, 'file'), 'x')
      expect(readdirSync(folder)).toHaveLength(1)
      yield* perform({ run: async () => 5, runSync: () => 5 })
      throw new RangeError('work failed')
    }
    await expect(async () => go(inTempFolder(failing))).rejects.toThrow('work failed')
    expect(readdirSync(folder)).toEqual([])
    const working = function* (): Steps<number> {
      return yield* perform({ run: async () => 5, runSync: () => 5 })
    }
    expect(await go(inTempFolder(working))).toBe(5)
    expect(readdirSync(folder)).toEqual([])
  })

  test('gone after an abort between two steps, too', async () => {
    const controller = new AbortController()
    const aborted = function* (): Steps<number> {
      controller.abort('enough')
      return yield* perform({ run: async () => 5, runSync: () => 5 })
    }
    const { signal } = controller
    await expect(drive(inTempFolder(aborted), { signal })).rejects.toBe('enough')
    expect(readdirSync(folder)).toEqual([])
  })
})
