'use strict'
// node util/bench/threads.js [ID...] [--json FILE]
// One picture of 12 megapixels with `threads: 1` and `threads: 2`, in turns: the gain, and whether
// the bytes stay the same.
const { writeFileSync } = require('node:fs')
const { parseArgs } = require('node:util')
const { createCodec } = require('../../dist')
const { machine } = require('./machine')
const { median } = require('./measure')
const { source, tile } = require('./pictures')
const { CODECS } = require('./trials')

const ROUNDS = 3
const SETTINGS = ['x265-ultrafast', 'av1-allintra6', 'x264-veryslow', 'webp-q75', 'png']

async function compare(id, image) {
  const { codec: name, options, quality } = CODECS.find((setting) => setting.id === id)
  const codecs = [1, 2].map((threads) => createCodec(name, { ...options, threads }))
  const ms = [[], []]
  const bytes = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, codec] of codecs.entries()) {
      const started = performance.now()
      bytes[i] = await codec.encode(image, { quality })
      ms[i].push(performance.now() - started)
    }
  }
  const [one, two] = ms.map(median)
  const sameBytes = Buffer.from(bytes[0]).equals(bytes[1])
  return { id, oneMs: one, twoMs: two, speedup: one / two, sameBytes }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' } },
  })
  const image = tile(source('kodim23.png'), 4000, 3000)
  const rows = []
  for (const id of positionals.length ? positionals : SETTINGS) rows.push(await compare(id, image))
  console.table(rows)
  if (values.json) writeFileSync(values.json, JSON.stringify({ machine: machine(), rows }) + '\n')
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
