import ndarray from 'ndarray'
import { concurrency, metrics, metricsSync, MJPEG, QOI, WebP } from '../../lib/index'
import { runsOf } from '../../lib/flow/memory_runs'
import type { PixelArray, PixelInput, Samples } from '../../lib/image'
import { failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// Large pictures are read in stretches, the event loop between them: as they were when the call was
// made, or not at all.

const [width, height] = [1600, 1200]
const codec = new WebP({ effort: 0 })
const lossless = new QOI()

const bytes = (channels: number) => {
  const data = new Uint8Array(width * height * channels)
  for (let i = 0; i < data.length; i++) data[i] = (i * 7) ^ (i >> 9)
  return data
}
const floats = () => Float32Array.from(bytes(3), (code) => code / 255)
const array = (data: Samples, shape: number[]) => ndarray(data, shape) as PixelArray

/** Large pictures in every form, each with the array that its samples are in. */
const forms: [string, () => { image: PixelInput; data: Samples | Float32Array }][] = [
  ['RGB', () => withData(bytes(3), (data) => ({ data, width, height }))],
  ['RGBA', () => withData(bytes(4), (data) => ({ data, width, height }))],
  ['a plane a channel', () => withData(bytes(3), (data) => ({ data, dims: [3, height, width] }))],
  ['transposed', () => withData(bytes(3), (d) => array(d, [width, height, 3]).transpose(1, 0, 2))],
  ['upside down', () => withData(bytes(3), (d) => array(d, [height, width, 3]).step(-1, 1, 1))],
  ['a part', () => withData(bytes(4), (d) => array(d, [height, width, 4]).hi(-1, 1500).lo(9, 30))],
  ['floats', () => withData(floats(), (data) => ({ data, width, height }))],
  [
    'floats, a plane a channel',
    () => withData(floats(), (d) => ({ data: d, dims: [3, height, width] })),
  ],
  ['a part of floats', () => withData(floats(), partOfFloats)],
]
function withData<D extends Samples | Float32Array>(data: D, imageOf: (data: D) => unknown) {
  return { image: imageOf(data) as PixelInput, data }
}
const partOfFloats = (data: Float32Array) =>
  ndarray(data, [3, height, width]).hi(-1, -1, 1500).lo(0, 7, 20)

const changed = /^image: the picture was changed while the call read it; give each call an array/
const deeds: [string, (data: Samples | Float32Array) => void][] = [
  ['filled', (data) => data.fill(0)],
  ['changed in its last sample', (data) => void (data[data.length - 1] = data[0]! + 1)],
  [
    'changed in its middle',
    (data) => void (data[data.length >> 1] = data[data.length >> 1]! > 0 ? 0 : 1),
  ],
  ['posted away', (data) => void structuredClone(data, { transfer: [data.buffer as ArrayBuffer] })],
]

describe.each(forms)('%s', (name, make) => {
  test('async as sync', async () => {
    const { image } = make()
    const wanted = lossless.encodeSync(image)
    expect(Buffer.compare(await lossless.encode(image), wanted)).toBe(0)
  })

  // What is no sample of the picture may change.
  const own = deeds.filter(([deed]) => !name.startsWith('a part') || !deed.includes('last'))
  test.each(own)('%s right after the call: refused', async (_deed, deed) => {
    const { image, data } = make()
    const call = codec.encode(image)
    deed(data)
    const error = await failure(call)
    expect([error.name, error.message]).toEqual(['TypeError', expect.stringMatching(changed)])
  })
})

test('planes', async () => {
  const plane = (length: number) => new Uint8Array(length).map((_, i) => i >> 12)
  const planes = [plane(12e6), plane(3e6), plane(3e6)]
  const planar = { planes, width: 4000, height: 3000, pixelFormat: 'yuv420p' }
  const mjpeg = new MJPEG()
  const wanted = mjpeg.encodeSync(planar)
  expect(Buffer.compare(await mjpeg.encode(planar), wanted)).toBe(0)
  const call = mjpeg.encode(planar)
  planes[2]!.fill(1)
  expect((await failure(call)).message).toMatch(changed)
})

test('a float that is no code says where', async () => {
  const data = floats()
  data[(700 * width + 31) * 3 + 2] = Number.NaN
  const text = /got NaN at x 31, y 700, channel 2/
  expect((await failure(codec.encode({ data, width, height }))).message).toMatch(text)
  const image = ndarray(data, [height, width, 3]).hi(-1, 1500).lo(10, 1)
  expect((await failure(codec.encode(image))).message).toMatch(/at x 30, y 690, channel 2/)
})

test('more calls than threads: each its own picture, unread until its turn', async () => {
  const images = [1, 2, 3, 4, 5, 6, 7].map((seed) => ({
    data: bytes(3).map((v) => v ^ seed),
    width,
    height,
  }))
  const calls = images.map((image) => lossless.encode(image))
  const done = await Promise.all(calls)
  done.forEach((stream, i) => {
    expect(Buffer.compare(stream, lossless.encodeSync(images[i]!))).toBe(0)
  })
  const before = concurrency()
  concurrency(1)
  const late = images.map((image) => lossless.encode(image))
  images.at(-1)!.data.fill(3)
  expect((await failure(late.at(-1)!)).message).toMatch(changed)
  expect((await Promise.allSettled(late)).map(({ status }) => status).slice(0, -1)).toEqual(
    Array.from({ length: 6 }, () => 'fulfilled'),
  )
  concurrency(before)
})

test('a call that fails while it waits for its turn leaves it to the next', async () => {
  const before = concurrency()
  concurrency(1)
  const image = { data: bytes(3), width, height }
  const first = [lossless.encode(image), lossless.encode(image)]
  const failing = [1, 2, 3].map(() => metrics('missing.png', image, ['psnr']))
  for (const call of failing) expect((await failure(call)).message).toMatch(/missing\.png/)
  await Promise.all(first)
  expect((await lossless.encode(image)).length).toBeGreaterThan(0)
  concurrency(before)
})

test('an abort while it is read', async () => {
  const controller = new AbortController()
  const call = codec.encode({ data: bytes(3), width, height }, { signal: controller.signal })
  controller.abort(new Error('gone'))
  expect((await failure(call)).message).toBe('gone')
})

describe('what a call reads more than once is read once from the caller', () => {
  const small = () => makePicture({ width: 96, height: 64, texture: 0.1 })

  test('by a target', async () => {
    const target = { psnr: 36 }
    const wanted = await codec.encode(small(), { target })
    const image = small()
    const call = codec.encode(image, { target })
    image.data.fill(0)
    const found = await call
    expect([found.quality, Buffer.compare(found, wanted)]).toEqual([wanted.quality, 0])
  })

  test.each([
    ['small', small],
    ['large', () => ({ data: bytes(3), width, height })],
  ])('by metrics of a %s and another', async (_name, make) => {
    const [a, b] = [small(), small()]
    b.data.forEach((value, i) => (b.data[i] = value ^ 3))
    const wanted = metricsSync(a, b, ['psnr', 'ssim'])
    const other = make()
    const waiting = metrics(other, other, ['psnr'])
    const call = metrics(a, b, ['psnr', 'ssim'])
    a.data.fill(1)
    expect(await call).toEqual(wanted)
    expect(await waiting).toEqual({ psnr: Infinity })
  })
})

test('runs: the samples of a view in the order of memory', () => {
  const view = {
    width: 100,
    height: 4,
    channels: 3,
    offset: 7,
    rowStride: 400,
    columnStride: 3,
    channelStride: 1,
  }
  expect(runsOf(view)).toMatchObject({ start: 7, count: 4, length: 300, step: 400, dense: true })
  const flipped = runsOf({ ...view, offset: 1207, rowStride: -400 })
  expect(flipped).toMatchObject({
    start: 7,
    count: 4,
    length: 300,
    packed: { offset: 900, rowStride: -300 },
  })
  const whole = runsOf({ ...view, rowStride: 300 })
  expect(whole).toMatchObject({
    start: 7,
    count: 1,
    length: 1200,
    dense: true,
    packed: { offset: 0 },
  })
  const gaps = runsOf({ ...view, columnStride: 4 })
  expect(gaps).toMatchObject({ count: 4, length: 399, step: 400, dense: false })
})
