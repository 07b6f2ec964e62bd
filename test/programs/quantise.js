#!/usr/bin/env node
// A codec of test/registry: quantise.js encode IN OUT STEP | decode IN OUT. It keeps the file
// that it is given, the samples behind a PPM's header in steps of STEP.
const { readFileSync, writeFileSync } = require('node:fs')
const { deflateSync, inflateSync } = require('node:zlib')

const [what, from, to, step] = process.argv.slice(2)
const bytes = readFileSync(from)
if (what === 'decode') {
  writeFileSync(to, inflateSync(bytes))
} else {
  const header = /^P6\s+\d+\s+\d+\s+\d+\s/.exec(bytes.subarray(0, 99).toString('latin1'))
  const coarse = (value) => Math.min(255, Math.round(value / step) * step)
  if (header) for (let i = header[0].length; i < bytes.length; i++) bytes[i] = coarse(bytes[i])
  writeFileSync(to, deflateSync(bytes))
}
