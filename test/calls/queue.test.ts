import { createCodec, type CodecError } from '../../lib/index'
import { failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { StandIn } from '../helpers/stand_in'

// What waits for its turn: bounded by maxQueue, and no part of the time that `timeout` counts.

const image = makePicture({ width: 64, height: 48 })
const large = makePicture({ width: 512, height: 512, texture: 1 })

const settle = async (calls: Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).map((call) =>
    call.status === 'fulfilled' ? 'done' : (call.reason as CodecError).code,
  )

describe('maxQueue', () => {
  test.each(['native', 'ffmpeg'] as const)(
    '%s: a call more is ERR_BUSY, at once',
    async (backend) => {
      const codec = createCodec('av1', { backend, maxQueue: 2, effort: 0 })
      const ends = await settle(Array.from({ length: 100 }, () => codec.encode(image)))
      const done = ends.filter((end) => end === 'done').length
      expect(done).toBeGreaterThanOrEqual(3) // one runs at least, two wait
      expect(ends.slice(done).every((end) => end === 'ERR_BUSY')).toBe(true)
      expect(done).toBeLessThan(100)
      expect(await settle([codec.encode(image)])).toEqual(['done']) // the queue is empty again
    },
  )

  test('the error names codec and option; sync calls wait for nobody', async () => {
    const codec = createCodec('av1', { maxQueue: 0, effort: 0 })
    const calls = Array.from({ length: 100 }, () => codec.encode(image))
    const last = await failure(calls.at(-1)!)
    expect(last).toMatchObject({ name: 'CodecError', code: 'ERR_BUSY', codec: 'av1' })
    expect(last.message).toMatch(/^av1: .*maxQueue = 0/)
    expect(codec.encodeSync(image).length).toBeGreaterThan(0)
    await Promise.allSettled(calls)
  })

  test('default: any number may wait', async () => {
    const codec = createCodec('qoi')
    const ends = await settle(Array.from({ length: 300 }, () => codec.encode(image)))
    expect(new Set(ends)).toEqual(new Set(['done']))
  })
})

describe('timeout counts work alone', () => {
  test('of programs: each works for less than it, the last waits for longer', async () => {
    const slow = new StandIn('sleep 0.5')
    try {
      const codec = createCodec('png', { ...slow.options, timeout: 2500 })
      const ends = await settle(Array.from({ length: 30 }, () => codec.encode(image)))
      expect(ends).not.toContain('ERR_TIMEOUT') // ERR_CHILD: nothing was written
    } finally {
      slow.remove()
    }
  })

  test('of the addon', async () => {
    const before = performance.now()
    const codec = createCodec('av1', { effort: 0 })
    await codec.encode(large)
    const timeout = Math.ceil(4 * (performance.now() - before)) + 1000
    const patient = createCodec('av1', { effort: 0, timeout })
    const count = 2 * Math.ceil(timeout / (performance.now() - before)) + 8
    const ends = await settle(Array.from({ length: count }, () => patient.encode(large)))
    expect(ends.filter((end) => end !== 'done')).toEqual([])
  })
})

test('no warning of listeners, however many parts share a timeout', async () => {
  const warnings: Error[] = []
  const onWarning = (warning: Error) => warnings.push(warning)
  process.on('warning', onWarning)
  const codec = createCodec('avif', { timeout: 60_000, effort: 0 })
  const calls = Array.from({ length: 30 }, () => codec.apply(image))
  await Promise.all(calls)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', onWarning)
  expect(warnings).toEqual([])
})
