import { jpeg2000 } from '../../lib/codecs/jpeg2000'
import { createCodec, type PixelArray } from '../../lib'
import { jxlSamples } from '../../lib/bitstream/jxl_channels'
import { j2kSiz } from '../../lib/bitstream/j2k'
import { makePicture } from '../helpers/pictures'
import { allEntries, isLossless, pixelFormats } from '../helpers/table'
import { itWhere } from '../helpers/where'

const DEPTHS = [9, 10, 11, 12, 13, 14, 15]
const CHANNELS = [1, 3, 4]
const size = { width: 72, height: 56 }
const picture = (channels: number, bitDepth: number) => makePicture({ ...size, channels, bitDepth })

/** Largest error, of the whole range. */
function worst(a: PixelArray, b: PixelArray): number {
  expect(a.shape).toEqual(b.shape)
  const [topA, topB] = [2 ** a.bitDepth! - 1, 2 ** b.bitDepth! - 1]
  const errors = Array.from(a.data, (value, i) => Math.abs(value / topA - b.data[i]! / topB))
  return errors.reduce((x, y) => Math.max(x, y), 0)
}

const kept = ['jpeg2000', 'jxl'] as const
const depthIn = {
  jpeg2000: (bytes: Uint8Array) => j2kSiz(bytes).components[0]!.bitDepth,
  jxl: (bytes: Uint8Array) => jxlSamples(bytes).bitDepth,
}
const formatOf = { jpeg2000: { format: 'j2k' }, jxl: {} }

describe.each(kept)('%s: 9 to 15 bits are coded as such', (name) => {
  const make = (options: Record<string, unknown>) =>
    createCodec(name as string, { ...formatOf[name], ...options })
  const test = itWhere(make({}).available(), `no ${String(name)} here`)
  const cases = DEPTHS.flatMap((depth) => CHANNELS.map((channels) => [depth, channels] as const))

  test.each(cases)('%i bits, %i channels, lossless', (bitDepth, channels) => {
    const codec = make({ lossless: true })
    const given = picture(channels, bitDepth)
    const stream = codec.encodeSync(given)
    expect(depthIn[name](stream)).toBe(bitDepth)
    const back = codec.decodeSync(stream)
    expect(back.bitDepth).toBe(bitDepth)
    expect(back.data).toEqual(given.data)
  })

  test.each(cases)('%i bits, %i channels, lossy', (bitDepth, channels) => {
    const codec = make({})
    const given = picture(channels, bitDepth)
    const stream = codec.encodeSync(given, { quality: codec.qualitySteps.at(-2)! })
    // 9/7 of 16 bits has room for five fewer, and libavcodec no RGBA of 9 to 15.
    const whole = name === 'jpeg2000' && channels === 4 && bitDepth < 11
    expect(depthIn[name](stream)).toBe(whole ? 16 : bitDepth)
    const back = codec.decodeSync(stream)
    expect(back.bitDepth).toBe(whole ? 16 : bitDepth)
    expect(worst(back, given)).toBeLessThan(0.06)
  })

  test('fewer bits take fewer bytes', () => {
    const codec = make({ lossless: true })
    const lengths = [9, 12, 15].map((depth) => codec.encodeSync(picture(1, depth)).length)
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
    expect(lengths[0]).toBeLessThan(0.8 * lengths[2]!)
  })
})

describe('another decoder reads JPEG 2000 of every depth alike', () => {
  const { decoders } = jpeg2000
  afterEach(() => {
    Object.assign(jpeg2000, { decoders })
  })
  it.each(DEPTHS)('%i bits', (bitDepth) => {
    for (const options of [{ lossless: true }, {}]) {
      for (const channels of CHANNELS) {
        const codec = createCodec('jpeg2000', options)
        const stream = codec.encodeSync(picture(channels, bitDepth))
        const backs = decoders.map((decoder) => {
          Object.assign(jpeg2000, { decoders: [decoder] })
          const reader = createCodec('jpeg2000', options)
          return reader.available() ? reader.decodeSync(stream) : undefined
        })
        Object.assign(jpeg2000, { decoders })
        const [first, ...others] = backs.filter((back) => back !== undefined)
        for (const other of others) expect(worst(first!, other)).toBeLessThan(0.003)
      }
    }
  })
})

describe('a sample above its depth is a RangeError that says where', () => {
  const channelsOf = (alpha: boolean): number[] => (alpha ? [1, 3, 4] : [1, 3])
  for (const entry of allEntries) {
    const { label, descriptor, make, missing } = entry
    // A lossless codec of 8 bits refuses every deeper picture.
    const lossless = (codec = make()) => isLossless(entry, codec, codec.qualitySteps[0]!)
    const shallow =
      missing === undefined && lossless() && pixelFormats(entry).every((f) => f.depth === 8)
    const test = missing === undefined ? it : it.skip
    test(label, async () => {
      for (const channels of channelsOf(descriptor.name === 'jxl')) {
        for (const [bitDepth, value] of [
          [10, 1024],
          [12, 65535],
          [9, 512],
        ] as const) {
          // prettier-ignore
          const wrong = picture(channels, bitDepth)
          wrong.data[(3 * size.width + 5) * channels + channels - 1] = value
          const where = channels > 1 ? `x 5, y 3, channel ${channels - 1}` : 'x 5, y 3'
          const text = `image: the sample ${value} at ${where} is more than ${2 ** bitDepth - 1}`
          const codec = make()
          const message = expect.stringContaining(shallow ? 'no pixel format' : text) as string
          const error = expect.objectContaining({ name: 'RangeError', message }) as Error
          expect(() => codec.encodeSync(wrong)).toThrow(error)
          await expect(codec.encode(wrong)).rejects.toEqual(error)
        }
      }
    })
  }

  const x265 = createCodec('x265', { preset: 'ultrafast' })
  itWhere(x265.available(), 'no x265')('planes', () => {
    const codec = x265
    const planes = [3072, 768, 768].map((length) => new Uint16Array(length).fill(512))
    planes[2]![32 * 7 + 9] = 1024
    const image = { planes, width: 64, height: 48, pixelFormat: 'yuv420p10le' }
    expect(() => codec.encodeSync(image)).toThrow(
      'image.planes[2]: the sample 1024 at x 9, y 7 is more than 1023, the most of 10 bits',
    )
  })
})
