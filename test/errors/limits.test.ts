import { addon } from '../../lib/backends/native/addon'
import { crc32 } from '../../lib/bitstream/crc32'
import { type Codec, createCodec, QOI } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makeNoise, makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// ERR_LIMIT: no stream, however hostile, makes the library allocate more than it may.

// no smaller than any encoder's least size, so that none is padded
const image = makePicture({ width: 64, height: 64 })
const noise = makeNoise({ width: 64, height: 64 })

describeEntries(allEntries, ({ descriptor, make }) => {
  const { name } = descriptor

  it('maxPixels: one more is refused before it is decoded, its own number is not', async () => {
    const stream = make().encodeSync(image)
    const most = make({ maxPixels: 4096 })
    expect((await most.decode(stream)).shape).toEqual([64, 64, 3])
    const less = make({ maxPixels: 4095 })
    const error = await failure(less.decode(stream))
    expect(error).toMatchObject({ name: 'CodecError', code: 'ERR_LIMIT', codec: name })
    expect(error.message).toMatch(/maxPixels.*4095/)
    expect(failureSync(() => less.decodeSync(stream))).toMatchObject({
      code: 'ERR_LIMIT',
      message: error.message,
    })
    expect(await failure(less.apply(image))).toMatchObject({ code: 'ERR_LIMIT', codec: name })
  })

  // decoders pad rows, and pictures to whole blocks
  it.each([
    [200, 72],
    [66, 70],
  ])('maxPixels is the number of the %d x %d pixels of the picture', async (width, height) => {
    const stream = make().encodeSync(makePicture({ width, height }))
    const most = make({ maxPixels: width * height })
    expect((await most.decode(stream)).shape).toEqual([height, width, 3])
    const less = make({ maxPixels: width * height - 1 })
    expect(await failure(less.decode(stream))).toMatchObject({ code: 'ERR_LIMIT' })
  })

  it('maxOutputBytes', async () => {
    const codec = make({ maxOutputBytes: 20 })
    const error = await failure(codec.encode(noise))
    expect(error).toMatchObject({ name: 'CodecError', code: 'ERR_LIMIT', codec: name })
    expect(error.message).toMatch(/\b20\b/)
    expect(failureSync(() => codec.encodeSync(noise))).toMatchObject({ code: 'ERR_LIMIT' })
    const { length } = make().encodeSync(noise)
    expect((await make({ maxOutputBytes: length }).encode(noise)).length).toBe(length)
    expect(await failure(make({ maxOutputBytes: length - 1 }).encode(noise))).toMatchObject({
      code: 'ERR_LIMIT',
      message: expect.stringContaining(String(length - 1)),
    })
  })

  it('a picture wider than the codec can code', async () => {
    const codec = make()
    const { maxWidth } = descriptor.geometry(codec.options, String(codec.options.encoder), 'gray')
    const data = new Uint8Array(maxWidth + 1)
    const error = await failure(codec.encode({ data, width: maxWidth + 1, height: 1 }))
    expect(error).toMatchObject({ code: 'ERR_LIMIT', codec: name })
    expect(error.message).toContain(String(maxWidth))
  })
})

type Bytes = Uint8Array

/** The bytes with `value` in `count` bits from bit `at`, most significant first. */
function setBits(bytes: Bytes, at: number, count: number, value: number): Bytes {
  const changed = Uint8Array.from(bytes)
  for (let i = 0; i < count; i++) {
    const bit = at + i
    const one = (value / 2 ** (count - 1 - i)) & 1
    const mask = 0x80 >> (bit & 7)
    changed[bit >> 3] = one ? changed[bit >> 3]! | mask : changed[bit >> 3]! & ~mask
  }
  return changed
}

const indexOf = (bytes: Bytes, pattern: string | number[]) =>
  Buffer.from(bytes).indexOf(typeof pattern === 'string' ? pattern : Buffer.from(pattern))

function hugePng(stream: Bytes): Bytes {
  const changed = setBits(setBits(stream, 16 * 8, 32, 60000), 20 * 8, 32, 60000)
  return setBits(changed, 29 * 8, 32, crc32(changed.subarray(12, 29)))
}

function hugeJpeg(stream: Bytes): Bytes {
  const frame = Math.max(indexOf(stream, [0xff, 0xc0]), indexOf(stream, [0xff, 0xc2]))
  return setBits(stream, (frame + 5) * 8, 32, 0xffdcffdc)
}

