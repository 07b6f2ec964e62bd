import ndarray from 'ndarray'
import { AVIF, createCodec, decode, type ImageInput } from '../../lib/index'
import { codecTable } from '../../lib/codecs/index'
import { rowsOf } from '../../lib/codecs/resolve'
import { any, failure } from '../helpers/mistakes'
import { itWhere } from '../helpers/where'

// A Uint16Array without bitDepth beside a codec of 10 bits: forgotten, or 16 bits?

const [width, height] = [40, 30]
const samplesTo = (most: number): Uint16Array =>
  Uint16Array.from({ length: width * height * 3 }, (_, i) => (i * 97) % (most + 1))
const raw = (data: Uint16Array, more: object = {}) => ({
  data,
  width,
  height,
  channels: 3,
  ...more,
})

const depths = (name: string): number[] => {
  const row = rowsOf(codecTable.find((descriptor) => descriptor.name === name)!).bitDepth
  return row?.type === 'enum'
    ? row.values.map(Number).filter((depth) => depth > 8 && depth < 16)
    : []
}
const cases = codecTable.flatMap(({ name }) => depths(name).map((depth) => [name, depth] as const))

describe.each(cases)('%s of %i bits', (name, bitDepth) => {
  const codec = createCodec(name, any({ bitDepth }))
  const most = 2 ** bitDepth - 1
  const testHere = itWhere(codec.available(), `${name} is not available`)

  testHere('samples that would fit are refused, with both ways out', async () => {
    const told = await failure(() => codec.encode(raw(samplesTo(most))))
    expect(told.name).toBe('TypeError')
    expect(told.message).toMatch(
      new RegExp(
        `^image\\.bitDepth: .* above ${most}\\. bitDepth: ${bitDepth} if .* bitDepth: 16 if`,
      ),
    )
  })

  testHere('samples of 16 bits, dark ones that say so, and black are taken', async () => {
    for (const image of [
      raw(samplesTo(65535)),
      raw(samplesTo(most), { bitDepth: 16 }),
      raw(samplesTo(most), { bitDepth }),
      raw(samplesTo(0)),
    ]) {
      // An encoder may be without that depth of RGB; it is asked.
      expect((await failure(() => codec.encode(image))).message).not.toMatch(/image/)
    }
  })
})

const codec = new AVIF({ bitDepth: 10 })

describe('every form of samples', () => {
  const data = samplesTo(1023)
  const forms: [string, ImageInput][] = [
    ['an ndarray', ndarray(data, [height, width, 3])],
    ['a transposed one', ndarray(data, [height, width, 3]).transpose(1, 0, 2)],
    ['a tensor', { data, dims: [1, 3, height, width] }],
    ['a large one', ndarray(new Uint16Array(3 * 700 * 700).fill(1000), [700, 700, 3])],
  ]
  test.each(forms)('%s', async (_name, image) => {
    for (const call of [
      () => codec.encode(image),
      () => codec.encodeSync(image),
      () => codec.apply(image),
    ]) {
      expect((await failure(call)).message).toMatch(/^image\.bitDepth: expected beside/)
    }
  })

  test('one bright sample among the last is seen where all are looked at', async () => {
    const bright = samplesTo(1023)
    bright[bright.length - 1] = 1024
    expect((await codec.encode(raw(bright))).length).toBeGreaterThan(0)
  })

  test('a pixel format of 10 bits is the same', async () => {
    const named = new AVIF({ pixelFormat: 'yuv444p10le' })
    expect((await failure(() => named.encode(raw(data)))).message).toMatch(/^image\.bitDepth/)
  })

  test('what decode gives says its depth', async () => {
    const picture = await decode(await codec.encode(raw(data, { bitDepth: 10 })))
    expect((await codec.encode(picture)).length).toBeGreaterThan(0)
  })
})
