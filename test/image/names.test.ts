import { type PixelInput, PNG } from '../../lib'
import { makePicture } from '../helpers/pictures'

// Names in an object of samples: nearly ours is a mistake, anything else its owner's.

const png = new PNG()
const data = new Uint8Array(30 * 20 * 3)
const size = { width: 30, height: 20 }
const planes = { planes: [data.slice(0, 600)], ...size, pixelFormat: 'gray' }

test.each<[string, object, string]>([
  ['NumPy strides', { data, shape: [20, 30, 3], strides: [3, 90, 1], offset: 0 }, 'stride'],
  ['letter case', { data: new Uint16Array(data.length), ...size, bitdepth: 10 }, 'bitDepth'],
  ['a letter less', { data, ...size, chanels: 3 }, 'channels'],
  ['one of many', { data, ...size, channel: 3 }, 'channels'],
  ['a dash', { data: new Uint16Array(data.length), dims: [20, 30, 3], bit_depth: 9 }, 'bitDepth'],
  ['of planes', { ...planes, stride: [30] }, 'strides'],
])('%s', async (_, image, name) => {
  const message = new RegExp(`^image: '\\w+' is not known; did you mean '${name}'\\?$`)
  await expect(png.encode(image as PixelInput)).rejects.toThrow(message)
  await expect(png.encode(image as PixelInput)).rejects.toThrow(TypeError)
  expect(() => png.encodeSync(image as PixelInput)).toThrow(message)
})

test.each<[string, object]>([
  ['a date', { data, ...size, date: new Date(0), name: 'a', id: 7, type: 'rgb' }],
  ['of a tensor', { data, dims: [20, 30, 3], type: 'uint8', size: data.length, location: 'cpu' }],
])('what is the owner’s own is left alone: %s', (_, image) => {
  expect(png.encodeSync(image as PixelInput).length).toBeGreaterThan(0)
})

test('an array of a class may have what it likes', () => {
  const picture = makePicture({ width: 8, height: 8 })
  expect(png.encodeSync(Object.assign(picture, { strides: 1 })).length).toBeGreaterThan(0)
})
