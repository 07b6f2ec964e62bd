'use strict'
// Checks the addon's sources by clang-tidy (.clang-tidy says what for), as many at a time as there
// are processors: `npm run lint:native`, or `node util/clang_tidy.js FILE...` for some.
const { spawn, spawnSync } = require('node:child_process')
const { existsSync, realpathSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { dirname, join } = require('node:path')
const { include_dir: addonApi } = require('node-addon-api')
const ffmpeg = require('./ffmpeg.js')
const all = require('./sources.js')

const root = join(__dirname, '..')

function fail(message) {
  console.error(message)
  process.exit(1)
}

// 14 first: another version has other checks.
const program = ['clang-tidy-14', 'clang-tidy'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
)
if (!program) fail('clang-tidy is missing: sudo apt-get install clang-tidy-14')

const headers = join(dirname(dirname(realpathSync(process.execPath))), 'include/node')
if (!existsSync(join(headers, 'node_api.h'))) fail(`Node's headers are missing in ${headers}`)

// As both builds have it; the headers of others are no part of the check.
const flags = [
  ...['-std=c++17', '-ffp-contract=off', '-Inative', ...ffmpeg.include.split(' ').filter(Boolean)],
  ...['-isystem', headers, '-isystem', addonApi],
  ...['-DNAPI_VERSION=9', '-DNODE_ADDON_API_CPP_EXCEPTIONS_ALL'],
]

function check(file) {
  return new Promise((resolve) => {
    const child = spawn(program, ['--quiet', file, '--', ...flags], { cwd: root })
    const chunks = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.resume() // counts of what it left out
    child.on('close', (code) => {
      if (code !== 0) console.error(`${file}:\n${Buffer.concat(chunks)}`)
      resolve(code)
    })
  })
}

const files = process.argv.length > 2 ? process.argv.slice(2) : all
const left = [...files]

async function work() {
  for (let file = left.shift(); file; file = left.shift()) {
    if ((await check(file)) !== 0) process.exitCode = 1
  }
}

for (let i = 0; i < availableParallelism(); i++) void work()
