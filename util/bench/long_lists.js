'use strict'
// Files of up to 16 MB that list more than their formats' readers take: boxes, channels, colours,
// profiles, pages. Used by util/bench/long_files.js.
const { brotliCompressSync, deflateSync } = require('node:zlib')
const { MOST, PARTS, number, filled, repeated, asMany, coded, insert } = require('./long_pieces')
const { chunk, segment, riff, box, JXL_HEAD, jxlStream } = require('./long_pieces')

const empty = Buffer.alloc(0)
const le = (value, size) => Buffer.from(number(value, size)).reverse()

/** A box whose size is told in 64 bits. */
const longBox = (type, body) =>
  Buffer.concat([number(1, 4), Buffer.from(type), number(body.length + 16, 8), body])

// JPEG 2000
/** A JP2 of ours, gray, with these boxes behind those of its header. */
function inJp2Header(...more) {
  const bytes = coded('jpeg2000', { lossless: true }, 64, 1)
  const at = bytes.indexOf('jp2h') - 4
  const end = at + bytes.readUInt32BE(at)
  const joined = insert(bytes, end, ...more)
  joined.writeUInt32BE(end - at + more.reduce((sum, one) => sum + one.length, 0), at)
  return joined
}
const palette = (entries, columns) =>
  box(
    'pclr',
    number(entries, 2),
    Buffer.from([columns]),
    filled(columns, 7),
    filled(entries * columns, 100),
  )
const cmap = (count) => box('cmap', repeated(Buffer.from([0, 0, 1, 0]), count))
const cdef = (count) =>
  box('cdef', number(count, 2), repeated(Buffer.from([0, 0, 0, 0, 0, 1]), count))
/** A codestream of `count` components, and as many bytes of SIZ. */
function j2kOfComponents(count) {
  const bytes = coded('jpeg2000', { format: 'j2k', lossless: true }, 64, 1)
  const joined = insert(bytes, 45, repeated(Buffer.from([7, 1, 1]), count - 1))
  joined.writeUInt16BE(38 + 3 * count, 4)
  joined.writeUInt16BE(count, 40)
  return joined
}
const tileParts = (count) => {
  const bytes = coded('jpeg2000', { format: 'j2k' })
  const part = Buffer.concat([
    Buffer.from('ff90000a0000', 'hex'),
    number(14, 4),
    Buffer.from([0, 0]),
  ])
  return insert(
    bytes,
    bytes.length - 2,
    repeated(Buffer.concat([part, Buffer.from('ff93', 'hex')]), count),
  )
}
const JPEG2000 = {
  'jp2: a million boxes': () => insert(coded('jpeg2000'), 32, repeated(box('free'), 1e6)),
  'jp2: a million boxes behind': () =>
    Buffer.concat([coded('jpeg2000'), repeated(box('free'), 1e6)]),
  'jp2: boxes in its header': () => inJp2Header(asMany((n) => box('free', filled(n, 1)))),
  'jp2: colr boxes': () => inJp2Header(asMany((n) => box('colr', filled(n, '\x03\0\0')))),
  'jp2: palette of 65,535 x 250': () => inJp2Header(palette(65535, 250), cmap(3)),
  'jp2: palette of 1,024 x 255': () => inJp2Header(palette(1024, 255), cmap(3)),
  'jp2: cmap of 4 million': () => inJp2Header(palette(256, 3), cmap(4e6)),
  'jp2: cdef of 65,535': () => inJp2Header(cdef(65535)),
  'jp2: profile of 16 MB': () => inJp2Header(box('colr', Buffer.from([2, 0, 0]), profile(MOST))),
  'j2k: FF30 of 16 MB': () => {
    const bytes = coded('jpeg2000', { format: 'j2k' })
    const sot = bytes.indexOf(Buffer.from([0xff, 0x90]))
    return insert(bytes, sot, repeated(Buffer.from([0xff, 0x30]), MOST / 2))
  },
  'j2k: empty comments of 16 MB': () => {
    const bytes = coded('jpeg2000', { format: 'j2k' })
    const sot = bytes.indexOf(Buffer.from([0xff, 0x90]))
    return insert(bytes, sot, repeated(segment(0x64, empty), MOST / 4))
  },
  'j2k: 16,384 components': () => j2kOfComponents(16384),
  'j2k: 60,000 tile-parts': () => tileParts(60000),
  'j2k: a million tile-parts': () => tileParts(1e6),
}

