import { getEventListeners } from 'node:events'
import { type Codec, createCodec, MJPEG, PNG, WebP } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// AbortSignal: every call rejects with the signal's own reason, wherever it is by then, and the
// codec is as good as new.

const image = makePicture({ width: 64, height: 48 })
const reason = { why: 'not needed any more' }
const runnable = allEntries.filter(({ missing }) => missing === undefined)

/** Enough calls to fill every thread and leave some in the queue. */
const crowd = 12

const calls = (codec: Codec, stream: Uint8Array, signal: AbortSignal) => [
  () => codec.encode(image, { signal }),
  () => codec.decode(stream, { signal }),
  () => codec.apply(image, { signal }),
]

async function expectAbort(call: Promise<unknown>): Promise<void> {
  expect(await failure(call)).toBe(reason)
}

describeEntries(allEntries, ({ backend, make }) => {
  const codec = make()
  const stream = codec.encodeSync(image)

  it('aborted before the call', async () => {
    const signal = AbortSignal.abort(reason)
    for (const call of calls(codec, stream, signal)) await expectAbort(call())
    expect(failureSync(() => codec.encodeSync(image, { signal }))).toBe(reason)
  })

  it('aborted right after the call', async () => {
    for (const [i] of calls(codec, stream, AbortSignal.abort()).entries()) {
      const controller = new AbortController()
      const call = calls(codec, stream, controller.signal)[i]!()
      controller.abort(reason)
      await expectAbort(call)
    }
  })

  it('aborted while some calls run and others wait', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const started = Array.from({ length: backend === 'native' ? crowd : 3 }, () =>
      failure(codec.encode(image, { signal })),
    )
    setImmediate(() => controller.abort(reason))
    const ends = await Promise.all(started.map((call) => call.catch(() => 'it was done before')))
    for (const end of ends) expect([reason, 'it was done before']).toContain(end)
    expect(ends).toContain(reason)
    expect(await codec.encode(image)).toEqual(stream)
  })
})

describe('a signal', () => {
  it('without a reason of its own: AbortError', async () => {
    const error = await failure(new PNG().encode(image, { signal: AbortSignal.abort() }))
    expect(error.name).toBe('AbortError')
  })

  it('of a time limit: TimeoutError', async () => {
    const signal = AbortSignal.timeout(1)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    expect((await failure(new PNG().encode(image, { signal }))).name).toBe('TimeoutError')
  })

  it('together with the option timeout: whichever comes first', async () => {
    const codec = createCodec('av1', { speed: 2, timeout: 2 ** 31 - 1 })
    const controller = new AbortController()
    const call = codec.encode(makePicture({ width: 192, height: 192 }), controller)
    setImmediate(() => controller.abort(reason))
    await expectAbort(call)
  })

  it.each(runnable.map(({ label, make }) => [label, make] as const))(
    '%s: keeps no listener of ours after calls that end in any way',
    async (_label, make) => {
      const { signal } = new AbortController()
      const codec = make()
      await codec.decode(await codec.encode(image, { signal }), { signal })
      await failure(codec.decode(new Uint8Array(64), { signal }))
      await failure(make({ maxOutputBytes: 5 }).encode(image, { signal }))
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    },
  )

  it('that aborts after the call is done changes nothing', async () => {
    const controller = new AbortController()
    const bytes = await new WebP().encode(image, controller)
    controller.abort(reason)
    await new Promise((resolve) => setImmediate(resolve))
    expect(bytes).toEqual(new WebP().encodeSync(image))
  })

  it('aborts one call of a crowd and leaves the others alone', async () => {
    const codec = new MJPEG()
    const controllers = Array.from({ length: crowd }, () => new AbortController())
    const started = controllers.map(({ signal }) => codec.encode(image, { signal }))
    controllers[crowd - 1]!.abort(reason)
    controllers[crowd - 4]!.abort(reason)
    const ends = await Promise.allSettled(started)
    const wanted = codec.encodeSync(image)
    ends.forEach((end, i) => {
      if (i === crowd - 1 || i === crowd - 4) expect(end).toEqual({ status: 'rejected', reason })
      else expect(end).toEqual({ status: 'fulfilled', value: wanted })
    })
  })

  it('gives the thread back: a crowd of aborted calls blocks nobody', async () => {
    const codec = createCodec('webp')
    for (let round = 0; round < 20; round++) {
      const controller = new AbortController()
      const started = Array.from({ length: 6 }, () => failure(codec.encode(image, controller)))
      controller.abort(reason)
      for (const end of await Promise.all(started)) expect(end).toBe(reason)
    }
    expect(await codec.encode(image)).toEqual(codec.encodeSync(image))
  })
})
