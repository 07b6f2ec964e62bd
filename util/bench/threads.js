'use strict'
// node util/bench/threads.js [ID...] [--kodak] [--json FILE]
// One picture of 12 megapixels, or kodim23 itself, with `threads: 1` and `threads: 2`, in turns: the
// gain, and whether the bytes stay the same. libaom's ways of sharing the work are in AV1.
const { writeFileSync } = require('node:fs')
const { parseArgs } = require('node:util')
const { createCodec } = require('../../dist')
const { machine } = require('./machine')
const { median } = require('./measure')
const { source, tile } = require('./pictures')
const { CODECS } = require('./trials')

const ROUNDS = 3
const SETTINGS = ['x265-ultrafast', 'av1-allintra6', 'x264-veryslow', 'webp-q75', 'png']

const good = (speed, options) => ({ usage: 'good', speed, options })
const AV1 = {
  'av1-pycodecs': good(1, { 'still-picture': 0 }),
  'av1-good3': good(3),
  'av1-good3-rows': good(3, { 'row-mt': 1 }),
  'av1-good3-tiles': good(3, { tiles: '2x1' }),
  'av1-good3-tiles-rows': good(3, { tiles: '2x1', 'row-mt': 1 }),
  'av1-default': {},
  'av1-default-rows': { options: { 'row-mt': 1 } },
}

const find = (id) =>
  AV1[id]
    ? { codec: 'av1', options: AV1[id], quality: 42 }
    : CODECS.find((setting) => setting.id === id)

async function compare(id, image) {
  if (!find(id)) throw new Error(`no setting '${id}'`)
  const { codec: name, options, quality } = find(id)
  const codecs = [1, 2].map((threads) =>
    createCodec(name, { ...options, threads, backend: 'native' }),
  )
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
    options: { json: { type: 'string' }, kodak: { type: 'boolean', default: false } },
  })
  const picture = source('kodim23.png')
  const image = values.kodak ? { ...picture, channels: 3 } : tile(picture, 4000, 3000)
  const rows = []
  for (const id of positionals.length ? positionals : SETTINGS) rows.push(await compare(id, image))
  console.table(rows)
  if (values.json) writeFileSync(values.json, JSON.stringify({ machine: machine(), rows }) + '\n')
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
