'use strict'
// What decoding takes of memory per pixel: `node util/bench/decode_memory.js [SIDE]`, a child process
// for each picture. The numbers of `decodeMemory` in lib/codecs/ are of this, rounded up.
const { execFileSync } = require('node:child_process')
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { createCodec } = require('../..')

const PICTURES = [
  ['png', 4, 8],
  ['png', 4, 16],
  ['png', 1, 8],
  ['jpeg', 3, 8],
  ['jpeg', 3, 8, { progressive: true, subsampling: '4:4:4' }],
  ['mjpeg', 3, 8],
  ['webp', 4, 8, { method: 0 }],
  ['webp', 3, 8, { method: 0, lossless: true }],
  ['jpeg2000', 3, 8],
  ['jpeg2000', 4, 16, { lossless: true }],
  ['jxl', 3, 8, { effort: 0 }],
  ['jxl', 3, 8, { effort: 0, lossless: true }],
  ['jxl', 4, 16, { effort: 0, lossless: true }],
  ['qoi', 4, 8],
  ['x264', 3, 8, { effort: 0 }],
  ['x265', 3, 12, { effort: 0 }],
  ['av1', 3, 10, { effort: 0 }],
  ['vp9', 3, 8, { effort: 0 }],
  ['bpg', 4, 8, { effort: 0 }],
  ['avif', 4, 10, { effort: 0 }],
  ['heic', 3, 8, { effort: 0 }],
]

function picture(side, channels, bitDepth) {
  const data = new (bitDepth > 8 ? Uint16Array : Uint8Array)(side * side * channels)
  for (let i = 0; i < data.length; i++) data[i] = (i >> 4) & (2 ** bitDepth - 1)
  return { data, width: side, height: side, channels, bitDepth }
}

/** The most that this process has had in memory, in KiB (Linux). */
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1])

function measure(name, options, path) {
  const codec = createCodec(name, { ...options, maxMemory: 2 ** 40, backend: 'native' })
  const bytes = readFileSync(path)
  codec.decodeSync(codec.encodeSync(picture(64, 3, 8))) // libraries and their tables
  const before = peak()
  codec.decodeSync(bytes)
  console.log((peak() - before) * 1024)
}

function main(side) {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-memory-'))
  const path = join(folder, 'picture')
  for (const [name, channels, bitDepth, options = {}] of PICTURES) {
    const codec = createCodec(name, { ...options, backend: 'native' })
    if (!codec.available()) {
      console.error(`${name} left out: not available`)
      process.exitCode = 1
      continue
    }
    writeFileSync(path, codec.encodeSync(picture(side, channels, bitDepth)))
    const args = [__filename, '--one', name, JSON.stringify(options), path]
    const bytes = Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
    const kind = `${channels} x ${bitDepth} bit ${JSON.stringify(options)}`
    console.log(
      `${name.padEnd(9)} ${kind.padEnd(60)} ${(bytes / side ** 2).toFixed(1)} bytes per pixel`,
    )
  }
  rmSync(folder, { recursive: true })
}

const [, , first, name, options, path] = process.argv
if (first === '--one') measure(name, JSON.parse(options), path)
else main(Number(first ?? 3000))
