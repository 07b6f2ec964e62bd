import { WebP } from '../../lib'
import type * as Lib from '../../lib'
import { le } from '../../lib/bitstream/bytes'
import { itWhere } from '../helpers/where'

const [WIDTH, HEIGHT] = [16, 12]
const u24 = (v: number): number[] => [v & 255, (v >> 8) & 255, v >> 16]

function chunk(type: string, body: Uint8Array | number[]): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from(type), size, Buffer.from(body), Buffer.alloc(body.length % 2)])
}

/** A picture of one colour, as lossless chunks. */
function still(width: number, height: number, colour: number[]): Uint8Array {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => colour[i % 4]!)
  const file = new WebP({ lossless: true }).encodeSync({ data, width, height, channels: 4 })
  const at = Buffer.from(file).indexOf('VP8L')
  return file.slice(at, at + 8 + le(file, at + 4, 4) + (le(file, at + 4, 4) % 2))
}

/** The first frame lies inside of the canvas, the second covers it. */
function animation(): Uint8Array {
  const frame = (x: number, y: number, width: number, height: number, colour: number[]) => {
    const place = [
      ...u24(x / 2),
      ...u24(y / 2),
      ...u24(width - 1),
      ...u24(height - 1),
      ...u24(50),
      2,
    ]
    return chunk('ANMF', Buffer.concat([Buffer.from(place), still(width, height, colour)]))
  }
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', [0x12, 0, 0, 0, ...u24(WIDTH - 1), ...u24(HEIGHT - 1)]),
    chunk('ANIM', [0, 0, 0, 0, 0, 0]),
    frame(4, 2, 6, 8, [200, 100, 50, 255]),
    frame(0, 0, WIDTH, HEIGHT, [1, 2, 3, 255]),
  ])
  return Uint8Array.from(chunk('RIFF', body))
}

/** Transparent around the first frame. */
const expected = Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
  const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
  return x >= 4 && x < 10 && y >= 2 && y < 10 ? [200, 100, 50, 255] : [0, 0, 0, 0]
}).flat()

describe.each(['native', 'ffmpeg', 'cli'] as const)('an animated WebP by %s', (backend) => {
  const codec = new WebP({ backend })
  const test = itWhere(codec.available() && new WebP().available(), `no WebP by ${backend}`)

  test('is its first frame on its canvas', async () => {
    for (const image of [codec.decodeSync(animation()), await codec.decode(animation())]) {
      expect(image.shape).toEqual([HEIGHT, WIDTH, 4])
      expect(Array.from(image.data)).toEqual(expected)
      expect(image.warnings).toEqual(['webp: the first of 2 pictures is read'])
    }
  })
})

describe('without the addon', () => {
  const program = new WebP({ backend: 'ffmpeg' })
  const test = itWhere(program.available() && new WebP().available(), 'no ffmpeg program')
  afterEach(() => {
    delete process.env.NODECODECS_NO_ADDON
    jest.resetModules()
  })

  test('the program gives the same', () => {
    const file = animation()
    process.env.NODECODECS_NO_ADDON = '1'
    jest.resetModules()
    const lib = jest.requireActual<typeof Lib>('../../lib')
    const image = new lib.WebP({ backend: 'ffmpeg' }).decodeSync(file)
    expect(Array.from(image.data)).toEqual(expected)
  })
})
