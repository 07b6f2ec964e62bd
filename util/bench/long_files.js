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

module.exports = {
  LONG_FILES: {
    ...PNG,
    ...JPEG,
    ...BOXES,
    ...require('./long_streams').STREAMS,
    ...require('./long_heif').HEIF,
    ...require('./long_lists').LISTS,
  },
}
