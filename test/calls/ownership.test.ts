import ndarray from 'ndarray'
import { MJPEG, WebP, X265 } from '../../lib/index'
import type { PixelArray, Samples } from '../../lib/image'
import { charge } from '../../lib/backends/native/read_budget'
import { failure } from '../helpers/failures'
import { makeNoise, makePicture, makePlanes } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// What happens to the caller's arrays after a call does no harm.

const native = allEntries.filter(({ backend }) => backend === 'native')

const picture = (seed: number, width = 64, height = 48) =>
  makePicture({ width, height, texture: 0.02 * (1 + (seed % 7)) })

/** The next turn of the event loop: no budget of the one before is left or spent. */
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0))

/** What a caller may do to an array the moment that a call has returned. */
const deeds: [string, (data: Samples) => void][] = [
  ['overwritten', (data) => data.fill(7)],
  ['one sample of it changed', (data) => (data[data.length >> 1]! ^= 1)],
  ['transferred', (data) => void structuredClone(data, { transfer: [data.buffer as ArrayBuffer] })],
  [
    'posted away',
    (data) => {
      const { port1, port2 } = new MessageChannel()
      port1.postMessage(data, [data.buffer as ArrayBuffer])
      port1.close()
      port2.close()
    },
  ],
]

describe.each(deeds)('an array that is %s right after the call', (_name, deed) => {
  describeEntries(native, ({ make }) => {
    it('encode: the picture as it was', async () => {
      const codec = make()
      const wanted = codec.encodeSync(picture(1))
      await nextTurn()
      const image = picture(1)
      const call = codec.encode(image)
      deed(image.data)
      expect(await call).toEqual(wanted)
    })

    it('decode: the stream as it was', async () => {
      const codec = make()
      const stream = codec.encodeSync(picture(2))
      const wanted = codec.decodeSync(stream)
      const given = Uint8Array.from(stream)
      const call = codec.decode(given)
      deed(given)
      expect(await call).toEqual(wanted)
    })
  })

  it('planes, 16-bit samples and strided views too', async () => {
    const codec = new X265({ preset: 'ultrafast' })
    const whole = makeNoise({ width: 80, height: 60 })
    const strided = () => {
      const { data } = makeNoise({ width: 80, height: 60 })
      const array = ndarray(data, [48, 64, 3], [80 * 3, 3, 1], 9) as PixelArray
      return { input: array, arrays: [data] }
    }
    const planar = () => {
      const input = makePlanes('yuv420p', 64, 48)
      return { input, arrays: input.planes }
    }
    const wide = () => {
      const input = makePicture({ width: 64, height: 48, bitDepth: 12 })
      return { input, arrays: [input.data] }
    }
    for (const make of [strided, planar, wide]) {
      const wanted = codec.encodeSync(make().input)
      await nextTurn()
      const { input, arrays } = make()
      const call = codec.encode(input)
      arrays.forEach((data) => deed(data))
      expect(await call).toEqual(wanted)
    }
    expect(whole.data.length).toBe(80 * 60 * 3)
  })
})

