'use strict'
// Files of up to 16 MB whose parts, or bytes, are as many as their format takes: what our own
// JavaScript walks through. Used by util/bench/event_loop.js.
const { deflateSync } = require('node:zlib')
const {
  MOST,
  PARTS,
  number,
  filled,
  repeated,
  asMany,
  noise,
  coded,
  insert,
  chunk,
  segment,
  riff,
  box,
  JXL_HEAD,
  jxlStream,
} = require('./long_pieces')

// PNG
const inPng = (...chunks) => insert(coded('png'), 33, ...chunks)
function pngOfIdats() {
  const bytes = coded('png', {}, 256)
  const at = bytes.indexOf('IDAT') - 4
  const data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at))
  const step = Math.max(1, Math.ceil(data.length / PARTS))
  const parts = []
  for (let i = 0; i < data.length; i += step) parts.push(chunk('IDAT', data.subarray(i, i + step)))
  return Buffer.concat([bytes.subarray(0, at), ...parts, chunk('IEND', Buffer.alloc(0))])
}
const PNG = {
  'png: noise': () => coded('png', {}, 2300),
  'png: chunks of text': () => inPng(asMany((n) => chunk('tEXt', filled(n, 'a\0')))),
  'png: small IDATs': pngOfIdats,
  'png: profile of 200 MB': () =>
    inPng(chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(filled(2e8, 0))]))),
  'png: 16 MB of damaged pHYs': () => inPng(asMany((n) => chunk('pHYs', filled(n, 1)))),
  'png: XMP of 16 MB': () =>
    inPng(
      chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), filled(MOST, 'x')])),
    ),
}

// JPEG
const inJpeg = (...parts) => insert(coded('jpeg'), 2, ...parts)
const inScan = (piece) => {
  const bytes = coded('jpeg')
  return insert(bytes, bytes.length - 2, repeated(Buffer.from(piece), MOST / piece.length))
}
const JPEG = {
  'jpeg: noise': () => coded('jpeg', { quality: 95 }, 2700),
  'jpeg: comments': () => inJpeg(asMany((n) => segment(0xfe, filled(n, 0xff)))),
  'jpeg: APP1': () => inJpeg(asMany((n) => segment(0xe1, filled(n, 'Exif\0\0')))),
  'jpeg: APP2': () => inJpeg(asMany((n) => segment(0xe2, filled(n, 'ICC_PROFILE\x00\x01\x01')))),
  'jpeg: fill bytes': () => inJpeg(filled(MOST, 0xff)),
  'jpeg: zeros between': () => inJpeg(filled(MOST, 0)),
  'jpeg: FF00 between': () => inJpeg(filled(MOST, Buffer.from([0xff, 0]))),
  'jpeg: junk many times': () =>
    inJpeg(asMany((n) => Buffer.concat([filled(n, 1), segment(0xfe, filled(4, 1))]), PARTS / 2)),
  'jpeg: FF00 in the scan': () => inScan([0xff, 0]),
  'jpeg: restarts': () => inScan([0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => [0xff, 0xd0 + i])),
  'jpeg: FF in the scan': () => inScan([0xff]),
  'jpeg: behind the end': () => Buffer.concat([coded('jpeg'), filled(MOST, 0xff)]),
}

