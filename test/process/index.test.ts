import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Call, type Command, run, type RunOptions, runSync } from '../../lib/process'
import { alive } from '../helpers/alive'
import { codecFailure } from '../helpers/failures'
import { command, limited, text, timed } from '../helpers/commands'
import { standIn } from '../helpers/stand_in'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'process-test-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const pidFile = () => join(folder, 'pid')
const hanging = (): Command => ({ ...command('hang'), env: { PID_FILE: pidFile() } })

const pid = () =>
  readdirSync(folder).includes('pid') ? Number(readFileSync(pidFile())) : undefined

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
    expect(error.command).toEqual([standIn('die')])
  })

  test('a program that fails', async () => {
    const error = await codecFailure(() => go(command('fail', ['9000'])))
    expect(error).toMatchObject({ code: 'ERR_CHILD', exitCode: 3, signal: null })
    expect(error.message).toMatch(/fail\.js failed with exit code 3: told to fail/)
    expect(error.stderr).toHaveLength(4096)
    expect(error.stderr).toMatch(/^x+\ntold to fail\n$/)
    expect(error.command).toEqual([standIn('fail'), '9000'])
  })

  test('a program that fails, where any exit code will do', async () => {
    expect(await go({ ...command('fail'), anyExit: true })).toMatchObject({ exitCode: 3 })
  })

  test('a program that hangs is killed by the timeout', async () => {
    const error = await codecFailure(() => go(hanging(), timed(3000)))
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', command: [standIn('hang')] })
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
      { command: standIn('echo'), args: ['a'], exitCode: 0, stderr: '', ms },
      { command: standIn('fail'), args: [], exitCode: 3, stderr: '\ntold to fail\n', ms },
      { command: standIn('die'), args: [], exitCode: null, stderr: '', ms },
      { command: 'no-such-program-here', args: [], exitCode: null, stderr: '', ms },
    ])
  })
})