// JPEG XL
const brob = (type, size) =>
  box('brob', Buffer.from(type), brotliCompressSync(Buffer.alloc(size, 'x\0\0\0')))
const jxl = (...more) => Buffer.concat([JXL_HEAD, ...more, box('jxlc', jxlStream())])
const JXL = {
  'jxl: a million boxes': () => jxl(repeated(box('free'), 1e6)),
  'jxl: brob of 60 MB': () => jxl(brob('xml ', 6e7)),
  'jxl: two brob of 60 MB': () => jxl(brob('xml ', 6e7), brob('Exif', 6e7)),
  'jxl: 8,000 brob of 1 MB': () => jxl(repeated(brob('xml ', 1e6), 8000)),
  'jxl: XMP of 16 MB': () => jxl(box('xml ', filled(MOST, 'x'))),
}

// HEIF
const HEIF = {
  'heif: 500,000 boxes of 64 bits': () => withBoxes(5e5),
  'heif: 16,000 boxes of 64 bits': () => withBoxes(PARTS),
}
function withBoxes(count) {
  const size = Math.max(0, Math.floor(MOST / count) - 32)
  return Buffer.concat([coded('avif'), repeated(longBox('free', filled(size, 0)), count)])
}

// Profiles
/** A profile of RGB whose one tag is as long. */
function profile(length, space = 'RGB ') {
  const bytes = Buffer.alloc(length, 1)
  bytes.fill(0, 0, 132)
  bytes.writeUInt32BE(length)
  bytes.write(`mntr${space}XYZ `, 12, 'latin1')
  bytes.write('acsp', 36)
  bytes.writeUInt32BE(1, 128)
  bytes.write('A2B0', 132)
  bytes.writeUInt32BE(144, 136)
  bytes.writeUInt32BE(length - 144, 140)
  return bytes
}
const LARGEST = 2 ** 24 - 1000
const compressed = (type, head, length) =>
  chunk(type, Buffer.concat([Buffer.from(head, 'latin1'), deflateSync(Buffer.alloc(length, 'xy'))]))
