import ndarray from 'ndarray'
import { createCodec, decode, encode, metrics, PNG } from '../../lib/index'
import type { FloatArray, PixelArray } from '../../lib/image'
import { failure, failureSync } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// Float samples of 0 to 1: in as their nearest codes, out as code / max.

const [width, height] = [37, 23]

/** The same picture in float samples. */
function floatsOf(picture: PixelArray): FloatArray {
  const max = 2 ** picture.bitDepth! - 1
  const data = Float32Array.from(samplesOf(picture), (code) => code / max)
  return Object.assign(ndarray(data, picture.shape), { bitDepth: picture.bitDepth })
}

describeEntries(allEntries, (entry) => {
  const { descriptor, backend } = entry
  // one call in each way: some programs take a second
  const deep = backend === 'native' && !['qoi', 'webp', 'jpeg', 'mjpeg'].includes(descriptor.name)
  const bitDepth = deep ? 10 : 8

  test(`floats are coded as their codes, ${bitDepth} bit`, async () => {
    const codes = makePicture({ width, height, bitDepth, layout: '1CHW' })
    const codec = entry.make()
    const [ofCodes, ofFloats] = [await codec.apply(codes), await codec.apply(floatsOf(codes))]
    expect(Buffer.compare(ofFloats.bytes, ofCodes.bytes)).toBe(0)
    const { restored } = ofFloats
    expect(restored.data).toBeInstanceOf(Float32Array)
    expect([restored.shape, restored.bitDepth]).toEqual([codes.shape, bitDepth])
    expect(restored.data).toEqual(floatsOf(ofCodes.restored).data)
    if (backend !== 'native') return
    const sync = codec.applySync(floatsOf(codes))
    expect(Buffer.compare(sync.bytes, ofCodes.bytes)).toBe(0)
    expect(sync.restored.data).toEqual(restored.data)
  })

  test("as: 'float32' and layout", async () => {
    const codec = entry.make()
    const bytes = await codec.encode(makePicture({ width, height }))
    const like = makePicture({ width, height })
    const known = entry.descriptor.program ? { like } : {}
    const codes = await codec.decode(bytes, known)
    const floats = await codec.decode(bytes, { as: 'float32', ...known })
    expect([floats.shape, floats.data]).toEqual([[height, width, 3], floatsOf(codes).data])
    const planar = await codec.decode(bytes, { as: 'float32', layout: 'chw' })
    expect(planar.shape).toEqual([3, height, width])
    const turned = planar.transpose(1, 2, 0)
    const sample = ([y, x, c]: readonly [number, number, number]) => [
      turned.get(y, x, c),
      floats.get(y, x, c),
    ]
    for (const at of [
      [0, 0, 0],
      [7, 11, 1],
      [22, 36, 2],
    ] as const) {
      const [a, b] = sample(at)
      expect(a).toBe(b)
    }
    const chw = await codec.decode(bytes, { layout: 'chw' })
    expect([chw.shape, chw.data]).toEqual([
      [3, height, width],
      Uint8Array.from(planar.data, (sample) => Math.round(sample * 255)),
    ])
  })
})

/** Codes of one row of gray, to the bit. */
async function codesOf(samples: readonly number[], bitDepth: number): Promise<number[]> {
  const row = { data: Float32Array.from(samples), width: samples.length, height: 1, bitDepth }
  return [...(await decode(await new PNG().encode(row))).data]
}

describe('the nearest code, halves up', () => {
  test.each([8, 16])('%i bit', async (bitDepth) => {
    const max = 2 ** bitDepth - 1
    const exact = Array.from({ length: 2 ** Math.min(bitDepth, 12) }, (_, code) => code / max)
    expect(await codesOf(exact, bitDepth)).toEqual(exact.map((_, code) => code))
    // 0.5 is a half step of every depth: 127.5 and 32767.5
    expect(await codesOf([0.5, 0.5 - 2 ** -20, 0, 1, -0], bitDepth)).toEqual([
      (max + 1) / 2,
      (max - 1) / 2,
      0,
      max,
      0,
    ])
    const random = Float32Array.from({ length: 9999 }, (_, i) => (Math.sin(i) + 1) / 2)
    expect(await codesOf([...random], bitDepth)).toEqual(
      Array.from(random, (sample) => Math.floor(sample * max + 0.5)),
    )
  })

  test('what rounds to a code is one, all else is refused by its place', async () => {
    expect(await codesOf([-0.001, 1.001, 1 + 2 ** -23], 8)).toEqual([0, 255, 255])
    for (const [sample, text] of [
      [NaN, /got NaN at x 2, y 1, channel 0/],
      [-0.01, /got -0.00999\d* at x 2, y 1, channel 0; clamp/],
      [1.02, /got 1.01999\d* at x 2, y 1, channel 0; clamp/],
      [Infinity, /got Infinity at x 2, y 1/],
      [128, /got 128 at x 2, y 1, channel 0; are they of 0 to 255\? Divide/],
    ] as const) {
      const data = new Float32Array(5000 * 3 * 3).fill(0.25)
      data[(5000 + 2) * 3] = sample
      const hwc = ndarray(data, [3, 5000, 3])
      for (const image of [hwc, hwc.transpose(2, 0, 1), hwc.hi(3, 4999, 3)]) {
        const error = await failure(new PNG().encode(image))
        expect([error.name, error.message]).toEqual(['RangeError', expect.stringMatching(text)])
        expect(failureSync(() => new PNG().encodeSync(image)).message).toBe(error.message)
      }
    }
  })
})

test('float samples are read before an async call returns', async () => {
  const picture = floatsOf(makePicture({ width: 400, height: 300 }))
  const codec = createCodec('png')
  const expected = codec.encodeSync(picture)
  const calls = Array.from({ length: 20 }, () => codec.encode(picture))
  picture.data.fill(NaN)
  for (const bytes of await Promise.all(calls)) expect(Buffer.compare(bytes, expected)).toBe(0)
})

test('the depth is the array’s, else the codec’s, else 8', async () => {
  const { data, shape } = floatsOf(makePicture({ width, height, bitDepth: 12 }))
  const depthOf = async (options: object, bitDepth?: number) => {
    const image = Object.assign(ndarray(data, shape), bitDepth === undefined ? {} : { bitDepth })
    return (await decode(await createCodec('jpeg2000', options).encode(image))).bitDepth
  }
  expect(await depthOf({})).toBe(8)
  expect(await depthOf({}, 12)).toBe(12)
  expect(await depthOf({ pixelFormat: 'yuv444p10le' })).toBe(10)
})

test('metrics compare floats at the depth of the other picture', async () => {
  const codes = makePicture({ width: 128, height: 128 })
  const restored = await decode(await encode(codes, { codec: 'jpeg', quality: 60 }))
  const [a, b] = [floatsOf(codes), floatsOf(restored)]
  const plain = await metrics(codes, restored, ['psnr', 'ssim'])
  expect(await metrics(a, b, ['psnr', 'ssim'])).toEqual(plain)
  expect(await metrics(a, restored, ['psnr', 'ssim'])).toEqual(plain)
  expect(await metrics(codes, b, ['psnr', 'ssim'])).toEqual(plain)
  const bare = [a, b].map(({ data, shape }) => ndarray(data, shape) as FloatArray)
  const { psnr } = await metrics(bare[0]!, bare[1]!, ['psnr'])
  expect(Math.abs(psnr - plain.psnr)).toBeLessThan(0.001)
})
