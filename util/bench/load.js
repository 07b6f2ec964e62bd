'use strict'
// node util/bench/load.js [--json FILE]
// From a fresh process to a package that can encode, beside dlopen of the library that it stands on.
// One that does not load is named, and the exit code is 1.
const { execFileSync } = require('node:child_process')
const { writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { parseArgs } = require('node:util')
const { build } = require('./build')
const { machine } = require('./machine')
const { median } = require('./measure')

const ROUNDS = 15
const LIBRARY = process.env.LIBAVCODEC || 'libavcodec.so.59'
const dist = JSON.stringify(join(__dirname, '../../dist'))

// Beside the time that passed the CPU time, which the machine's other work hardly changes.
const timed = (body) =>
  `const cpu = process.cpuUsage(), start = performance.now(); ${body}
   const ms = performance.now() - start, { user, system } = process.cpuUsage(cpu)
   console.log(ms.toFixed(3), ((user + system) / 1000).toFixed(3))`

// What each needs until its first codec could be used; run in this folder.
const SCRIPTS = {
  'nodecodecs, require only': timed(`require(${dist})`),
  nodecodecs: timed(
    `const n = require(${dist}); if (!new n.X265({ backend: 'native' }).available()) throw 0;`,
  ),
  sharp: timed(`require('sharp')`),
  'node-av': timed(`require('node-av').Codec.findEncoderByName('libx265')`),
  '@napi-rs/image': timed(`require('@napi-rs/image')`),
  '@napi-rs/webcodecs': timed(`require('@napi-rs/webcodecs')`),
}

function once(command, args) {
  try {
    const stdio = ['ignore', 'pipe', 'ignore']
    const said = execFileSync(command, args, { cwd: __dirname, encoding: 'utf8', stdio })
    const [ms, cpu] = said.trim().split(' ').map(Number)
    return { ms, cpu }
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
    if (all.includes(undefined)) {
      console.error(`${name} does not load`)
      process.exitCode = 1
      return { name, ms: 'does not load' }
    }
    const times = (runs) => runs.map((run) => run?.ms)
    const ms = median(times(all))
    const overDlopen = ms - median(times(runs[floor]))
    const cpu = median(all.map((run) => run.cpu))
    return { name, ms, least: Math.min(...times(all)), cpu, overDlopen }
  })
  console.table(rows)
  if (values.json) writeFileSync(values.json, JSON.stringify({ machine: machine(), rows }) + '\n')
}

main()
