#!/usr/bin/env node
'use strict'
// Stands in for libbpg 0.9.8's bpgdec: RGB or RGBA PNG of 8 or 16 bits, by our own decoder.
const { readFileSync } = require('node:fs')
const { BPG, writeImageSync } = require('../../dist')
const { fail, parseArguments } = require('./bpg-arguments.js')

const args = process.argv.slice(2)
if (args.length === 0 || args[0] === '-h') {
  process.stdout.write('BPG Image Decoder version 0.9.8\nusage: bpgdec [options] infile\n')
  process.exit(1)
}
let output = 'out.png'
let bitDepth = 8
const input = parseArguments(args, { '-o': /./, '-b': /^(8|16)$/ }, (name, value) => {
  if (name === '-o') output = value
  else bitDepth = Number(value)
})

function decode() {
  try {
    return new BPG().decodeSync(readFileSync(input))
  } catch {
    return fail('Could not decode image')
  }
}

const { data, shape, bitDepth: held = 8 } = decode()
const [height, width, channels] = shape
const given = channels === 1 ? [0, 0, 0] : Array.from({ length: channels }, (_, c) => c)
const scale = (2 ** bitDepth - 1) / (2 ** held - 1)
const samples = new (bitDepth === 16 ? Uint16Array : Uint8Array)(width * height * given.length)
for (let i = 0; i < width * height; i++) {
  given.forEach((c, k) => {
    samples[i * given.length + k] = Math.round(data[i * channels + c] * scale)
  })
}
writeImageSync(output, { data: samples, width, height, channels: given.length, bitDepth })
