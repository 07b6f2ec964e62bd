'use strict'
// node util/bench/memory.js [--json FILE] [NAME...]
// Peak resident memory of one large encode: this library against the plain C program, which holds
// the same input, converts the same planes and uses the same encoder. Target: 64 MB over it; one that misses
// it is an exit code of 1.
const { fork } = require('node:child_process')
const { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { parseArgs } = require('node:util')
const { createCodec } = require('../../dist')
const { CONTENDERS } = require('./contenders')
const { machine } = require('./machine')
const { source, tile } = require('./pictures')
const { plans } = require('./plans')

const ALLOWED_MIB = 64
const TRIALS = {
  'jpeg, 100 megapixels': { codec: 'jpeg', options: {}, quality: 75, width: 10000, height: 10000 },
  // Lossy WebP's first partition holds 512 KB: a flat picture fills it with about 200 megapixels, a
  // photograph with fewer.
  'webp, its limit (197 megapixels)': {
    codec: 'webp',
    options: { method: 0 },
    quality: 75,
    width: 16383,
    height: 12000,
    flat: true,
  },
  'x265 ultrafast 4:2:0, 100 megapixels': {
    codec: 'x265',
    options: { preset: 'ultrafast', pixelFormat: 'yuv420p' },
    quality: 37,
    width: 10000,
    height: 10000,
  },
}

// Rows of a mirrored picture over and over: the content does not matter, its size does.
function writePicture(path, { width, height, flat }) {
  const strip = flat
    ? { data: new Uint8Array(width * 1024 * 3).fill(128) }
    : tile(source('kodim23.png'), width, 1024)
  const file = openSync(path, 'w')
  for (let y = 0; y < height; y += 1024) {
    writeSync(file, strip.data, 0, Math.min(1024, height - y) * width * 3)
  }
}

async function child({ setting, rgb, sync }) {
  const codec = createCodec(setting.codec, { ...setting.options, backend: 'native' })
  const { width, height, quality } = setting
  const data = readFileSync(rgb) // a Buffer is a Uint8Array: no second copy
  const kilobytesBefore = process.resourceUsage().maxRSS
  const image = { data, width, height }
  const bytes = sync ? codec.encodeSync(image, { quality }) : await codec.encode(image, { quality })
  process.send({
    bytes: bytes.length,
    kilobytesBefore,
    peakKilobytes: process.resourceUsage().maxRSS,
  })
}

function ours(task) {
  const env = { ...process.env, BENCH_TASK: JSON.stringify(task) }
  return new Promise((resolve, reject) => {
    const process = fork(module.filename, [], { env })
    process.once('message', resolve)
    process.once('exit', (code) => code !== 0 && reject(new Error(`exit code ${code}`)))
  })
}

async function plain(setting, rgb) {
  const { width, height } = setting
  const small = { data: new Uint8Array(64 * 64 * 3), width: 64, height: 64 }
  const { encode: plan } = plans(setting, small)
  const program = CONTENDERS.plain()
  const reply = await program.ask({ do: 'load', direction: 'encode', width, height, rgb, plan })
  program.end()
  return reply
}

const mib = (kilobytes) => Math.round(kilobytes / 1024)

async function measure(name, setting, folder) {
  const rgb = join(folder, 'picture.rgb')
  writePicture(rgb, setting)
  const limit = await plain(setting, rgb)
  if (limit.fault) throw new Error(`the plain program: ${limit.fault}`)
  const rows = []
  for (const sync of [false, true]) {
    const mine = await ours({ setting, rgb, sync })
    // Node itself is no part of the encode: what each had before its call is taken off.
    const over =
      mine.peakKilobytes - mine.kilobytesBefore - (limit.peakKilobytes - limit.kilobytesBefore)
    rows.push({
      name: `${name}, ${sync ? 'sync' : 'async'}`,
      inputMiB: mib((setting.width * setting.height * 3) / 1024),
      plainPeakMiB: mib(limit.peakKilobytes),
      peakMiB: mib(mine.peakKilobytes),
      overPlainMiB: mib(over),
      met: over <= ALLOWED_MIB * 1024,
    })
  }
  return rows
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' } },
  })
  const unknown = positionals.find((p) => !Object.keys(TRIALS).some((name) => name.startsWith(p)))
  if (unknown) throw new Error(`no trial '${unknown}'; known: ${Object.keys(TRIALS).join(' | ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-bench-'))
  const rows = []
  try {
    for (const [name, setting] of Object.entries(TRIALS)) {
      const wanted = positionals.length === 0 || positionals.some((p) => name.startsWith(p))
      if (wanted) rows.push(...(await measure(name, setting, folder)))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.table(rows)
  if (rows.some(({ met }) => !met)) process.exitCode = 1
  if (values.json) writeFileSync(values.json, JSON.stringify({ machine: machine(), rows }) + '\n')
}

const task = process.env.BENCH_TASK
const work = task ? child(JSON.parse(task)) : main()
work.catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
