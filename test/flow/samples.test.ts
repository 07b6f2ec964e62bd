import ndarray from 'ndarray'
import { flattened } from '../../lib/flow/flatten'
import { quantised } from '../../lib/flow/floats'
import { type FloatPicture, toPicture, toView } from '../../lib/image'
import { failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { drive } from '../helpers/drive'

// What becomes of samples before a codec sees them: by the addon, and by plain loops without it.

let isOff = false
jest.mock('../../lib/backends/native/addon', () => {
  const real = jest.requireActual<object & { addon(): unknown }>('../../lib/backends/native/addon')
  return { ...real, addon: () => (isOff ? undefined : real.addon()) }
})

/** By the addon and without it. */
function both<T>(work: () => T): [T, T] {
  try {
    const first = work()
    isOff = true
    return [first, work()]
  } finally {
    isOff = false
  }
}

const floats = (samples: Float32Array, shape: number[]) =>
  toView(ndarray(samples, shape)) as FloatPicture

test.each([8, 9, 12, 16])('codes of %i bit', (depth) => {
  const max = 2 ** depth - 1
  // every boundary between two codes and its neighbours, and a few thousand others
  const edges = Array.from({ length: 2000 }, (_, i) => (((i * 37) % max) + 0.5) / max)
  const near = edges.flatMap((edge) => [edge, edge - 2 ** -26, edge + 2 ** -26])
  const samples = Float32Array.from(near, (sample) => Math.min(1, sample))
  const [native, plain] = both(() => quantised(floats(samples, [1, samples.length, 1]), depth))
  expect(native).toEqual(plain)
  expect([...native.data]).toEqual(Array.from(samples, (s) => Math.floor(s * max + 0.5)))
  samples[3333] = NaN
  const [a, b] = both(() =>
    failureSync(() => quantised(floats(samples, [1, samples.length, 1]), depth)),
  )
  expect(a.message).toMatch(/got NaN at x 3333, y 0/)
  expect(b.message).toBe(a.message)
})

test('views with gaps, reversed, and out of bounds', () => {
  const samples = Float32Array.from({ length: 600 }, (_, i) => i / 599)
  const array = ndarray(samples, [10, 20, 3])
  for (const view of [
    array.hi(9, 17, 3).lo(2, 3, 0),
    array.step(-1, 2, 1),
    array.transpose(2, 1, 0),
  ]) {
    const given = toView(view) as FloatPicture
    const [native, plain] = both(() => quantised(given, 8))
    expect(native).toEqual(plain)
    const { offset, rowStride, columnStride, channelStride } = native
    for (const [y, x, c] of [
      [0, 0, 0],
      [3, 4, 1],
      [given.height - 1, given.width - 1, 2],
    ] as const) {
      const at =
        given.offset + y * given.rowStride + x * given.columnStride + c * given.channelStride
      const own = offset + y * rowStride + x * columnStride + c * channelStride
      expect(native.data[own]).toBe(Math.floor(samples[at]! * 255 + 0.5))
    }
  }
  const outside = { ...floats(samples, [10, 20, 3]), offset: 1 }
  for (const { message } of both(() => failureSync(() => quantised(outside, 8)))) {
    expect(message).toMatch(/reach outside of its 600 samples/)
  }
})

test.each([8, 10, 16])('RGBA of %i bit over a colour', async (bitDepth) => {
  const max = 2 ** bitDepth - 1
  const array = makePicture({ width: 67, height: 41, channels: 4, bitDepth, texture: 0.2 })
  const picture = toPicture(Object.assign(array.step(-1, 1, 1), { bitDepth }))
  if (picture.kind !== 'pixels') throw new Error('no pixels')
  const [native, plain] = both(() => flattened(picture, '#fa0').next().value)
  expect(native).toEqual(plain)
  expect(await drive(flattened({ ...picture, ours: true }, '#fa0'))).toEqual(native)
  const below = [255, 170, 0].map((c) => Math.round((c * max) / 255))
  const out = native as typeof picture
  for (const [y, x] of [
    [0, 0],
    [40, 66],
    [17, 31],
  ] as const) {
    const at = picture.offset + y * picture.rowStride + x * 4
    const alpha = picture.data[at + 3]! / max
    for (const c of [0, 1, 2]) {
      const exact = picture.data[at + c]! * alpha + below[c]! * (1 - alpha)
      expect(Math.abs(out.data[(y * 67 + x) * 3 + c]! - exact)).toBeLessThanOrEqual(0.5 + 1e-9)
    }
  }
})

test('a sample above its depth is refused before it is mixed', () => {
  const array = makePicture({ width: 4, height: 4, channels: 4, bitDepth: 10 })
  array.data[7] = 1024
  for (const { name } of both(() =>
    failureSync(() => flattened(toPicture(array), '#fff').next()),
  )) {
    expect(name).toBe('RangeError')
  }
})
