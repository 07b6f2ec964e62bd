#!/usr/bin/env node
// Stands in for libbpg 0.9.8's bpgenc: checks its arguments as that does, records them in the file
// BPG_RECORD (one JSON array per line), and stores the PNG as it is behind the BPG magic. That is
// no BPG picture; only bpgdec.js reads it.
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs')
const { MAGIC } = require('./bpg-stand-in.js')

// Option -> what its value must be; null: it takes none.
const OPTIONS = {
  '-o': /./,
  '-q': /^([0-9]|[1-4][0-9]|5[01])$/,
  '-f': /^(420|422|444)(_video)?$/,
  '-c': /^(ycbcr|rgb|ycgco|ycbcr_bt709|ycbcr_bt2020)$/,
  '-b': /^(8|9|10|11|12)$/,
  '-e': /^(x265|jctvc)$/,
  '-m': /^[1-9]$/,
  '-lossless': null,
  '-limitedrange': null,
  '-hash': null,
  '-v': null,
}

const fail = (message) => {
  process.stderr.write(`bpgenc stand-in: ${message}\n`)
  process.exit(1)
}

const args = process.argv.slice(2)
if (args.length === 0 || args[0] === '-h') {
  process.stdout.write(
    'BPG Image Encoder version 0.9.8\nusage: bpgenc [options] infile.[jpg|png]\n',
  )
  process.exit(1)
}
if (process.env.BPG_RECORD) appendFileSync(process.env.BPG_RECORD, `${JSON.stringify(args)}\n`)

let output = 'out.bpg'
const inputs = []
for (let i = 0; i < args.length; i++) {
  const arg = args[i]
  if (!arg.startsWith('-')) inputs.push(arg)
  else if (!(arg in OPTIONS)) fail(`unknown option ${arg}`)
  else if (OPTIONS[arg] !== null) {
    const value = args[++i] ?? ''
    if (!OPTIONS[arg].test(value)) fail(`bad value for ${arg}: ${value}`)
    if (arg === '-o') output = value
  }
}
if (inputs.length !== 1) fail(`expected one input, got ${inputs.length}`)
const png = readFileSync(inputs[0])
if (png.toString('latin1', 1, 4) !== 'PNG') fail(`${inputs[0]} is not a PNG`)
writeFileSync(output, Buffer.concat([MAGIC, png]))