describe('a burst that has to wait for free threads', () => {
  const size = { width: 512, height: 384 }
  const codec = new MJPEG()
  const count = 32
  const original = picture(3, 512, 384)
  const large = () => ({ ...size, data: Uint8Array.from(original.data) })
  const wanted = codec.encodeSync(original)
  const expectRefusal = (error: unknown) =>
    expect(error).toMatchObject({
      name: 'TypeError',
      message: expect.stringMatching(/mjpeg: the picture was changed while .* array of its own/),
    })

  it('of unchanged arrays: each result is right', async () => {
    const image = large()
    const results = await Promise.all(Array.from({ length: count }, () => codec.encode(image)))
    results.forEach((bytes) => expect(Buffer.compare(bytes, wanted)).toBe(0))
  })

  it.each(deeds)('of arrays that are %s meanwhile: right or refused', async (_name, deed) => {
    const images = Array.from({ length: count }, large)
    const calls = images.map((image) => codec.encode(image))
    images.forEach(({ data }) => deed(data))
    for (const end of await Promise.allSettled(calls)) {
      if (end.status === 'fulfilled') expect(Buffer.compare(end.value, wanted)).toBe(0)
      else expectRefusal(end.reason)
    }
    expect(await codec.encode(large())).toEqual(wanted)
  })

  it.each(deeds)('of arrays that are %s: all that were not read are refused', async (_n, deed) => {
    charge(1000) // as if many pictures had been read in this turn of the loop
    const images = Array.from({ length: 8 }, large)
    const planar = Array.from({ length: 8 }, () => makePlanes('yuv444p', 64, 48))
    const calls = [...images, ...planar].map((image) => codec.encode(image))
    images.forEach(({ data }) => deed(data))
    planar.forEach(({ planes }) => deed(planes[1]!))
    for (const end of await Promise.allSettled(calls)) {
      expect(end.status).toBe('rejected')
      expectRefusal((end as PromiseRejectedResult).reason)
    }
  })

  it('waits unread and still gives the right result where nothing changed', async () => {
    charge(1000)
    const planar = makePlanes('yuv444p', 64, 48)
    const [a, b] = await Promise.all([codec.encode(original), codec.encode(planar)])
    expect(a).toEqual(wanted)
    expect(b).toEqual(codec.encodeSync(planar))
  })

  it('mistakes are still told as what they are', async () => {
    charge(1000)
    const image = { ...original, data: original.data.subarray(0, 9) } as PixelArray
    expect(await failure(codec.encode(image))).toMatchObject({ name: 'RangeError' })
  })

  it('the same array for each, refilled between calls that are awaited', async () => {
    const image = large()
    for (let i = 0; i < 6; i++) {
      const bytes = await codec.encode(image)
      expect(Buffer.compare(bytes, codec.encodeSync(image))).toBe(0)
      image.data.fill(i * 40, 0, image.data.length >> 1)
    }
  })
})

describe('what belongs to whom', () => {
  describeEntries(native, ({ make }) => {
    it('results are arrays of their own: changing one changes nothing else', async () => {
      const codec = make()
      const image = picture(5)
      const before = Uint8Array.from(image.data)
      const first = await codec.apply(image)
      first.bytes.fill(0)
      first.restored.data.fill(0)
      expect(image.data).toEqual(before)
      const second = await codec.apply(image)
      expect(second.bytes).toEqual(codec.encodeSync(image))
    })
  })

  it('shared memory is read before the call returns, like any other', async () => {
    const codec = new WebP()
    const shared = new Uint8Array(new SharedArrayBuffer(64 * 48 * 3))
    shared.set(picture(1).data)
    const call = codec.encode({ data: shared, width: 64, height: 48 })
    shared.fill(0)
    const wanted = codec.encodeSync(picture(1))
    expect(await call).toEqual(wanted)
    const stream = new Uint8Array(new SharedArrayBuffer(wanted.length))
    stream.set(wanted)
    const decoding = codec.decode(stream)
    stream.fill(0)
    expect(await decoding).toEqual(codec.decodeSync(wanted))
  })

  it('a quality that changes between calls is that of its own call', async () => {
    const codec = new WebP({ method: 0 })
    const image = picture(1)
    const qualities = [0, 50, 100]
    const all = await Promise.all(qualities.map((quality) => codec.encode(image, { quality })))
    all.forEach((bytes, i) =>
      expect(bytes).toEqual(codec.encodeSync(image, { quality: qualities[i]! })),
    )
  })

  it('a failure is a rejection, never thrown by the call itself', async () => {
    const codec = new WebP()
    const calls = [
      () => codec.encode(null as never),
      () => codec.encode(picture(1), { quality: 1e9 }),
      () => codec.decode(5 as never),
      () => codec.apply(undefined as never),
      () => new WebP({ backend: 'ffmpeg', ffmpegPath: '/nonexistent' }).encode(picture(1)),
    ]
    for (const call of calls) {
      const promise = call()
      expect(promise).toBeInstanceOf(Promise)
      await failure(promise)
    }
  })
})
