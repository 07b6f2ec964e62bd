import { constants, deflateRawSync, deflateSync } from 'node:zlib'
import { PNG } from '../../../lib'
import { addon } from '../../../lib/backends/native/addon'
import { filteredRows, pngFile, pngOf, type PngPicture } from '../../helpers/png_builder'
import { describeWhere } from '../../helpers/where'

// Where the compressed data end: with the picture, before it, behind it, in the middle of a symbol.

const has = addon()?.has('libdeflate', 'decoder') ?? false
const describeOwn = describeWhere(has, 'no addon with libdeflate')

const [width, height] = [40, 30]
const picture: PngPicture = {
  ...{ width, height, type: 2, depth: 8 },
  filter: (y) => y % 5,
  samples: Array.from({ length: width * height * 3 }, (_, i) => (i * i * 7 + (i >> 5)) & 255),
}
const whole = new PNG().decodeSync(pngFile(picture)).data
const rows = filteredRows(picture)
const zlib = deflateSync(rows)
const checksum = zlib.subarray(-4)
/** zlib's header, deflate data, a checksum. */
const stream = (...deflated: Uint8Array[]) =>
  Buffer.concat([zlib.subarray(0, 2), ...deflated, checksum])
/** Blocks that end on a byte, without the last one. */
const open = (bytes: Uint8Array) => deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
const file = (...parts: Uint8Array[]) =>
  pngFile({ ...picture, compress: () => parts.filter((part) => part.length > 0) })
const read = (bytes: Uint8Array) => new PNG().decodeSync(bytes)
const strictly = (bytes: Uint8Array) => new PNG({ strict: true }).decodeSync(bytes)
const refused = expect.objectContaining({ code: 'ERR_DECODE' }) as Error

describeOwn('complete pictures, with a warning', () => {
  const zeros = (count: number) => Buffer.alloc(count)
  const garbage = Buffer.alloc(1000, 0xff) // a block of the type 3, which there is not
  const stored = (bytes: Uint8Array) =>
    deflateRawSync(bytes, { level: 0, finishFlush: constants.Z_SYNC_FLUSH })
  const behind = /compressed data behind the picture$/
  const cases: [name: string, data: Uint8Array, warning: RegExp][] = [
    ['one byte too many', deflateSync(Buffer.concat([rows, zeros(1)])), behind],
    ['a megabyte too many', deflateSync(Buffer.concat([rows, zeros(2 ** 20)])), behind],
    [
      'a stored block across the end',
      stream(stored(Buffer.concat([rows, zeros(100_000)]))),
      behind,
    ],
    ['garbage a megabyte behind', stream(open(rows), open(zeros(2 ** 20)), garbage), behind],
    ['garbage at once', stream(open(rows), garbage), /do not end$/],
    ['no last block', Buffer.concat([zlib.subarray(0, 2), open(rows)]), /do not end$/],
    ['no checksum', zlib.subarray(0, -4), /lack their checksum$/],
    ['half a checksum', zlib.subarray(0, -2), /lack their checksum$/],
    ['a wrong checksum', Buffer.concat([zlib.subarray(0, -1), zeros(1)]), /wrong checksum$/],
    [
      'bytes behind the stream',
      Buffer.concat([zlib, zeros(7)]),
      /bytes behind the compressed data$/,
    ],
  ]
  if (checksum[3] === 0) throw new Error('the wrong checksum is right')

  it.each(cases)('%s', (_name, data, warning) => {
    const decoded = read(file(data))
    expect(decoded.data).toEqual(whole)
    expect(decoded.warnings).toEqual([expect.stringMatching(warning)])
    expect(() => strictly(file(data))).toThrow(refused)
  })

  it('copies of any length across the end', () => {
    for (let more = 1; more <= 600; more += 7) {
      const flat = { ...picture, filter: () => 0, samples: new Uint8Array(width * height * 3) }
      const data = deflateSync(Buffer.concat([filteredRows(flat), zeros(more)]))
      const decoded = read(file(data))
      expect([more, decoded.data.every((sample) => sample === 0)]).toEqual([more, true])
      expect(decoded.warnings).toEqual([expect.stringMatching(behind)])
    }
  })
})

it('a stream in parts of any length, empty ones too, has no warning', () => {
  const bytes = Array.from(zlib, (_, i) => zlib.subarray(i, i + 1))
  const parts = pngFile({ ...picture, compress: () => [zlib.subarray(0, 0), ...bytes] })
  for (const one of [file(zlib), parts, file(zlib.subarray(0, 100), zlib.subarray(100))]) {
    const decoded = strictly(one)
    expect(decoded.data).toEqual(whole)
    expect(decoded.warnings).toBeUndefined()
  }
})

describeOwn('pictures that lack anything are ERR_DECODE', () => {
  const gray = { width: 3, height: 9, type: 0, depth: 1, samples: new Uint8Array(27) } as const
  const kinds: [name: string, picture: PngPicture][] = [
    ['RGB', picture],
    ['interlaced RGB', { ...picture, interlaced: true }],
    ['gray of 1 bit', gray],
    ['interlaced gray of 1 bit', { ...gray, interlaced: true }],
  ]

  it.each(kinds)('%s: the last byte, or the last row', (_name, kind) => {
    const all = filteredRows(kind)
    for (const lost of [1, 2, all.length >> 1, all.length]) {
      const some = all.subarray(0, all.length - lost)
      for (const data of [deflateSync(some), stream(open(some))]) {
        expect(() => read(pngOf({ ...kind, compress: () => [data] }, all))).toThrow(refused)
      }
    }
  })

  it.each(kinds)('%s: a filter of 5', (_name, kind) => {
    const all = filteredRows(kind)
    all[0] = 5
    expect(() => read(pngOf(kind, all))).toThrow(/has the filter 5, of 0 to 4/)
  })

  it('data cut anywhere', () => {
    for (let length = 0; length < zlib.length - 20; length += 37) {
      expect(() => read(file(zlib.subarray(0, length), Buffer.alloc(0)))).toThrow(refused)
    }
  })

  it('data that are not in the format of zlib', () => {
    for (const header of ['0000', '7801', '789d', '78bb', '889c']) {
      const other = Buffer.concat([Buffer.from(header, 'hex'), zlib.subarray(2)])
      if (header === '7801') expect(read(file(other)).data).toEqual(whole)
      else expect(() => read(file(other))).toThrow(/zlib's format/)
    }
  })

  it('a palette that is missing, or of another length', () => {
    const indices = { ...gray, type: 3 as const }
    expect(() => read(pngFile(indices))).toThrow(/no palette/)
    for (const length of [0, 4, 769]) {
      const palette = new Uint8Array(length)
      expect(() => read(pngFile({ ...indices, palette }))).toThrow(/PLTE has/)
    }
  })

  it('transparency of another length, or beside alpha', () => {
    const rgba = { ...gray, type: 6 as const, depth: 8 as const, samples: new Uint8Array(108) }
    expect(() => read(pngFile({ ...picture, transparency: new Uint8Array(2) }))).toThrow(
      /tRNS of 2/,
    )
    expect(() => read(pngFile({ ...rgba, transparency: new Uint8Array(6) }))).toThrow(/tRNS of 6/)
  })
})