/** SIZ's picture and tile size, and a JP2's ihdr. */
function hugeJ2k(stream: Bytes): Bytes {
  const siz = indexOf(stream, [0xff, 0x51]) + 6
  let changed = stream
  for (const at of [siz, siz + 4, siz + 16, siz + 20]) changed = setBits(changed, at * 8, 32, 50000)
  const ihdr = indexOf(stream, 'ihdr') + 4
  if (ihdr < 4) return changed
  return setBits(setBits(changed, ihdr * 8, 32, 50000), (ihdr + 4) * 8, 32, 50000)
}

/** A sequence header with 16 bits per side instead of those that the picture needs (AV1 5.5.1). */
function hugeObu(stream: Bytes): Bytes {
  const start = indexOf(stream, [0x0a])
  const body = stream.subarray(start + 2, start + 2 + stream[start + 1]!)
  const bits = Array.from(body, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const sideBits = [parseInt(bits.slice(10, 14), 2) + 1, parseInt(bits.slice(14, 18), 2) + 1]
  const rest = bits.slice(18 + sideBits[0]! + sideBits[1]!)
  const changed = `${bits.slice(0, 10)}11111111${'1'.repeat(32)}${rest}`
  const bytes = changed.match(/.{1,8}/g)!.map((byte) => parseInt(byte.padEnd(8, '0'), 2))
  return Buffer.concat([
    stream.subarray(0, start),
    Buffer.from([0x0a, bytes.length, ...bytes]),
    stream.subarray(start + 2 + body.length),
  ])
}

/** Both sides in a lossy frame's header, 14 bits each, little-endian. */
const hugeWebp = (stream: Bytes): Bytes => setBits(stream, 26 * 8, 32, 0xff3fff3f)

/** The height alone: another width would have other tiles (VP9 6.2, profile 1; 44 bytes of IVF). */
const hugeVp9 = (stream: Bytes): Bytes => setBits(stream, 44 * 8 + 39 + 16, 16, 0xffff)

describe('headers that claim a size of which nothing follows', () => {
  const cases: [string, Record<string, unknown>, (stream: Bytes) => Bytes][] = [
    ['png', {}, hugePng],
    ['jpeg', {}, hugeJpeg],
    ['jpeg', { progressive: true }, hugeJpeg],
    ['mjpeg', {}, hugeJpeg],
    ['jpeg2000', {}, hugeJ2k],
    ['jpeg2000', { format: 'j2k' }, hugeJ2k],
    ['av1', { speed: 8, usage: 'allintra' }, hugeObu],
    ['webp', { maxPixels: 2 ** 27 }, hugeWebp],
    ['vp9', { speed: 8, maxPixels: 2 ** 21 }, hugeVp9],
  ]
  it.each(cases)('%s %p', async (name, options, huge) => {
    const codec: Codec = createCodec(name, options)
    const stream = huge(codec.encodeSync(image))
    expect(stream.length).toBeLessThan(30000)
    const before = process.resourceUsage().maxRSS
    expect(await failure(codec.decode(stream))).toMatchObject({ code: 'ERR_LIMIT', codec: name })
    expect(failureSync(() => codec.decodeSync(stream))).toMatchObject({ code: 'ERR_LIMIT' })
    // in KiB: a picture of that size takes gigabytes
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(200 * 1024)
  })

  it('qoi: its chunks are counted first', async () => {
    const stream = setBits(new QOI().encodeSync(image), 4 * 8, 64, 2 ** 48 + 2 ** 16)
    const error = await failure(new QOI().decode(stream))
    expect(error).toMatchObject({ code: 'ERR_DECODE', codec: 'qoi' })
    expect(error.message).toContain('65536x65536')
  })

  // No reading of the header by us: the decoder itself is told the limit.
  for (const encoder of ['bmp', 'ppm', 'targa', 'jpegls', 'gif', 'sgi', 'dpx', 'mpeg4']) {
    const missing = addon()?.has(encoder, 'encoder') ? '' : ' (skipped: not in this FFmpeg)'
    const run = missing ? it.skip : it
    run(`ffmpeg:${encoder}${missing}`, async () => {
      const stream = createCodec(`ffmpeg:${encoder}`).encodeSync(image)
      const codec = createCodec(`ffmpeg:${encoder}`, { maxPixels: 1000 })
      expect(await failure(codec.decode(stream))).toMatchObject({
        code: 'ERR_LIMIT',
        codec: `ffmpeg:${encoder}`,
        message: expect.stringContaining('maxPixels (1000)'),
      })
    })
  }
})
