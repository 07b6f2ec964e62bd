#!/usr/bin/env node
// Stands in for vvencapp and vvdecapp: a VVC stream's headers of this size, and the planes in its
// slice as hexadecimal digits, which need no emulation prevention.
const { readFileSync, writeFileSync } = require('node:fs')

const value = (flag) => process.argv[process.argv.indexOf(flag) + 1]
if (process.argv.includes('--version')) {
  console.log('version 1.12.0')
} else if (process.argv.includes('-s')) {
  const ue = (n) => (n + 1).toString(2).padStart(2 * (n + 1).toString(2).length - 1, '0')
  const bytesOf = (bits) =>
    Buffer.from(bits.match(/.{1,8}/g).map((b) => parseInt(b.padEnd(8, '0'), 2)))
  const nal = (type, body) => Buffer.concat([Buffer.from([0, 0, 1, 0, (type << 3) | 1]), body])
  const [width, height] = value('-s').split('x').map(Number)
  const sps = bytesOf(`000000000000110000${ue(width)}${ue(height)}01`)
  const planes = Buffer.from(readFileSync(value('-i')).toString('hex'))
  const streams = [
    nal(15, sps),
    nal(16, Buffer.from([1, 128])),
    nal(7, Buffer.concat([Buffer.from([0xc5]), planes])),
  ]
  writeFileSync(value('-o'), Buffer.concat(streams))
} else {
  const stream = readFileSync(value('-b'))
  const at = stream.indexOf(Buffer.from([0, 0, 1, 0, 57]))
  writeFileSync(value('-o'), Buffer.from(stream.subarray(at + 6).toString('latin1'), 'hex'))
}
