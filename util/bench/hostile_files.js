'use strict'
// The files of util/bench/hostile.js: small ones that claim much.
const { brotliCompressSync, deflateSync } = require('node:zlib')
const { createCodec } = require('../..')
const { number, repeated, chunk, box, JXL_HEAD, jxlStream } = require('./long_pieces')

const blank = (side) => ({
  data: new Uint8Array(side * side * 3),
  width: side,
  height: side,
  channels: 3,
})
const coded = (name, options, side = 64) =>
  Buffer.from(createCodec(name, options).encodeSync(blank(side)))

/** A PNG that is all zeros: a thousandth of what it holds. */
function png(side) {
  const header = Buffer.concat([number(side, 4), number(side, 4), Buffer.from([8, 6, 0, 0, 0])])
  const data = deflateSync(Buffer.alloc(side * (1 + side * 4)), { level: 9 })
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A JPEG 2000 codestream that says side x side of its one, empty tile. */
function j2k(side) {
  const bytes = coded('jpeg2000', { format: 'j2k' })
  const at = bytes.indexOf(Buffer.from([0xff, 0x51])) + 6
  for (const field of [0, 4, 16, 20]) bytes.writeUInt32BE(side, at + field)
  return bytes
}

function jpegSegment(code, ...body) {
  const all = Buffer.from(body.flat())
  return Buffer.concat([Buffer.from([0xff, code]), number(all.length + 2, 2), all])
}

/** A gray progressive JPEG of scans that say "nothing here" of 32,767 blocks at once. */
function jpeg(side, scans) {
  const blocks = (side / 8) ** 2
  const runs = Math.ceil(blocks / 32767)
  const bits =
    ('0' + '1'.repeat(14)).repeat(runs - 1) +
    '0' +
    ((blocks % 32767) % 16384).toString(2).padStart(14, '0')
  const bytes = bits.match(/.{1,8}/g).map((byte) => parseInt(byte.padEnd(8, '1'), 2))
  const band = Buffer.from(bytes.flatMap((byte) => (byte === 255 ? [255, 0] : [byte])))
  const scan = (first, last, data) => [jpegSegment(0xda, [1, 1, 0, first, last, 0]), data]
  const table = (id, symbol) => jpegSegment(0xc4, [id, 1], Array(15).fill(0), [symbol])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xdb, [0], Array(64).fill(1)),
    jpegSegment(0xc2, [8], [...number(side, 2)], [...number(side, 2)], [1, 1, 0x11, 0]),
    table(0, 0),
    table(0x10, 0xe0),
    ...scan(0, 0, Buffer.alloc(Math.ceil(blocks / 8))),
    ...Array.from({ length: scans }, (_, i) => scan(1 + (i % 63), 1 + (i % 63), band)).flat(),
    Buffer.from([0xff, 0xd9]),
  ])
}

/** A baseline JPEG whose header says side x side of its 64 x 64. */
function resized(side) {
  const bytes = coded('jpeg', { progressive: false })
  const at = bytes.indexOf(Buffer.from([0xff, 0xc0])) + 5
  bytes.writeUInt16BE(side, at)
  bytes.writeUInt16BE(side, at + 2)
  return bytes
}

/** A lossless WebP of one colour: five codes of one symbol, which take no bit in any pixel. */
function vp8l(side) {
  const bits = []
  const put = (value, count) => {
    for (let i = 0; i < count; i++) bits.push((value >> i) & 1)
  }
  const fields = [
    [0x2f, 8],
    [side - 1, 14],
    [side - 1, 14],
    [0, 1],
    [0, 3],
    [0, 1],
    [0, 1],
    [0, 1],
  ]
  for (const [value, count] of fields) put(value, count)
  for (let code = 0; code < 5; code++) put(1, 4)
  const body = Buffer.alloc(2 * Math.ceil(bits.length / 16) + 20)
  bits.forEach((bit, i) => (body[i >> 3] |= bit << (i & 7)))
  const bytes = Buffer.concat([Buffer.from('RIFF____WEBPVP8L____'), body])
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.writeUInt32LE(body.length, 16)
  return bytes
}

/** A TIFF of one deflated strip of zeros, which is a tenth of a percent of what it holds. */
function tiff(side) {
  const data = deflateSync(Buffer.alloc(side * side * 3), { level: 9 })
  const tags = [
    [256, side],
    [257, side],
    [258, 8],
    [259, 8],
    [262, 2],
    [273, 134],
    [277, 3],
  ]
  tags.push([278, side], [279, data.length], [284, 1])
  return ifd(tags, data)
}

/** A TIFF of these tags, each one number of 32 bits, and `data` behind them. */
function ifd(tags, data) {
  const bytes = Buffer.alloc(14 + 12 * tags.length)
  bytes.write('II*\0\b\0\0\0', 'latin1')
  bytes.writeUInt16LE(tags.length, 8)
  tags.forEach(([tag, value], i) => {
    const at = 10 + 12 * i
    bytes.writeUInt16LE(tag, at)
    bytes.writeUInt16LE(4, at + 2)
    bytes.writeUInt32LE(1, at + 4)
    bytes.writeUInt32LE(value, at + 8)
  })
  return Buffer.concat([bytes, data])
}

