'use strict'
// node util/bench/load.js [--json FILE]
// From a fresh process to a package that can encode, beside dlopen of the library that it stands on.
const { execFileSync } = require('node:child_process')
const { writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { parseArgs } = require('node:util')
const { build } = require('./build')
const { machine } = require('./machine')
const { median } = require('./measure')

const ROUNDS = 11
const LIBRARY = process.env.LIBAVCODEC || 'libavcodec.so.59'
const dist = JSON.stringify(join(__dirname, '../../dist'))

const timed = (body) =>
  `const t = performance.now(); ${body}; console.log((performance.now() - t).toFixed(3))`

// What each needs until its first codec could be used; run in this folder.
const SCRIPTS = {
  'nodecodecs, require only': timed(`require(${dist})`),
  nodecodecs: timed(`const n = require(${dist}); new n.X265().available()`),
  sharp: timed(`require('sharp')`),
  'node-av': timed(`require('node-av').Codec.findEncoderByName('libx265')`),
  '@napi-rs/image': timed(`require('@napi-rs/image')`),
  '@napi-rs/webcodecs': timed(`require('@napi-rs/webcodecs')`),
}

function once(command, args) {
  try {
    const stdio = ['ignore', 'pipe', 'ignore']
    return Number(execFileSync(command, args, { cwd: __dirname, encoding: 'utf8', stdio }))
  } catch {
    return undefined
  }
}

function main() {
  const { values } = parseArgs({ options: { json: { type: 'string' } } })
  const floor = `dlopen ${LIBRARY}`
  const runs = { [floor]: [] }
  for (const name of Object.keys(SCRIPTS)) runs[name] = []
  const dlopen = build('dlopen')
  for (let round = 0; round < ROUNDS; round++) {
    runs[floor].push(once(dlopen, [LIBRARY]))
    for (const [name, script] of Object.entries(SCRIPTS)) {
      runs[name].push(once(process.execPath, ['-e', script]))
    }
  }
  const rows = Object.entries(runs).map(([name, all]) => {
    const ms = all.filter((value) => value !== undefined)
    if (ms.length === 0) return { name, ms: 'does not load' }
    const overDlopen = median(ms) - median(runs[floor])
    return { name, ms: median(ms), least: Math.min(...ms), overDlopen }
  })
  console.table(rows)
  if (values.json) writeFileSync(values.json, JSON.stringify({ machine: machine(), rows }) + '\n')
}

main()
