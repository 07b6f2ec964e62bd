#!/usr/bin/env node
'use strict'
// Stands in for libbpg 0.9.8's bpgenc, which no distribution has: takes its arguments as that does,
// notes them in the file BPG_RECORD (one JSON array per line), and writes a BPG file by our own
// encoder. So the cli backend is tested with real files; the format is tested elsewhere, against
// libbpg's decoder.
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs')
const { BPG, readImageSync } = require('../../dist')
const { fail, parseArguments } = require('./bpg-arguments.js')

const OPTIONS = {
  '-o': /./,
  '-q': /^([0-9]|[1-4][0-9]|5[01])$/,
  '-f': /^(420|422|444)$/,
  '-c': /^(ycbcr|rgb|ycgco|ycbcr_bt709|ycbcr_bt2020)$/,
  '-b': /^(8|10|12)$/,
  '-e': /^(x265|jctvc)$/,
  '-m': /^[1-9]$/,
  '-lossless': null,
  '-limitedrange': null,
  '-premul': null,
}

const args = process.argv.slice(2)
if (args.length === 0 || args[0] === '-h') {
  process.stdout.write(
    'BPG Image Encoder version 0.9.8\nusage: bpgenc [options] infile.[jpg|png]\n',
  )
  process.exit(1)
}
if (process.env.BPG_RECORD) appendFileSync(process.env.BPG_RECORD, `${JSON.stringify(args)}\n`)

// Its defaults, and what each argument changes, in the order of the command line.
let output = 'out.bpg'
let quality = 29
const options = { format: '420', colorSpace: 'ycbcr', bitDepth: 8, method: 8 }
const take = {
  '-o': (value) => (output = value),
  '-q': (value) => (quality = Number(value)),
  '-f': (value) => (options.format = value),
  '-c': (value) => (options.colorSpace = value),
  '-b': (value) => (options.bitDepth = Number(value)),
  '-e': () => {},
  '-m': (value) => (options.method = Number(value)),
  '-lossless': () =>
    Object.assign(options, {
      ...{ lossless: true, colorSpace: 'rgb', format: '444', bitDepth: 8, limitedRange: false },
    }),
  '-limitedrange': () => (options.limitedRange = true),
  '-premul': () => (options.premultiplied = true),
}
const input = parseArguments(args, OPTIONS, (name, value) => take[name](value))
if (readFileSync(input).toString('latin1', 1, 4) !== 'PNG') fail(`Could not read '${input}'`)

/** PNG's 16-bit samples in the depth that is coded: what they were before they became a PNG. */
function inCodedDepth(image) {
  const max = 2 ** options.bitDepth - 1
  if (image.bitDepth === 8 || options.bitDepth === 8) return image
  for (let i = 0; i < image.data.length; i++) {
    image.data[i] = Math.round((image.data[i] * max) / 65535)
  }
  return Object.assign(image, { bitDepth: options.bitDepth })
}

const image = inCodedDepth(readImageSync(input))
writeFileSync(output, new BPG(options).encodeSync(image, { quality }))