/** A TIFF of one pixel whose one tile says side x side. */
function tileBomb(side) {
  const tags = [
    [256, 1],
    [257, 1],
    [258, 8],
    [259, 1],
    [262, 1],
    [277, 1],
    [322, side],
    [323, side],
    [324, 8],
    [325, 100],
  ]
  return ifd(tags, Buffer.alloc(28))
}

/** A PNG of one pixel, with a chunk that inflates to 256 MiB. */
function inflating(type, head) {
  const bytes = coded('png')
  const data = deflateSync(Buffer.alloc(2 ** 28), { level: 9 })
  const body = Buffer.concat([Buffer.from(head, 'latin1'), data])
  return Buffer.concat([bytes.subarray(0, 33), chunk(type, body), bytes.subarray(33)])
}

/** A PNG of 8 x 8 whose compressed data go on for 256 MiB behind the picture. */
function overlong() {
  const bytes = coded('png', {}, 8)
  const at = bytes.indexOf('IDAT') - 4
  const data = deflateSync(Buffer.alloc(2 ** 28), { level: 9 })
  return Buffer.concat([bytes.subarray(0, at), chunk('IDAT', data), bytes.subarray(-12)])
}

/** A JPEG XL file that holds the same XMP, compressed, so many times. */
function brobs(count) {
  const xmp = box('brob', Buffer.from('xml '), brotliCompressSync(Buffer.alloc(1e6, 'x')))
  return Buffer.concat([JXL_HEAD, repeated(xmp, count), box('jxlc', jxlStream())])
}

/** Each: what it is, and the file. */
const ATTACKS = {
  'JPEG whose header says 16,383 x 16,383': () => resized(16383),
  'WebP (VP8L) of one colour, 16,383 x 16,383': () => vp8l(16383),
  'WebP (VP8L) of one colour, 10,000 x 10,000': () => vp8l(10000),
  'TIFF of deflated zeros, 16,000 x 16,000': () => tiff(16000),
  'TIFF of one pixel in a tile of 46,320 x 46,320': () => tileBomb(46320),
  'PNG with a profile of 256 MiB': () => inflating('iCCP', 'x\0\0'),
  'PNG with a text of 256 MiB': () => inflating('zTXt', 'x\0\0'),
  'PNG with XMP of 256 MiB': () => inflating('iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0'),
  'PNG of 8 x 8 whose data go on for 256 MiB': overlong,
  'PNG with 900 profiles of 16 MiB': () => {
    const bytes = coded('png')
    const data = deflateSync(Buffer.alloc(2 ** 24), { level: 9 })
    const profile = chunk('iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), data]))
    return Buffer.concat([bytes.subarray(0, 33), repeated(profile, 900), bytes.subarray(33)])
  },
  'JPEG XL of 8,000 compressed boxes of 1 MB': () => brobs(8000),
  '.npy with a header of 15 MB': () => {
    const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${'1, '.repeat(5e6)})}`
    const length = Buffer.alloc(4)
    length.writeUInt32LE(text.length)
    return Buffer.concat([Buffer.from('\x93NUMPY\x02\0', 'latin1'), length, Buffer.from(text)])
  },
  'PNG of zeros, 16,000 x 16,000': () => png(16000),
  'PNG of 150,000 empty chunks': () => {
    const bytes = coded('png')
    const text = chunk('tEXt', Buffer.alloc(0))
    return Buffer.concat([bytes.subarray(0, 33), repeated(text, 150000), bytes.subarray(33)])
  },
  'JPEG of 3,000 scans, 8000 x 8000': () => jpeg(8000, 3000),
  'JPEG 2000, 16,000 x 16,000 in one empty tile': () => j2k(16000),
  'HEVC of 350,000 NAL units': () =>
    Buffer.concat([coded('x265'), repeated(Buffer.from([0, 0, 1, 0x50, 1, 0x80]), 350000)]),
  'QOI of runs, 16,368 x 16,368': () =>
    Buffer.concat([
      Buffer.from('qoif'),
      number(16368, 4),
      number(16368, 4),
      Buffer.from([4, 0]),
      Buffer.alloc(16368 ** 2 / 62, 0xfd), // 62 pixels each
      Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]),
    ]),
  'AVIF whose header says 16,383 x 16,383': () => {
    const bytes = coded('avif')
    const at = bytes.indexOf('ispe') + 8
    bytes.writeUInt32BE(16383, at)
    bytes.writeUInt32BE(16383, at + 4)
    return bytes
  },
}

/** Those that are pictures all the same, if large ones: they may take what `maxMemory` says. */
const SHOWN = new Set([
  'WebP (VP8L) of one colour, 10,000 x 10,000',
  'PNG with a profile of 256 MiB',
  'PNG with a text of 256 MiB',
  'PNG with XMP of 256 MiB',
  'PNG of 8 x 8 whose data go on for 256 MiB',
  'PNG with 900 profiles of 16 MiB',
  'JPEG XL of 8,000 compressed boxes of 1 MB',
])

module.exports = { ATTACKS, SHOWN }
