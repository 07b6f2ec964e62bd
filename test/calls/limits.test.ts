import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode, encode, PNG, writeImageSync } from '../../lib'
import { makePicture } from '../helpers/pictures'

// Limits of one call: what it says counts more than the codec's own options.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-limits-'))
const path = join(folder, 'picture.png')
const codec = new PNG()
const picture = makePicture({ width: 400, height: 400, channels: 3 })
const bytes = codec.encodeSync(picture)
writeImageSync(path, picture)
afterAll(() => rmSync(folder, { recursive: true }))

const calls: [string, (limits: object) => Promise<unknown>][] = [
  ['Codec.decode', (limits) => codec.decode(bytes, limits)],
  ['Codec.decodeSync', async (limits) => codec.decodeSync(bytes, limits)],
  ['Codec.encode of a path', (limits) => codec.encode(path, limits)],
  ['Codec.encodeSync of a path', async (limits) => codec.encodeSync(path, limits)],
  ['Codec.apply of a path', (limits) => codec.apply(path, limits)],
  ['Codec.applySync of a path', async (limits) => codec.applySync(path, limits)],
  ['decode', (limits) => decode(bytes, limits)],
  ['encode of a path', (limits) => encode(path, { codec: 'qoi', ...limits })],
]

describe.each(calls)('%s', (_, call) => {
  it.each([{ maxPixels: 159_999 }, { maxMemory: 2 ** 20 }])('%o is ERR_LIMIT', async (limits) => {
    await expect(call(limits)).rejects.toMatchObject({ code: 'ERR_LIMIT' })
  })

  it('is not limited by what it keeps to', async () => {
    await expect(
      call({ maxPixels: 250_000, maxMemory: 1e9, timeout: 60000 }),
    ).resolves.toBeDefined()
  })

  it.each([{ maxPixels: 0 }, { maxMemory: 'much' }, { timeout: -1 }])(
    '%o is an error that names it',
    async (limits) => {
      const [name] = Object.keys(limits)
      await expect(call(limits)).rejects.toThrow(new RegExp(`${name}: expected`))
    },
  )
})

test('a call may have more than the codec has, and it keeps its own', async () => {
  const small = new PNG({ maxPixels: 100 })
  await expect(small.decode(bytes)).rejects.toMatchObject({ code: 'ERR_LIMIT' })
  expect((await small.decode(bytes, { maxPixels: 1e6 })).shape).toEqual([400, 400, 3])
  await expect(small.decode(bytes)).rejects.toMatchObject({ code: 'ERR_LIMIT' })
})

test('the time of a call ends it with the codec named', async () => {
  const large = makePicture({ width: 1500, height: 1500, channels: 3 })
  const work = new PNG({ effort: 0 }).encode(large, { timeout: 1 })
  await expect(work).rejects.toMatchObject({ code: 'ERR_TIMEOUT', codec: 'png' })
})
