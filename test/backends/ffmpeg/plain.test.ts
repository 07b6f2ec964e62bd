import { deflateSync } from 'node:zlib'
import { addon } from '../../../lib/backends/native/addon'
import { ffmpegInfo } from '../../../lib/backends/programs'
import { crc32 } from '../../../lib/bitstream/crc32'
import { createCodec, PNG, X264, X265 } from '../../../lib/index'
import { planesOf } from '../../helpers/planes'

// The ffmpeg program on a machine without the addon: lib/convert makes and reads its planes.

jest.mock('../../../lib/backends/native/addon', () => ({
  ...jest.requireActual<object>('../../../lib/backends/native/addon'),
  addon: jest.fn(() => undefined),
}))

const info = ffmpegInfo()
const has = (encoder: string): boolean => info?.encoders.has(encoder) ?? false

/** A test's name, with the reason where it is skipped. */
const titled = (title: string, encoder: string): string =>
  has(encoder) ? title : `${title} (skipped: no ${encoder})`

function picture(width: number, height: number, channels: number, bitDepth = 8) {
  const length = width * height * channels
  const data = bitDepth > 8 ? new Uint16Array(length) : new Uint8Array(length)
  // No pixel is wholly transparent: some encoders drop the colour of those.
  for (let i = 0; i < length; i++) data[i] = 1 + ((i * 37 + (i >> 3) * 11) % (2 ** bitDepth - 1))
  return { data, width, height, channels, bitDepth }
}

test('there is no addon here', () => {
  expect(addon()).toBeUndefined()
})

describe('lossless is lossless', () => {
  const cases = [
    ['png', 'png', {}, 3, 8],
    ['png', 'png', {}, 4, 8],
    ['png', 'png', {}, 1, 16],
    ['png', 'png', {}, 3, 16],
    ['qoi', 'qoi', {}, 4, 8],
    ['webp', 'libwebp', { lossless: true }, 4, 8],
    ['jxl', 'libjxl', { quality: 0 }, 3, 8],
    ['x264', 'libx264', { lossless: true, matrix: 'rgb' }, 3, 8],
    ['x265', 'libx265', { lossless: true, matrix: 'rgb' }, 3, 12],
  ] as const
  for (const [name, encoder, options, channels, bitDepth] of cases) {
    const title = `${name}, ${channels} channel(s) of ${bitDepth} bits`
    const run = has(encoder) ? test : test.skip
    run(titled(title, encoder), async () => {
      const image = picture(37, 23, channels, bitDepth)
      const codec = createCodec(name, { ...options, backend: 'ffmpeg' })
      const { restored } = await codec.apply(image)
      expect(Buffer.from(restored.data.buffer)).toEqual(Buffer.from(image.data.buffer))
    })
  }
})

;(has('libx264') ? describe : describe.skip)(titled('planes', 'libx264'), () => {
  test('are what the standard says: red in full-range BT.601 is 76, 85, 255', () => {
    const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i % 3 === 0 ? 255 : 0))
    const codec = new X264({ lossless: true, pixelFormat: 'yuv444p', backend: 'ffmpeg' })
    const bytes = codec.encodeSync({ data, width: 64, height: 64, channels: 3 })
    const { planes } = codec.decodeSync(bytes, { as: 'planes' })
    expect(planes.map((plane) => plane[0])).toEqual([76, 85, 255])
  })

  test('of odd sizes go in and come back', () => {
    const codec = new X264({ lossless: true, pixelFormat: 'yuv420p', backend: 'ffmpeg' })
    const planes = planesOf('yuv420p', 33, 17)
    const back = codec.decodeSync(codec.encodeSync(planes), { as: 'planes' })
    expect(back.planes.map((plane) => Buffer.from(plane))).toEqual(
      planes.planes.map((data) => Buffer.from(data)),
    )
  })
})

;(has('libx265') ? test : test.skip)(titled('YUV comes back within 2', 'libx265'), () => {
  const image = picture(64, 64, 3)
  const tagged = new X265({ lossless: true, pixelFormat: 'yuv444p', backend: 'ffmpeg' })
  const { restored } = tagged.applySync(image)
  const differences = Array.from(restored.data, (v, i) => Math.abs(v - image.data[i]!))
  const worst = Math.max(...differences)
  expect(worst).toBeLessThanOrEqual(2)
})

describe('PNG of few colours', () => {
  const chunk = (type: string, body: Uint8Array): Buffer => {
    const data = Buffer.concat([Buffer.from(type), body])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length)
    check.writeUInt32BE(crc32(data))
    return Buffer.concat([length, data, check])
  }
  const png = (header: number[], rows: number[], ...more: Buffer[]): Buffer =>
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', Uint8Array.from([0, 0, 0, 3, 0, 0, 0, 2, ...header, 0, 0, 0])),
      ...more,
      chunk('IDAT', deflateSync(Uint8Array.from(rows))),
      chunk('IEND', Uint8Array.of()),
    ])

  test('a palette becomes RGB', () => {
    const colours = chunk('PLTE', Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9))
    const file = png([8, 3], [0, 0, 1, 2, 0, 2, 1, 0], colours)
    const image = new PNG({ backend: 'ffmpeg' }).decodeSync(file)
    expect(image.shape).toEqual([2, 3, 3])
    expect([...image.data].slice(0, 9)).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255])
  })

  test('single bits become gray', () => {
    const image = new PNG({ backend: 'ffmpeg' }).decodeSync(
      png([1, 0], [0, 0b10100000, 0, 0b01000000]),
    )
    expect([...image.data]).toEqual([255, 0, 255, 0, 255, 0])
  })
})
