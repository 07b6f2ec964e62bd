import * as zlib from 'node:zlib'
import { inflated } from '../../lib/bitstream/inflated'

// 16 MiB come of 29 KB. Another thread decompresses them, and no copy of all of them is made in one go:
// in memory that nobody touched before it took 60 ms.

const MIB = 2 ** 20
const long = Buffer.alloc(5 * MIB + 1, 'no profile, ')
const WAYS = {
  deflate: (data: Uint8Array) => zlib.deflateSync(data, { level: 1 }),
  brotli: (data: Uint8Array) =>
    zlib.brotliCompressSync(data, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
} as const

/** What is found, and what was done in between: undefined is a rest. */
async function walkedBy(data: Uint8Array, most: number, way: keyof typeof WAYS, sync = false) {
  const between: unknown[] = []
  const walk = inflated(data, most, way)
  let step = walk.next()
  while (!step.done) {
    const value = step.value
    try {
      between.push(sync ? value?.runSync() : await value?.run())
      step = walk.next(between.at(-1))
    } catch (error) {
      step = walk.throw(error)
    }
  }
  return { found: step.value, between }
}

describe.each(['deflate', 'brotli'] as const)('%s', (way) => {
  const data = WAYS[way](long)

  test('parts of a megabyte at most, and a rest before each is copied', async () => {
    const { found, between } = await walkedBy(data, 16 * MIB, way)
    const [parts, ...rests] = between as [Uint8Array[], ...unknown[]]
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(MIB)
    expect(rests).toEqual(Array(parts.length - 1).fill(undefined))
    expect(Buffer.compare(found as Uint8Array, long)).toBe(0)
    expect((found as Uint8Array).buffer.byteLength).toBe(long.length)
  })

  test('sync, the same at once', async () => {
    const { found } = await walkedBy(data, 16 * MIB, way, true)
    expect(Buffer.compare(found as Uint8Array, long)).toBe(0)
  })

  test.each([false, true])('as long as it may be, and a byte more; sync: %s', async (sync) => {
    const { found } = await walkedBy(data, long.length, way, sync)
    expect((found as Uint8Array).length).toBe(long.length)
    expect((await walkedBy(data, long.length - 1, way, sync)).found).toBe('long')
    expect((await walkedBy(data, MIB, way, sync)).found).toBe('long')
  })

  test.each([false, true])('damaged behind the first megabyte; sync: %s', async (sync) => {
    const noise = new Uint32Array(MIB / 2).map((_, i) => Math.imul(i * i, 2654435761) >>> 1)
    const cut = WAYS[way](new Uint8Array(noise.buffer)).subarray(0, -1000)
    expect((await walkedBy(cut, 16 * MIB, way, sync)).found).toBeUndefined()
  })

  test('what is short is there at once', async () => {
    const { found, between } = await walkedBy(WAYS[way](Buffer.from('short')), 16 * MIB, way)
    expect(found).toEqual(Uint8Array.from(Buffer.from('short')))
    expect(between).toEqual([])
  })
})
