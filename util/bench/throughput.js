'use strict'
// node util/bench/throughput.js [--json FILE] [--count N]
// Many pictures through the async API: how two cores compare with one, how much memory that takes
// and how long the event loop is kept waiting. Every run is a process of its own.
const { fork } = require('node:child_process')
const { writeFileSync } = require('node:fs')
const { monitorEventLoopDelay } = require('node:perf_hooks')
const { parseArgs } = require('node:util')
const { createCodec } = require('../../dist')
const { machine } = require('./machine')
const { median } = require('./measure')
const { source } = require('./pictures')
const { CODECS } = require('./trials')

// How many calls are waiting at once. `all` is what Promise.all over a list of pictures does.
const WAYS = { one: 1, two: 2, four: 4, all: Infinity }
const SETTINGS = ['x265-ultrafast', 'x264-veryslow', 'av1-allintra6', 'webp-q75', 'jpeg-q75', 'png']
const ROUNDS = 3
const milliseconds = (nanoseconds) => nanoseconds / 1e6

async function encodeMany(codec, image, quality, { count, inFlight }) {
  let started = 0
  const lane = async () => {
    while (started < count) {
      started += 1
      await codec.encode(image, { quality })
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, lane))
}

async function child({ id, way, count }) {
  const setting = CODECS.find((row) => row.id === id)
  const codec = createCodec(setting.codec, { ...setting.options, backend: 'native' })
  const { data, width, height } = source('kodim23.png')
  const image = { data, width, height }
  await codec.encode(image, { quality: setting.quality })
  const before = process.resourceUsage().maxRSS
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const started = performance.now()
  await encodeMany(codec, image, setting.quality, { count, inFlight: WAYS[way] })
  const ms = performance.now() - started
  delay.disable()
  process.send({
    ms,
    p99: milliseconds(delay.percentile(99)),
    max: milliseconds(delay.max),
    peakMiB: (process.resourceUsage().maxRSS - before) / 1024,
  })
}

function runChild(task) {
  return new Promise((resolve, reject) => {
    const process = fork(module.filename, [], {
      env: { ...globalThis.process.env, BENCH_TASK: JSON.stringify(task) },
    })
    process.once('message', resolve)
    process.once('exit', (code) => code !== 0 && reject(new Error(`${task.id}: exit code ${code}`)))
  })
}

async function compare(id, count) {
  const runs = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of Object.keys(WAYS)) runs[way].push(await runChild({ id, way, count }))
  }
  const middle = (way, key) => median(runs[way].map((run) => run[key]))
  const alone = middle('one', 'ms')
  return Object.keys(WAYS).map((way) => ({
    setting: id,
    inFlight: way,
    picturesPerSecond: (count / middle(way, 'ms')) * 1000,
    speedup: alone / middle(way, 'ms'),
    loopDelayP99: middle(way, 'p99'),
    loopDelayMax: middle(way, 'max'),
    extraPeakMiB: middle(way, 'peakMiB'),
  }))
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' }, count: { type: 'string', default: '200' } },
  })
  const about = machine()
  const rows = []
  for (const id of positionals.length ? positionals : SETTINGS) {
    rows.push(...(await compare(id, Number(values.count))))
  }
  console.log(`${values.count} pictures of 768x512, ${about.cores} cores, ${about.cpu}`)
  const round = (value) => (typeof value === 'number' ? Number(value.toFixed(2)) : value)
  console.table(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, round(v)]))),
  )
  if (values.json) writeFileSync(values.json, JSON.stringify({ machine: about, rows }) + '\n')
}

const task = process.env.BENCH_TASK
const work = task ? child(JSON.parse(task)) : main()
work.catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
