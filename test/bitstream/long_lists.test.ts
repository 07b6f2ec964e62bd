import { box } from '../../lib/bitstream/heif/box_writer'
import { jp2Channels } from '../../lib/bitstream/jp2_channels'
import { identify } from '../../lib/codecs/recognise'
import { probe, readImage } from '../../lib/index'
import { failure } from '../helpers/failures'

// Lists that a file makes longer than any picture needs are refused before they are walked through:
// a million boxes held the event loop for 80 ms, a palette of 16 million numbers for 300.

const numbers = (size: number, ...values: number[]) =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(size)
      bytes.writeUIntBE(value, 0, size)
      return bytes
    }),
  )
const many = (piece: Uint8Array, count: number) =>
  Buffer.alloc(piece.length * count, piece as unknown as string)

/** A JP2 of 8 x 8, gray, whose codestream is its SIZ alone, with these boxes in its header. */
function jp2(...more: Uint8Array[]): Buffer {
  const siz = Buffer.concat([
    ...[numbers(2, 0xff4f, 0xff51, 41, 0), numbers(4, 8, 8, 0, 0, 8, 8, 0, 0)],
    ...[numbers(2, 1), numbers(1, 7, 1, 1)],
  ])
  const ihdr = box('ihdr', numbers(4, 8, 8), numbers(2, 1), numbers(1, 7, 7, 0, 0))
  const colr = box('colr', numbers(1, 1, 0, 0), numbers(4, 17))
  return Buffer.concat([
    box('jP  ', Buffer.from('0d0a870a', 'hex')),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ')),
    box('jp2h', ihdr, colr, ...more),
    box('jp2c', siz),
  ])
}
const palette = (entries: number, columns: number) =>
  box(
    'pclr',
    numbers(2, entries),
    numbers(1, columns),
    many(numbers(1, 7), columns),
    many(numbers(1, 9), columns * entries),
  )
const mapped = (count: number) => box('cmap', many(Buffer.from([0, 0, 1, 0]), count))

test('a palette of as many entries as the standard allows, of as many columns, is read', () => {
  const { palette: found } = jp2Channels(jp2(palette(1024, 255), mapped(3)))!
  expect(found).toMatchObject({ channels: 3, depth: 8 })
  expect(found!.colours).toEqual(Array(3 * 1024).fill(9))
})

test.each([
  ['entries of a palette', jp2(palette(1025, 3), mapped(3)), 'ERR_DECODE'],
  ['mapped channels', jp2(palette(256, 3), mapped(256)), 'ERR_LIMIT'],
  [
    'channel definitions',
    jp2(box('cdef', numbers(2, 256), many(Buffer.alloc(6), 256))),
    'ERR_LIMIT',
  ],
])('too many %s', async (_, bytes, code) => {
  expect(await failure(probe(bytes))).toMatchObject({ code })
})

const empty = box('free')
const long = Buffer.concat([numbers(4, 1), Buffer.from('free'), numbers(4, 0, 16)])
const jxl = Buffer.concat([
  box('JXL ', [0x0d, 0x0a, 0x87, 0x0a]),
  box('ftyp', Buffer.from('jxl \0\0\0\0jxl ')),
])
const heif = Buffer.concat([box('ftyp', Buffer.from('avif\0\0\0\0mif1avif')), box('meta')])
const segments = Buffer.concat([Buffer.from([0xff, 0xd8]), many(numbers(2, 0xfffe, 2), 2e5)])
const tags = Buffer.concat([
  Buffer.from('II*\0\b\0\0\0\xff\xff', 'latin1'),
  Buffer.alloc(65535 * 12 + 4),
])
const siz = jp2().subarray(-45)

test.each([
  ['JP2 boxes', Buffer.concat([jp2(), many(empty, 2e5)])],
  ['JPEG XL boxes', Buffer.concat([jxl, many(empty, 2e5)])],
  ['HEIF boxes', Buffer.concat([heif, many(empty, 2e5)])],
  ['HEIF boxes with sizes of 64 bits', Buffer.concat([heif, many(long, 1e5)])],
  ['JPEG segments', segments],
  ['JPEG 2000 markers', Buffer.concat([siz, many(numbers(2, 0xff30), 2e5)])],
  ['TIFF tags', tags],
])('too many %s are ERR_LIMIT wherever they are met', async (_, bytes) => {
  const format = identify(bytes)!
  expect(format).toBeDefined()
  expect(await failure(probe(bytes))).toMatchObject({ code: 'ERR_LIMIT' })
  expect(await failure(readImage(bytes))).toMatchObject({ code: 'ERR_LIMIT' })
  expect(() => format.inspect!(bytes)).toThrow(expect.objectContaining({ code: 'ERR_LIMIT' }))
})
