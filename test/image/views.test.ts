import ndarray from 'ndarray'
import { type ImageInput, type PixelArray, type Samples, toPicture } from '../../lib/image'
import { makePicture, makePlanes, samplesOf } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// What counts as a picture; and views of memory give exactly what their contiguous copy gives.

const width = 37

const height = 23

/** A contiguous copy with the same shape and depth. */
const copyOf = (array: PixelArray): PixelArray =>
  Object.assign(ndarray<Samples>(samplesOf(array).slice(), array.shape), {
    bitDepth: array.bitDepth,
  })

const typed = (array: ndarray.NdArray<Samples>, bitDepth: number): PixelArray =>
  Object.assign(array, { bitDepth })

/** Every kind of view of one picture of the given depth, as HWC or HW. */
function views(bitDepth: number): [string, PixelArray][] {
  const whole = makePicture({ width: 2 * width, height: 2 * height, bitDepth, texture: 0.3 })
  const chw = makePicture({ width, height, bitDepth, layout: 'CHW' })
  const big = typed(ndarray<Samples>(whole.data, whole.shape), bitDepth)
  const make = (array: ndarray.NdArray<Samples>) => typed(array, bitDepth)
  return [
    ['transposed', make(big.transpose(1, 0, 2))],
    ['sliced', make(big.lo(5, 7, 0).hi(height, width, 3))],
    ['reversed rows', make(big.step(-1, 1, 1))],
    ['reversed columns', make(big.step(1, -1, 1))],
    ['reversed channels (BGR)', make(big.step(1, 1, -1))],
    ['every second row and column', make(big.step(2, 2, 1))],
    ['every third, reversed', make(big.step(-3, 3, -1))],
    ['CHW seen as HWC', make(chw.transpose(1, 2, 0))],
    ['HWC seen as CHW', make(big.transpose(2, 0, 1))],
    ['one channel of RGB', make(big.pick(-1, -1, 1))],
    [
      'one row repeated (stride 0)',
      make(ndarray<Samples>(whole.data, [height, width, 3], [0, 3, 1], 0)),
    ],
  ]
}

describe('views are their contiguous copy', () => {
  const native = allEntries.filter(({ backend, options }) => {
    return backend === 'native' && !/svt|rav1e/.test(String(options.encoder))
  })
  describeEntries(native, (entry) => {
    it.each([8, 10, 16])('%i bit', (bitDepth) => {
      const codec = entry.make()
      if (bitDepth > 8 && entry.descriptor.name === 'qoi') {
        expect(() => codec.encodeSync(makePicture({ width, height, bitDepth }))).toThrow(RangeError)
        return
      }
      for (const [name, view] of views(bitDepth)) {
        const same = Buffer.compare(codec.encodeSync(view), codec.encodeSync(copyOf(view))) === 0
        expect([name, same]).toEqual([name, true])
      }
    })
  })

  it('through the ffmpeg and cli backends too', async () => {
    const others = allEntries.filter(({ backend, missing, descriptor }) => {
      return backend !== 'native' && !missing && ['webp', 'png'].includes(descriptor.name)
    })
    expect(others.length).toBeGreaterThan(0)
    for (const entry of others) {
      const [, view] = views(8)[6]!
      const streams = await Promise.all([view, copyOf(view)].map((one) => entry.make().encode(one)))
      expect(Buffer.compare(streams[0]!, streams[1]!)).toBe(0)
    }
  })

  it('comes back in the shape of the view', async () => {
    const png = allEntries.find(({ label }) => label === 'png native')!.make()
    for (const [, view] of views(8)) {
      const { restored } = await png.apply(view)
      expect(restored.shape).toEqual(view.shape)
      expect(samplesOf(restored)).toEqual(samplesOf(view))
    }
  })
})

