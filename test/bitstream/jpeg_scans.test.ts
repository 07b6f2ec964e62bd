import { addon } from '../../lib/backends/native/addon'
import { createCodec, JPEG } from '../../lib/index'
import { codecFailure, codecFailureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// A progressive JPEG whose scans are a few bytes each ("all blocks end here") and walk the whole
// picture: 410 KB stopped the native work of a process for a minute.

const word = (value: number) => [value >> 8, value & 255]
const segment = (code: number, body: number[]) => [0xff, code, ...word(body.length + 2), ...body]
/** A Huffman table of one code of one bit. */
const table = (id: number, symbol: number) =>
  segment(0xc4, [id, 1, ...new Array<number>(15).fill(0), symbol])
const scan = (first: number, last: number, data: number[]) => [
  ...segment(0xda, [1, 1, 0, first, last, 0]),
  ...data,
]

/** End-of-band runs of 2^14 + 14 bits, at most 32,767 blocks each. */
function emptyBand(blocks: number): number[] {
  let bits = ''
  for (let left = blocks; left > 0; left -= 32767) {
    bits += `0${Math.max(0, Math.min(left, 32767) - 16384)
      .toString(2)
      .padStart(14, '0')}`
  }
  const bytes = bits.match(/.{1,8}/g)!.map((byte) => parseInt(byte.padEnd(8, '1'), 2))
  return bytes.flatMap((byte) => (byte === 255 ? [255, 0] : [byte]))
}

/** A flat gray picture of `side` x `side` whose runs must be of 16,384 blocks at least. */
function progressive(side: number, scans: number): Uint8Array {
  const blocks = Math.ceil(side / 8) ** 2
  const band = emptyBand(blocks)
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    ...segment(0xc2, [8, ...word(side), ...word(side), 1, 1, 0x11, 0]),
    ...table(0, 0),
    ...table(0x10, 0xe0),
    ...scan(0, 0, new Array<number>(Math.ceil(blocks / 8)).fill(0)),
    ...Array.from({ length: scans }, (_, i) => scan(1 + (i % 63), 1 + (i % 63), band)).flat(),
    ...[0xff, 0xd9],
  ])
}

describe.each(['jpeg', 'mjpeg'])('%s', (name) => {
  const codec = createCodec(name)
  const test = itWhere(codec.available(), `no ${codec.name} here`)
  const many = progressive(1024, 200)

  test('more than 100 scans are ERR_LIMIT', async () => {
    expect(await codecFailure(() => codec.decode(many))).toMatchObject({ code: 'ERR_LIMIT' })
    expect(codecFailureSync(() => codec.decodeSync(many))).toMatchObject({
      code: 'ERR_LIMIT',
      message: expect.stringContaining('scans') as string,
    })
  })

  test('a hundred are read', () => {
    expect(codec.decodeSync(progressive(1024, 99)).shape).toEqual([1024, 1024, 1])
  })
})

const native = addon()
const test = itWhere(native !== undefined, 'no native addon')
const request = { label: 'x', engine: 'jpeg', decoder: 'libjpeg-turbo', options: {} }

test('the addon counts them itself', () => {
  expect(() => native!.decodeSync(request, {}, progressive(1024, 200))).toThrow(
    expect.objectContaining({ code: 'ERR_LIMIT' }) as Error,
  )
})

test('an abort ends libjpeg inside of a scan', async () => {
  // The flag is up before it begins: what is asked between rows of blocks is asked in the first.
  const abort = new Uint8Array([1])
  const work = native!.decode(request, {}, progressive(1024, 99), abort)
  await expect(work).rejects.toMatchObject({ code: 'ERR_ABORTED' })
})

it('what cjpeg -progressive writes has few enough', () => {
  const codec = new JPEG({ progressive: true })
  const picture = makePicture({ width: 64, height: 64 })
  if (codec.available())
    expect(codec.decodeSync(codec.encodeSync(picture)).shape).toEqual([64, 64, 3])
})
