import { deflateSync } from 'node:zlib'
import { createCodec, JPEG, MJPEG, PNG, readImage, WebP } from '../../lib/index'
import { crc32 } from '../../lib/bitstream/crc32'
import { jpegMost } from '../../lib/bitstream/jpeg'
import { pngMost } from '../../lib/bitstream/png'
import { webpMost } from '../../lib/bitstream/riff'
import { codecFailure } from '../helpers/failures'
import { allEntries } from '../helpers/table'

// A file too short for the size that its header says is refused before memory is taken for it; the
// shortest that a whole picture can be is not.

const flat = (side: number, channels = 3) => ({
  data: new Uint8Array(side * side * channels).fill(128),
  width: side,
  height: side,
  channels,
})
const small = flat(16)

/** With another size in the frame header. */
function resized(bytes: Uint8Array, marker: number, side: number): Buffer {
  const file = Buffer.from(bytes)
  const at = file.indexOf(Buffer.from([0xff, marker])) + 5
  file.writeUInt16BE(side, at)
  file.writeUInt16BE(side, at + 2)
  return file
}

function png(side: number): Buffer {
  const file = Buffer.from(new PNG().encodeSync(small))
  file.writeUInt32BE(side, 16)
  file.writeUInt32BE(side, 20)
  file.writeUInt32BE(crc32(file, 12, 29), 29)
  return file
}

function webp(side: number): Buffer {
  const file = Buffer.from(new WebP().encodeSync(small))
  const at = file.indexOf(Buffer.from([0x9d, 1, 0x2a])) + 3
  file.writeUInt16LE(side, at)
  file.writeUInt16LE(side, at + 2)
  return file
}

const files: [string, string, Buffer][] = [
  ['jpeg', 'jpeg', resized(new JPEG({ progressive: false }).encodeSync(small), 0xc0, 16383)],
  [
    'jpeg, progressive',
    'jpeg',
    resized(new JPEG({ progressive: true }).encodeSync(small), 0xc2, 9000),
  ],
  ['mjpeg', 'mjpeg', resized(new MJPEG().encodeSync(small), 0xc0, 4000)],
  ['png', 'png', png(8000)],
  ['webp', 'webp', webp(10000)],
]

describe.each(files)(
  '%s of some hundred bytes that says thousands of pixels a side',
  (_, name, file) => {
    const missing = {
      code: 'ERR_DECODE',
      message: expect.stringMatching(/part of it is missing/) as string,
    }

    it.each(allEntries.filter((e) => e.descriptor.name === name && !e.missing))(
      '$label: ERR_DECODE at once, and no memory',
      async ({ make }) => {
        const before = process.resourceUsage().maxRSS
        expect(await codecFailure(() => make().decode(file))).toMatchObject(missing)
        expect(process.resourceUsage().maxRSS - before).toBeLessThan(2 ** 16) // KiB
      },
    )

    it('readImage', async () => {
      if (name === 'mjpeg') return // its files are read as JPEG
      expect(await codecFailure(() => readImage(file))).toMatchObject(missing)
    })
  },
)

describe('the shortest of whole pictures', () => {
  const side = 2048

  it.each([
    { progressive: false },
    { progressive: true },
    { subsampling: '4:4:4' },
    { optimize: true },
  ])('JPEG of one colour, %j', async (options) => {
    for (const channels of [1, 3]) {
      const bytes = new JPEG({ quality: 1, ...options } as object).encodeSync(flat(side, channels))
      const most = jpegMost(bytes)
      expect(most).toBeGreaterThanOrEqual(side * side)
      expect((await readImage(bytes)).shape[0]).toBe(side)
    }
  })

  it('JPEG is at its end: a bit for each end of a block', () => {
    const bytes = new JPEG({ optimize: true, progressive: false }).encodeSync(flat(side, 1))
    expect(jpegMost(bytes) / (side * side)).toBeLessThan(1.1)
  })

  it.each([1, 3, 4])('PNG of one colour, %d channels', async (channels) => {
    const picture = flat(side, channels)
    const bytes = new PNG({ effort: 9 }).encodeSync(picture)
    expect(pngMost(bytes)).toBeGreaterThanOrEqual(side * side)
    expect((await readImage(bytes)).shape[0]).toBe(side)
    const best = deflateSync(Buffer.alloc(2 ** 24), { level: 9 })
    expect(2 ** 24 / best.length).toBeLessThan(1032)
  })

  it('WebP of one colour, and none is asked of VP8L', async () => {
    for (const quality of [0, 50, 100]) {
      const bytes = new WebP({ effort: 9 }).encodeSync(flat(side), { quality })
      expect(webpMost(bytes)).toBeGreaterThanOrEqual(side * side)
    }
    const lossless = createCodec('webp', { lossless: true }).encodeSync(flat(side))
    expect(lossless.length).toBeLessThan(2000)
    expect((await readImage(lossless)).shape[0]).toBe(side)
  })
})