describe('kinds of memory', () => {
  const png = allEntries.find(({ label }) => label === 'png native')!.make()
  const picture = makePicture({ width, height })
  const samples = samplesOf(picture) as Uint8Array
  const expected = png.encodeSync(picture)
  const shape = [height, width, 3]

  const atOffset = (bytes: number): Uint8Array => {
    const memory = new Uint8Array(samples.length + bytes + 9)
    memory.set(samples, bytes)
    return memory.subarray(bytes, bytes + samples.length)
  }
  const shared = new Uint8Array(new SharedArrayBuffer(samples.length))
  shared.set(samples)

  it.each<[string, ImageInput]>([
    ['Uint8Array', ndarray<Samples>(samples, shape)],
    ['Uint8ClampedArray', ndarray<Samples>(Uint8ClampedArray.from(samples), shape)],
    ['Buffer', ndarray<Samples>(Buffer.from(samples), shape)],
    ['Uint8Array at offset 1', ndarray<Samples>(atOffset(1), shape)],
    ['Uint8Array at offset 13', ndarray<Samples>(atOffset(13), shape)],
    ['SharedArrayBuffer', ndarray<Samples>(shared, shape)],
    ['{ data, width, height }', { data: samples, width, height }],
    ['{ data, width, height, channels }', { data: samples, width, height, channels: 3 }],
    [
      '{ data: Uint8ClampedArray } as of a canvas',
      { data: Uint8ClampedArray.from(samples), width, height },
    ],
    ['a leading 1', ndarray<Samples>(samples, [1, ...shape])],
  ])('%s', (_, image) => {
    expect(Buffer.compare(png.encodeSync(image), expected)).toBe(0)
  })

  it('Uint16Array at an offset', () => {
    const deep = makePicture({ width, height, bitDepth: 16 })
    const memory = new Uint16Array(deep.data.length + 3)
    memory.set(deep.data as Uint16Array, 3)
    const view = ndarray<Samples>(memory.subarray(3), shape)
    expect(Buffer.compare(png.encodeSync(view), png.encodeSync(deep))).toBe(0)
  })

  it('the caller may change the array as soon as the call has returned', async () => {
    const own = ndarray<Samples>(samples.slice(), shape)
    const coming = png.encode(own)
    own.data.fill(0)
    expect(Buffer.compare(await coming, expected)).toBe(0)
  })

  it('planes with strides', () => {
    const x264 = allEntries.find(({ label }) => label === 'x264 native')!.make()
    const tight = makePlanes('yuv420p', width, height)
    const strides = [64, 40, 33]
    const widths = [width, 19, 19]
    const planes = tight.planes.map((plane, p) => {
      const rows = plane.length / widths[p]!
      const padded = new Uint8Array(strides[p]! * rows).fill(77)
      for (let y = 0; y < rows; y++) {
        padded.set(plane.subarray(y * widths[p]!, (y + 1) * widths[p]!), y * strides[p]!)
      }
      return padded
    })
    const stream = x264.encodeSync({ ...tight, planes, strides })
    expect(Buffer.compare(stream, x264.encodeSync(tight))).toBe(0)
    // The last row need not be padded.
    const short = planes.map((plane, p) =>
      plane.subarray(0, plane.length - strides[p]! + widths[p]!),
    )
    expect(Buffer.compare(x264.encodeSync({ ...tight, planes: short, strides }), stream)).toBe(0)
  })
})

describe('layouts', () => {
  const layout = (shape: number[]) => {
    const picture = toPicture(
      ndarray<Samples>(new Uint8Array(shape.reduce((a, b) => a * b)), shape),
    )
    if (picture.kind !== 'pixels') throw new Error('planes')
    const { width: w, height: h, channels, layout: found } = picture
    return `${found.order}${found.leadingOne ? ' 1' : ''} ${w}x${h}x${channels}`
  }

  it.each([
    [[6, 5, 3], 'hwc 5x6x3'],
    [[6, 5, 1], 'hwc 5x6x1'],
    [[6, 5, 4], 'hwc 5x6x4'],
    [[3, 6, 5], 'chw 5x6x3'],
    [[1, 6, 5], 'chw 5x6x1'],
    [[4, 6, 5], 'chw 5x6x4'],
    [[6, 5], 'hw 5x6x1'],
    [[1, 6, 5, 3], 'hwc 1 5x6x3'],
    [[1, 3, 6, 5], 'chw 1 5x6x3'],
    [[3, 6, 3], 'hwc 6x3x3'],
    [[1, 1, 1], 'hwc 1x1x1'],
    [[3, 1, 1], 'hwc 1x3x1'],
  ])('%p is %s', (shape, expected) => {
    expect(layout(shape)).toBe(expected)
  })
})