// RIFF, boxes
function webpOf(...chunks) {
  const bytes = coded('webp', { lossless: true })
  const image = bytes.subarray(12)
  const size = Buffer.concat([number(0, 4), Buffer.from([63, 0, 0, 63, 0, 0])])
  const body = Buffer.concat([riff('VP8X', size), ...chunks, image])
  const head = Buffer.from('RIFF0000WEBP')
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}
function jxlParts() {
  const data = coded('jxl', { effort: 1, lossless: true }, 200)
  const at = data.indexOf('jxlc')
  const stream = at < 0 ? data : data.subarray(at + 4)
  const parts = Array.from({ length: 8000 }, (_, i) => {
    const last = i === 7999
    return box(
      'jxlp',
      number(i + (last ? 2 ** 31 : 0), 4),
      last ? stream.subarray(i) : stream.subarray(i, i + 1),
    )
  })
  return Buffer.concat([JXL_HEAD, ...parts])
}
const BOXES = {
  'webp: noise, lossless': () => coded('webp', { lossless: true, method: 0 }, 2300),
  'webp: chunks': () => webpOf(asMany((n) => riff('XYZ ', filled(n, 1)))),
  'webp: EXIF': () => webpOf(asMany((n) => riff('EXIF', filled(n, 'Exif\0\0')))),
  'webp: bytes behind': () => Buffer.concat([coded('webp'), filled(MOST, 0)]),
  'jxl: boxes': () =>
    Buffer.concat([JXL_HEAD, asMany((n) => box('free', filled(n, 1))), box('jxlc', jxlStream())]),
  'jxl: Exif boxes': () =>
    Buffer.concat([JXL_HEAD, asMany((n) => box('Exif', filled(n, 0))), box('jxlc', jxlStream())]),
  'jxl: jxlp boxes': jxlParts,
  'jp2: boxes': () =>
    insert(
      coded('jpeg2000'),
      12 + 20,
      asMany((n) => box('free', filled(n, 1))),
    ),
  'jp2: uuid boxes': () =>
    insert(
      coded('jpeg2000'),
      12 + 20,
      asMany((n) => box('uuid', filled(n, 'JpgTiffExif->JP2'))),
    ),
  'j2k: comments': () => {
    const bytes = coded('jpeg2000', { format: 'j2k' })
    const sot = bytes.indexOf(Buffer.from([0xff, 0x90]))
    return insert(
      bytes,
      sot,
      asMany((n) => segment(0x64, filled(n, 1))),
    )
  },
  'j2k: markers FF30': () => {
    const bytes = coded('jpeg2000', { format: 'j2k' })
    const sot = bytes.indexOf(Buffer.from([0xff, 0x90]))
    return insert(bytes, sot, repeated(Buffer.from([0xff, 0x30]), PARTS))
  },
  'j2k: noise': () => coded('jpeg2000', { format: 'j2k', lossless: true }, 2300),
}

// Byte streams
const nal = (head, size) => Buffer.concat([Buffer.from([0, 0, 1, ...head]), filled(size, 0x80)])
const UNITS = 2 ** 14 - 16
const STREAMS = {
  'hevc: noise': () => coded('x265', { lossless: true, preset: 'ultrafast' }, 1700),
  'hevc: SEI': () => Buffer.concat([coded('x265'), asMany((n) => nal([0x50, 1], n), UNITS)]),
  'hevc: SEI before': () => {
    const bytes = coded('x265', { preset: 'ultrafast' })
    return Buffer.concat([asMany((n) => nal([0x4e, 1, 5], n), UNITS), bytes])
  },
  'hevc: escapes': () =>
    Buffer.concat([
      coded('x265'),
      Buffer.from([0, 0, 1, 0x50, 1]),
      filled(MOST, Buffer.from([0, 0, 3])),
      Buffer.from([0x80]),
    ]),
  'hevc: SEI of escapes before': () =>
    Buffer.concat([
      Buffer.from([0, 0, 1, 0x4e, 1]),
      filled(MOST, Buffer.from([0, 0, 3])),
      Buffer.from([0x80]),
      coded('x265'),
    ]),
  'hevc: zeros behind': () => Buffer.concat([coded('x265'), filled(MOST, 0)]),
  'hevc: zeros before': () => Buffer.concat([filled(MOST, 0), coded('x265')]),
  'h264: noise': () => coded('x264', { lossless: true, preset: 'ultrafast' }, 1700),
  'h264: SEI': () => Buffer.concat([coded('x264'), asMany((n) => nal([6, 5], n), UNITS)]),
  'obu: padding': () =>
    Buffer.concat([
      coded('av1', { speed: 8 }),
      asMany((n) => Buffer.concat([Buffer.from([0x7a, 0x80 | (n & 127), n >> 7]), filled(n, 0)])),
    ]),
  'obu: metadata of zeros': () =>
    Buffer.concat([
      coded('av1', { speed: 8 }),
      Buffer.from([0x2a]),
      leb(MOST),
      filled(MOST - 1, 0),
      Buffer.from([0x80]),
    ]),
  'qoi: noise': () => coded('qoi', {}, 2000, 4),
  'qoi: index': () => qoi(MOST, 0),
  'qoi: bytes behind': () => Buffer.concat([coded('qoi'), filled(MOST, 1)]),
  'bmp: RLE': () => bmpRle(),
  'bmp: noise': () => bmp24(),
  'pam: noise': () =>
    pnm(`P7\nWIDTH 2000\nHEIGHT 2000\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n`, 16e6),
  'ppm: comment of 16 MB': () => pnm(`P6\n#${'x'.repeat(MOST)}\n8 8\n255\n`, 192),
  'ppm: spaces': () => pnm(`P6\n${' '.repeat(MOST)}\n8 8\n255\n`, 192),
  'bpg: extensions': () => coded('bpg', { method: 1 }),
  'tiff: entries': () => tiff(65535, 0),
  'tiff: strips': () => tiff(10, 1e6),
}
function leb(value) {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
  return Buffer.from([...bytes, value])
}
const qoi = (length, byte) =>
  Buffer.concat([
    Buffer.from('qoif'),
    number(4096, 4),
    number(4096, 4),
    Buffer.from([4, 0]),
    filled(length, byte),
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]),
  ])
