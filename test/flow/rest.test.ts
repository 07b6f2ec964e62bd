import { decode, JPEG, probe, readImage } from '../../lib'
import type { Walk } from '../../lib/bitstream/walk'
import { formats } from '../../lib/codecs/recognise'
import { walkAhead } from '../../lib/flow/rest'
import { driveAsync } from '../../lib/task'
import { makePicture } from '../helpers/pictures'

/** A JPEG of 4 MiB: fill bytes, which every way through the file has to pass. */
function longJpeg(): Uint8Array {
  const picture = makePicture({ width: 32, height: 32, channels: 3 })
  const bytes = Buffer.from(new JPEG().encodeSync(picture))
  return Buffer.concat([bytes.subarray(0, 2), Buffer.alloc(2 ** 22, 0xff), bytes.subarray(2)])
}

/** How often the event loop turns while it is waited for. */
async function turns(work: Promise<unknown>): Promise<number> {
  let count = 0
  let running = true
  const turn = () => {
    count++
    if (running) setImmediate(turn)
  }
  setImmediate(turn)
  await work
  running = false
  return count
}

test.each([
  ['readImage', (bytes: Uint8Array) => readImage(bytes)],
  ['decode', (bytes: Uint8Array) => decode(bytes)],
  ['Codec.decode', (bytes: Uint8Array) => new JPEG().decode(bytes)],
  ['probe', (bytes: Uint8Array) => probe(bytes)],
])('%s lets the event loop turn on its way through a long file', async (_, call) => {
  expect(await turns(call(longJpeg()))).toBeGreaterThanOrEqual(4)
})

test.each([20, 2 ** 16])(
  'a rest of a walk is a turn, in a file of %d bytes, too',
  async (length) => {
    function* walker(): Walk<void> {
      for (let i = 0; i < 9; i++) yield
    }
    const format = { ...formats[0]!, walks: () => [walker] }
    const walking = driveAsync(walkAhead(new Uint8Array(length), format), {})
    expect(await turns(walking)).toBeGreaterThanOrEqual(9)
  },
)

test('what becomes of the bytes after the call does not matter', async () => {
  const bytes = longJpeg()
  const wanted = new JPEG().decodeSync(bytes)
  const calls = [readImage(bytes), decode(bytes), new JPEG().decode(bytes)]
  const probed = probe(bytes)
  bytes.fill(0)
  for (const image of await Promise.all(calls)) expect(image.data).toEqual(wanted.data)
  expect(await probed).toMatchObject({ format: 'jpeg', width: 32, height: 32 })
})

test('a picture under a background, changed after the call, is coded as it was', async () => {
  const picture = { ...makePicture({ width: 600, height: 600, channels: 4 }) }
  const codec = new JPEG()
  const wanted = codec.encodeSync(picture, { background: '#fff' })
  const work = codec.encode(picture, { background: '#fff' })
  picture.data.fill(0)
  expect(await work).toEqual(wanted)
})

test('an abort between two stretches ends the call', async () => {
  const controller = new AbortController()
  const work = readImage(longJpeg(), { signal: controller.signal })
  setImmediate(() => controller.abort())
  await expect(work).rejects.toMatchObject({ name: 'AbortError' })
})