const XMP = 'XML:com.adobe.xmp\0\x01\0\0\0'
const inPng = (...chunks) => insert(coded('png'), 33, ...chunks)
const ofProfile = (bytes) =>
  chunk('iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), deflateSync(bytes)]))
function jpegOfProfile() {
  const bytes = profile(65519 * 255)
  const parts = Array.from({ length: 255 }, (_, i) =>
    segment(
      0xe2,
      Buffer.concat([
        Buffer.from('ICC_PROFILE\0'),
        Buffer.from([i + 1, 255]),
        bytes.subarray(i * 65519, (i + 1) * 65519),
      ]),
    ),
  )
  return insert(coded('jpeg'), 2, ...parts)
}
const PROFILES = {
  'png: profile of 16 MB': () => inPng(ofProfile(profile(LARGEST))),
  'png: profile of 16 MB of noise': () => {
    const bytes = profile(LARGEST)
    for (let i = 144; i < bytes.length; i++) bytes[i] = Math.imul(i, 0x9e3779b1) >>> 24
    return inPng(ofProfile(bytes))
  },
  'png: profile and XMP of 16 MB': () =>
    inPng(ofProfile(profile(LARGEST)), compressed('iTXt', XMP, LARGEST)),
  'png: 500 zTXt and iTXt of 16 MB': () =>
    inPng(
      repeated(compressed('zTXt', 'x\0\0', LARGEST), 250),
      repeated(compressed('iTXt', 'x\0\x01\0\0\0', LARGEST), 250),
    ),
  'png: 250 XMP of 16 MB': () => inPng(repeated(compressed('iTXt', XMP, LARGEST), 250)),
  'jpeg: profile of 16 MB': jpegOfProfile,
  'webp: profile of 16 MB': () => webp(riff('ICCP', profile(MOST))),
}

// RIFF, segments, directories
function webp(...chunks) {
  const image = coded('webp', { lossless: true }).subarray(12)
  const body = Buffer.concat([
    riff('VP8X', Buffer.from([0x20, 0, 0, 0, 63, 0, 0, 63, 0, 0])),
    ...chunks,
    image,
  ])
  return Buffer.concat([Buffer.from('RIFF'), le(body.length + 4, 4), Buffer.from('WEBP'), body])
}
/** A JPEG of `count` pictures, listed in an index of MPF. */
function mpo(count) {
  const one = coded('jpeg', {}, 16)
  const entries = Buffer.alloc(16 * Math.min(count, 4000))
  const field = (tag, type, values, value) =>
    Buffer.concat([number(tag, 2), number(type, 2), number(values, 4), number(value, 4)])
  const index = Buffer.concat([
    Buffer.from('MPF\0MM\0*\0\0\0\b\0\x03', 'latin1'),
    field(0xb000, 7, 4, 0x30313030),
    field(0xb001, 4, 1, count),
    field(0xb002, 7, entries.length, 50),
    number(0, 4),
    entries,
  ])
  return Buffer.concat([insert(one, 2, segment(0xe2, index)), repeated(one, count)])
}
const field = (tag, type, count, value) =>
  Buffer.concat([le(tag, 2), le(type, 2), le(count, 4), le(value, 4)])
/** A gray TIFF of 8 x 8 with more fields, and more directories behind it. */
function tiff(more, pages = 0) {
  const first = [
    ...[
      [256, 4, 1, 8],
      [257, 4, 1, 8],
      [258, 3, 1, 8],
      [259, 3, 1, 1],
      [262, 3, 1, 1],
    ],
    ...[
      [273, 4, 1, 8],
      [277, 3, 1, 1],
      [278, 4, 1, 8],
      [279, 4, 1, 64],
    ],
  ]
  const fields = [...first, ...more]
  const at = 8 + 64
  const size = 2 + 12 * fields.length + 4
  const head = [Buffer.from('II*\0'), le(at, 4), Buffer.alloc(64, 100), le(fields.length, 2)]
  const page = (i) =>
    Buffer.concat([
      le(1, 2),
      field(254, 4, 1, 0),
      le(i + 1 < pages ? at + size + 18 * (i + 1) : 0, 4),
    ])
  return Buffer.concat([
    ...head,
    ...fields.map((one) => field(...one)),
    le(pages > 0 ? at + size : 0, 4),
    ...Array.from({ length: pages }, (_, i) => page(i)),
  ])
}
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i))
const LISTS = {
  'webp: 100,000 chunks': () => webp(repeated(riff('XYZ ', filled(100, 1)), 1e5)),
  'webp: 2 million chunks': () => webp(repeated(riff('XYZ ', empty), 2e6)),
  'jpeg: 100,000 segments': () =>
    insert(coded('jpeg'), 2, repeated(segment(0xfe, filled(100, 1)), 1e5)),
  'jpeg: 4 million segments': () => insert(coded('jpeg'), 2, repeated(segment(0xfe, empty), 4e6)),
  'jpeg: MPO of 8,000': () => mpo(8000),
  'tiff: 65,000 tags': () => tiff(times(65000, (i) => [300 + (i % 60000), 3, 1, 1])),
  'tiff: 100,000 pages': () => tiff([], 1e5),
  'tiff: profile of 16 MB': () => {
    const bytes = tiff([[34675, 7, MOST, 8 + 64 + 2 + 12 * 10 + 4]])
    return Buffer.concat([bytes, profile(MOST)])
  },
  'tiff: bits of 65,536 samples': () =>
    tiff([
      [339, 3, 65536, 200],
      [338, 3, 65536, 200],
    ]),
}

module.exports = { LISTS: { ...JPEG2000, ...JXL, ...HEIF, ...PROFILES, ...LISTS } }
