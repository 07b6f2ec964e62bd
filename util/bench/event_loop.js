'use strict'
// How long our own JavaScript holds the event loop while a file of up to 16 MB is read by an async
// call: the most processor time of the main thread between two turns of the loop, the least of five
// runs. Linux.
const HELP = `node util/bench/event_loop.js [PART OF A NAME]
  files of up to 16 MB, built here, by each async call: the longest stretch, the least of five
node util/bench/event_loop.js --first FILE [ROUNDS]
  the first call of a process, of a picture file, with what it loads: the longest stretch, median and
  least of so many processes (default 9) for each call, which take turns
node util/bench/event_loop.js --encode
  the first two calls of a process that encode 12 megapixels of the caller's, with what the first loads
`
const { execFileSync } = require('node:child_process')
const { mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { median } = require('./measure')
const n = require('../..')

const schedstat = openSync(`/proc/self/task/${process.pid}/schedstat`)
const line = Buffer.alloc(64)

/** Milliseconds that the main thread has been on a processor. */
function spent() {
  process.cpuUsage() // the kernel brings the file up to date: else it is that of the last tick
  const length = readSync(schedstat, line, 0, line.length, 0)
  return Number(line.toString('latin1', 0, length).split(' ')[0]) / 1e6
}

/** What comes of a call, and the longest stretch of it. */
async function measured(call) {
  let last = spent()
  let most = 0
  let running = true
  const beat = () => {
    const now = spent()
    most = Math.max(most, now - last)
    last = now
    if (running) setImmediate(beat)
  }
  setImmediate(beat)
  await new Promise((resolve) => setImmediate(resolve))
  const outcome = await call().then(
    (image) => image.shape?.join(' x ') ?? 'told',
    (error) => error.code ?? error.stack,
  )
  running = false
  beat()
  return { outcome, most }
}

const CALLS = {
  readImage: (bytes) => n.readImage(bytes, { metadata: true, timeout: 3000 }),
  decode: (bytes) => n.decode(bytes, { options: { timeout: 3000 } }),
  probe: (bytes) => n.probe(bytes),
  metrics: (bytes) => n.metrics(bytes, bytes, ['psnr'], { timeout: 3000 }),
  encode: (bytes) => n.encode(bytes, { codec: 'webp', metadata: 'keep', timeout: 3000 }),
}

async function one(path) {
  const bytes = new Uint8Array(readFileSync(path))
  const row = {}
  for (const [name, call] of Object.entries(CALLS)) {
    const runs = []
    for (let i = 0; i < 5; i++) {
      runs.push(await measured(() => call(bytes)))
      if (runs[i].outcome === 'ERR_TIMEOUT') break // its threads go on
    }
    const most = Math.min(...runs.map((run) => run.most))
    row[name] = { ms: Math.round(most * 10) / 10, outcome: runs[0].outcome }
  }
  console.log(JSON.stringify(row))
  process.exit() // libraries may still be at it
}

function main(wanted = '') {
  const { LONG_FILES } = require('./long_files')
  const files = Object.entries(LONG_FILES).filter(([name]) => name.includes(wanted))
  if (files.length === 0) throw new Error(`no file has '${wanted}' in its name`)
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-loop-'))
  const path = join(folder, 'file')
  const calls = Object.keys(CALLS)
  console.log(`| file | bytes | ${calls.join(' | ')} | outcome |`)
  console.log(`| --- | ---: | ${calls.map(() => '---:').join(' | ')} | --- |`)
  for (const [name, make] of files) {
    const bytes = make()
    writeFileSync(path, bytes)
    const args = [__filename, '--one', path]
    const told = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
    const row = JSON.parse(told)
    const most = calls.map((call) => row[call].ms).join(' | ')
    console.log(`| ${name} | ${bytes.length} | ${most} | ${row.readImage.outcome} |`)
  }
  rmSync(folder, { recursive: true })
}

const FIRST = {
  readImage: (bytes) => n.readImage(bytes),
  'readImage of a path': (_, path) => n.readImage(path),
  decode: (bytes) => n.decode(bytes),
  encode: (bytes) => n.encode(bytes, { codec: 'webp' }),
  apply: (bytes) => new n.WebP().apply(bytes),
  metrics: (bytes) => n.metrics(bytes, bytes, ['psnr']),
}

async function firstOf(name, path) {
  const bytes = new Uint8Array(readFileSync(path))
  const { outcome, most } = await measured(async () => FIRST[name](bytes, path))
  console.log(JSON.stringify({ outcome, most }))
  process.exit()
}

function firsts(path, rounds = '9') {
  if (path === undefined) throw new Error('--first: expected a picture file')
  if (!(Number(rounds) >= 1)) throw new Error(`ROUNDS: expected 1 or more, got '${rounds}'`)
  const runs = Object.fromEntries(Object.keys(FIRST).map((name) => [name, []]))
  for (let round = 0; round < Number(rounds); round++) {
    for (const name of Object.keys(FIRST)) {
      const args = [__filename, '--first-of', name, path]
      const told = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
      runs[name].push(JSON.parse(told))
    }
  }
  const rows = Object.entries(runs).map(([call, all]) => {
    const most = all.map((run) => run.most)
    const [ms, least] = [median(most), Math.min(...most)].map((value) => value.toFixed(1))
    return { call, ms, least, outcome: all[0].outcome }
  })
  console.table(rows)
}

async function encodes() {
  const codec = new n.JPEG()
  const [width, height, channels] = [4000, 3000, 3]
  const image = {
    data: new Uint8Array(width * height * channels).fill(99),
    width,
    height,
    channels,
  }
  for (const call of ['first', 'second']) {
    const { most } = await measured(() => codec.encode(image))
    console.log(`${call}: ${most.toFixed(1)} ms`)
  }
}

const MODES = { '--one': one, '--encode': encodes, '--first': firsts, '--first-of': firstOf }

const [mode, ...rest] = process.argv.slice(2)
if (mode === '--help') console.log(HELP)
else if (Object.hasOwn(MODES, mode ?? '')) void MODES[mode](...rest)
else main(mode)
