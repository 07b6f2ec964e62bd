import ndarray from 'ndarray'
import { type PixelInput, type Samples, toPicture } from '../../lib/image'
import { makePlanes } from '../helpers/pictures'
import { allEntries } from '../helpers/table'

describe('what is no picture', () => {
  const bytes = (n: number): Uint8Array => new Uint8Array(n)
  const planes = makePlanes('yuv420p', 8, 8)

  it.each<[string, unknown, ErrorConstructor, RegExp]>([
    ['undefined', undefined, TypeError, /image: expected an ndarray/],
    ['null', null, TypeError, /image: expected an ndarray/],
    ['a number', 7, TypeError, /image: expected an ndarray/],
    ['an empty object', {}, TypeError, /expected an ndarray or an object with data or planes/],
    ['Float64Array', ndarray(new Float64Array(12), [2, 2, 3]), TypeError, /got Float64Array/],
    ['an array', ndarray([1, 2, 3], [1, 1, 3]), TypeError, /got Array/],
    ['Int16Array', ndarray(new Int16Array(12), [2, 2, 3]), TypeError, /got Int16Array/],
    ['one axis', ndarray(bytes(12), [12]), RangeError, /expected 2 to 4 axes/],
    ['five axes', ndarray(bytes(12), [1, 1, 2, 2, 3]), RangeError, /expected 2 to 4 axes/],
    ['a batch of two', ndarray(bytes(24), [2, 2, 2, 3]), RangeError, /of 4 axes to start with 1/],
    ['two channels', ndarray(bytes(50), [5, 5, 2]), RangeError, /1, 3 or 4 channels/],
    ['five channels', ndarray(bytes(180), [6, 6, 5]), RangeError, /1, 3 or 4 channels/],
    ['no rows', ndarray(bytes(0), [0, 5, 3]), RangeError, /height: expected 1 or more/],
    ['no columns', ndarray(bytes(0), [5, 0, 3]), RangeError, /width: expected 1 or more/],
    [
      '9 bit in Uint8Array',
      Object.assign(ndarray(bytes(12), [2, 2, 3]), { bitDepth: 9 }),
      RangeError,
      /bitDepth: expected 8/,
    ],
    [
      '8 bit in Uint16Array',
      Object.assign(ndarray(new Uint16Array(12), [2, 2, 3]), { bitDepth: 8 }),
      RangeError,
      /bitDepth: expected 9 to 16/,
    ],
    [
      '17 bit',
      Object.assign(ndarray(new Uint16Array(12), [2, 2, 3]), { bitDepth: 17 }),
      RangeError,
      /bitDepth: expected 9 to 16/,
    ],
    [
      'half a width',
      { data: bytes(12), width: 2.5, height: 2 },
      TypeError,
      /image.width: expected an integer/,
    ],
    [
      'a width as text',
      { data: bytes(12), width: '2', height: 2 },
      TypeError,
      /image.width: expected an integer/,
    ],
    ['no height', { data: bytes(12), width: 2 }, TypeError, /image.height: expected an integer/],
    [
      'too few samples',
      { data: bytes(11), width: 2, height: 2, channels: 3 },
      RangeError,
      /expected 2 x 2 x 3 = 12 samples, got 11/,
    ],
    [
      'too many samples',
      { data: bytes(13), width: 2, height: 2, channels: 3 },
      RangeError,
      /got 13/,
    ],
    [
      '2.75 channels',
      { data: bytes(11), width: 2, height: 2 },
      RangeError,
      /channels: expected 1, 3 or 4/,
    ],
    [
      'data of no type',
      { data: 'text', width: 2, height: 2 },
      TypeError,
      /image.data: expected a Uint8Array/,
    ],
    [
      'an unknown pixel format',
      { ...planes, pixelFormat: 'yuv421p' },
      RangeError,
      /expected the name of an AVPixelFormat, got 'yuv421p'/,
    ],
    [
      'two planes of three',
      { ...planes, planes: planes.planes.slice(1) },
      RangeError,
      /expected the 3 of yuv420p, got 2/,
    ],
    [
      '16-bit planes for 8',
      { ...planes, planes: planes.planes.map((p) => Uint16Array.from(p)) },
      TypeError,
      /expected a Uint8Array for yuv420p, got a Uint16Array/,
    ],
    [
      '8-bit planes for 10',
      { ...planes, pixelFormat: 'yuv420p10le' },
      TypeError,
      /expected a Uint16Array for yuv420p10le, got a Uint8Array/,
    ],
    [
      'a short plane',
      { ...planes, planes: planes.planes.map((p) => p.subarray(1)) },
      RangeError,
      /expected 8 rows of 8 samples/,
    ],
    ['a stride under the width', { ...planes, strides: [7, 4, 4] }, RangeError, /stride 7/],
  ])('%s', (_, image, type, message) => {
    expect(() => toPicture(image as PixelInput)).toThrow(type)
    expect(() => toPicture(image as PixelInput)).toThrow(message)
  })

  it('an array whose strides leave its memory is refused by the call, not read', async () => {
    const png = allEntries.find(({ label }) => label === 'png native')!.make()
    const beyond = ndarray<Samples>(bytes(10), [5, 5, 3])
    const before = ndarray<Samples>(bytes(75), [5, 5, 3], [15, 3, 1], -1)
    for (const image of [beyond, before]) {
      await expect(png.encode(image)).rejects.toThrow(/reach outside of its \d+ samples/)
      expect(() => png.encodeSync(image)).toThrow(/reach outside of its \d+ samples/)
    }
  })
})
