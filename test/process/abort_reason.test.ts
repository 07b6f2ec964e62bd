import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { readBytes } from '../../lib/files/path_bytes'
import { perform } from '../../lib/task'
import { drive } from '../helpers/drive'

// Node's own calls reject with an AbortError; a call of ours with what its caller said.

const calls: Record<string, (signal: AbortSignal | undefined) => Promise<unknown>> = {
  'a file is written': (signal) => writeFile('/dev/null', new Uint8Array(2 ** 20), { signal }),
  'a timer runs': (signal) => sleep(60_000, undefined, { signal }),
}

test.each(Object.entries(calls))('aborted while %s: the reason', async (_, call) => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const running = drive(
    perform<unknown>({
      run: ({ signal }) => {
        const work = call(signal)
        controller.abort(reason)
        return work
      },
      runSync: () => undefined,
    }),
    { signal: controller.signal },
  )
  await expect(running).rejects.toBe(reason)
})

test('an AbortError that is none of the call stays', async () => {
  const other = AbortSignal.abort(new Error('other'))
  const running = drive(
    perform<unknown>({
      run: () => sleep(60_000, undefined, { signal: other }),
      runSync: () => undefined,
    }),
  )
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
})

test.each([null, 'a text', 0])(
  'a reason may be anything: %p, while a file is read',
  async (reason) => {
    const controller = new AbortController()
    const running = drive(readBytes(__filename), { signal: controller.signal })
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
  },
)
