'use strict'
// What the files of util/bench/long_files.js and hostile_files.js are put together of.
const { crc32 } = require('node:zlib')
const { createCodec } = require('../..')

const MOST = 2 ** 24
/** lib/bitstream/parts.ts: about the most parts of a file of 16 MB that are read. */
const PARTS = 2 ** 14 - 256

const number = (value, size) => {
  const bytes = Buffer.alloc(size)
  for (let i = size - 1; i >= 0; i--, value = Math.floor(value / 256)) bytes[i] = value % 256
  return bytes
}
const filled = (length, piece) => Buffer.alloc(length, piece)
const repeated = (piece, count) => Buffer.alloc(piece.length * count, piece)
/** As many of a part as are read, so long that they fill the file. */
const asMany = (make, count = PARTS) => repeated(make(Math.floor(MOST / count) - 16), count)

function noise(length) {
  const bytes = Buffer.alloc(length)
  for (let i = 0, state = 1; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

const picture = (side, channels = 3) => ({
  data: noise(side * side * channels),
  width: side,
  height: side,
  channels,
})
const coded = (name, options, side = 64, channels = 3) =>
  Buffer.from(createCodec(name, options).encodeSync(picture(side, channels)))
const insert = (bytes, at, ...more) =>
  Buffer.concat([bytes.subarray(0, at), ...more, bytes.subarray(at)])

/** CRC-32, also where zlib has none (Node 20). */
function crc(bytes) {
  if (crc32) return crc32(bytes)
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return ~value >>> 0
}
function chunk(type, body) {
  const named = Buffer.concat([Buffer.from(type), body])
  return Buffer.concat([number(body.length, 4), named, number(crc(named), 4)])
}

const segment = (code, body) =>
  Buffer.concat([Buffer.from([0xff, code]), number(body.length + 2, 2), body])

function riff(type, body) {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from(type), size, body, Buffer.alloc(body.length & 1)])
}
const box = (type, ...parts) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([number(body.length + 8, 4), Buffer.from(type, 'latin1'), body])
}
const JXL_HEAD = Buffer.concat([
  box('JXL ', Buffer.from('0d0a870a', 'hex')),
  box('ftyp', Buffer.from('jxl \0\0\0\0jxl ')),
])
const jxlStream = () => {
  const bytes = coded('jxl', { effort: 1 })
  const at = bytes.indexOf('jxlc')
  return at < 0 ? bytes : bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4))
}

module.exports = {
  MOST,
  PARTS,
  number,
  filled,
  repeated,
  asMany,
  noise,
  picture,
  coded,
  insert,
  chunk,
  segment,
  riff,
  box,
  JXL_HEAD,
  jxlStream,
}
