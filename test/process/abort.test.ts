import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, run } from '../../lib/process'
import { alive } from '../helpers/alive'
import { codecFailure } from '../helpers/failures'
import { command, text, until } from '../helpers/commands'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'process-test-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const pidFile = () => join(folder, 'pid')
const hanging = (): Command => ({ ...command('hang'), env: { PID_FILE: pidFile() } })

const pid = () =>
  readdirSync(folder).includes('pid') ? Number(readFileSync(pidFile())) : undefined

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