function bmpRle() {
  const side = 4000
  const head = Buffer.alloc(54 + 1024)
  head.write('BM')
  head.writeUInt32LE(head.length, 10)
  head.writeUInt32LE(40, 14)
  head.writeInt32LE(side, 18)
  head.writeInt32LE(side, 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(8, 28)
  head.writeUInt32LE(1, 30)
  const row = Buffer.concat([filled(2 * side, Buffer.from([1, 7])), Buffer.from([0, 0])])
  const body = Buffer.concat([repeated(row, Math.floor(MOST / row.length)), Buffer.from([0, 1])])
  return Buffer.concat([head, body])
}
function bmp24() {
  const side = 2300
  const head = Buffer.alloc(54)
  head.write('BM')
  head.writeUInt32LE(54, 10)
  head.writeUInt32LE(40, 14)
  head.writeInt32LE(side, 18)
  head.writeInt32LE(side, 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(24, 28)
  return Buffer.concat([head, noise(side * side * 3)])
}
const pnm = (head, length) => Buffer.concat([Buffer.from(head), noise(length)])
function tiff(entries, strips) {
  const tags = [
    [256, 4, 1, 64],
    [257, 4, 1, strips || 64],
    [258, 3, 1, 8],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
  ]
  const body = 8 + 2 + 12 * Math.max(entries, 10) + 4
  if (strips) tags.push([273, 4, strips, body], [278, 4, 1, 1], [279, 4, strips, body + 4 * strips])
  else tags.push([273, 4, 1, body], [278, 4, 1, 64], [279, 4, 1, 4096])
  while (tags.length < Math.max(entries, 10)) tags.push([40000, 3, 1, tags.length])
  const head = Buffer.alloc(body)
  head.write('II*\0', 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(tags.length, 8)
  tags.forEach(([tag, type, count, value], i) => {
    head.writeUInt16LE(tag, 10 + 12 * i)
    head.writeUInt16LE(type, 12 + 12 * i)
    head.writeUInt32LE(count, 14 + 12 * i)
    head.writeUInt32LE(value, 18 + 12 * i)
  })
  const lists = Buffer.alloc(8 * strips)
  for (let i = 0; i < strips; i++) {
    lists.writeUInt32LE(body, 4 * i)
    lists.writeUInt32LE(64, 4 * (strips + i))
  }
  return Buffer.concat([head, lists, filled(4096, 7)])
}

module.exports = {
  LONG_FILES: {
    ...PNG,
    ...JPEG,
    ...BOXES,
    ...STREAMS,
    ...require('./long_heif').HEIF,
    ...require('./long_lists').LISTS,
  },
}
