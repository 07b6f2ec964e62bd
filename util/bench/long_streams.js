'use strict'
// Streams of 16 MB without a container, and files that are a header and samples. Used by
// util/bench/long_files.js.
const { MOST, number, filled, repeated, asMany, noise, coded } = require('./long_pieces')

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

module.exports = { STREAMS }
