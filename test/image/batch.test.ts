import ndarray from 'ndarray'
import { PNG, readImage, unstack } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// What ONNX Runtime and TensorFlow.js hold: tensors, and batches of pictures.

const [width, height] = [5, 4]
const count = 3
const size = width * height * 3
const data = Float32Array.from({ length: count * size }, (_, i) => ((i * 7) % 256) / 255)
const png = new PNG()

test('a tensor is a picture, whichever way it says its shape', async () => {
  const one = data.slice(0, size)
  const expected = await png.encode(ndarray(one, [3, height, width]))
  for (const image of [
    { data: one, dims: [1, 3, height, width] },
    { data: one, dims: [3, height, width] },
    { data: one, shape: [1, 3, height, width], layout: 'chw' as const },
    { data: one, width, height, layout: 'chw' as const },
  ]) {
    expect(Buffer.compare(await png.encode(image), expected)).toBe(0)
    expect(Buffer.compare(png.encodeSync(image), expected)).toBe(0)
  }
  const bytes = { data: new Uint8Array(size), dims: [height, width, 3] }
  expect((await png.apply(bytes)).restored.shape).toEqual([height, width, 3])
})

test.each([
  ['NCHW', [count, 3, height, width], [3, height, width]],
  ['NHWC', [count, height, width, 3], [height, width, 3]],
])('unstack gives the pictures of %s', async (_name, dims, shape) => {
  for (const batch of [{ data, dims }, { data, shape: dims }, ndarray(data, dims)]) {
    const pictures = unstack(batch, { bitDepth: 8 })
    expect(pictures).toHaveLength(count)
    for (const [i, picture] of pictures.entries()) {
      expect([picture.shape, picture.bitDepth]).toEqual([shape, 8])
      const own = ndarray(data.slice(i * size, (i + 1) * size), shape)
      expect(Buffer.compare(await png.encode(picture), await png.encode(own))).toBe(0)
    }
  }
  const reversed = unstack(ndarray(data, dims).step(-1, 1, 1, 1))
  expect(await png.encode(reversed[0]!)).toEqual(await png.encode(unstack({ data, dims })[2]!))
})

test('layout decides where the shape does not, and comes back', async () => {
  const open = { data: new Uint8Array(27).map((_, i) => i * 9), dims: [3, 3, 3] }
  const [hwc, chw] = [await png.encode(open), await png.encode({ ...open, layout: 'chw' })]
  expect(Buffer.compare(hwc, chw)).not.toBe(0)
  const { restored } = await png.apply({ ...open, layout: 'chw' })
  expect([restored.layout, [...restored.data]]).toEqual(['chw', [...open.data]])
  const again = await readImage(chw, { layout: 'chw' })
  expect([...again.data]).toEqual([...open.data])
  expect(Buffer.compare(await png.encode(again), chw)).toBe(0)
  const [first] = unstack({ data: open.data, dims: [1, 3, 3, 3] }, { layout: 'chw' })
  expect(Buffer.compare(await png.encode(first!), chw)).toBe(0)
})

test('readImage gives float samples, planar', async () => {
  const picture = makePicture({ width, height, bitDepth: 10 })
  const bytes = await png.encode(picture)
  const { shape, data: floats } = await readImage(bytes, { as: 'float32', layout: 'chw' })
  expect(shape).toEqual([3, height, width])
  const code = await readImage(bytes)
  expect(floats[width * height]).toBe(Math.fround(code.get(0, 0, 1) / (2 ** code.bitDepth! - 1)))
})

test('mistakes are named', async () => {
  const four = { data, dims: [count, 3, height, width] }
  const cases: [() => unknown, string, RegExp][] = [
    [() => png.encodeSync(four), 'RangeError', /start with 1, got \[3, 3, 4, 5\]; unstack/],
    [() => png.encodeSync({ data, dims: [3, 4] }), 'RangeError', /3 x 4 = 12 samples, got 180/],
    [
      () => png.encodeSync({ data, dims: 4 as never }),
      'TypeError',
      /image\.shape: expected an array/,
    ],
    [() => unstack({ data, dims: [3, 4, 5] }), 'RangeError', /\[N,C,H,W\]/],
    [() => unstack({ data, dims: [1, 3, 4, 5] }), 'RangeError', /= 60 samples, got 180/],
    [() => unstack({ data, dims: [3, 5, 2, 6] }), 'RangeError', /with 1, 3 or 4 channels/],
    [() => unstack(four, { layout: 'nchw' as never }), 'RangeError', /'hwc' or 'chw'/],
    [() => unstack(four, { depth: 8 } as never), 'TypeError', /option 'depth' is not known/],
    [() => unstack(5 as never), 'TypeError', /batch: expected an ndarray/],
    [() => unstack({ data: [1, 2] as never, dims: [1, 1, 1, 2] }), 'TypeError', /Float32Array/],
  ]
  for (const [call, name, text] of cases) {
    const error = failureSync(call)
    expect([error.name, error.message]).toEqual([name, expect.stringMatching(text)])
  }
  const bytes = await png.encode(makePicture({ width, height }))
  for (const [options, text] of [
    [{ as: 'floats' }, /as: expected one of pixels, float32, planes, got 'floats'/],
    [{ layout: 'CHW' }, /layout: expected one of hwc, chw, got 'CHW'/],
    [{ as: 'planes', layout: 'chw' }, /layout: expected none for planes/],
  ] as const) {
    expect((await failure(png.decode(bytes, options as never))).message).toMatch(text)
  }
})
