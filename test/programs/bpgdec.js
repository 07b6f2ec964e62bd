#!/usr/bin/env node
// Stands in for bpgdec: reads what bpgenc.js wrote.
const { readFileSync, writeFileSync } = require('node:fs')
const { MAGIC } = require('./bpg-stand-in.js')

const args = process.argv.slice(2)
if (args.length === 0 || args[0] === '-h') {
  process.stdout.write('BPG Image Decoder version 0.9.8\nusage: bpgdec [options] infile\n')
  process.exit(1)
}
const at = args.indexOf('-o')
const output = at < 0 ? 'out.png' : args[at + 1]
const input = args.filter((arg, i) => !arg.startsWith('-') && i !== at + 1)[0]
const bytes = readFileSync(input)
if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
  process.stderr.write('Could not decode image\n')
  process.exit(1)
}
writeFileSync(output, bytes.subarray(MAGIC.length))
