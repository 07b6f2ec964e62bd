'use strict'
// node util/bench/kept.js [--json FILE]
// Small pictures with the same options, one after the other: an encoder that is kept open for the
// next (lib/codecs: `reusable`) against one that is opened for each. The option `options`, even
// empty, makes every call open its own.
const { writeFileSync } = require('node:fs')
const { parseArgs } = require('node:util')
const { createCodec } = require('../../dist')
const { machine } = require('./machine')
const { median } = require('./measure')
const { crop, source } = require('./pictures')

const SETTINGS = { mjpeg: {}, jpeg2000: { encoder: 'jpeg2000' } }
const SIDES = [64, 128, 256]
const BUDGET_MS = 3000

function compare(name, options, side, photograph) {
  const kept = createCodec(name, { ...options, backend: 'native' })
  const fresh = createCodec(name, { ...options, backend: 'native', options: {} })
  const images = [0, 200, 400].map((left) => crop(photograph, left, 100, side, side))
  const ms = { kept: [], fresh: [] }
  const timed = (codec, image, into) => {
    const started = performance.now()
    const bytes = codec.encodeSync(image)
    into.push(performance.now() - started)
    return bytes
  }
  let same = true
  const end = performance.now() + BUDGET_MS
  for (let i = 0; performance.now() < end; i++) {
    const image = images[i % images.length]
    const [a, b] = [timed(kept, image, ms.kept), timed(fresh, image, ms.fresh)]
    same &&= Buffer.compare(a, b) === 0
  }
  const [keptMs, freshMs] = [median(ms.kept), median(ms.fresh)]
  return { name, side, keptMs, freshMs, ratio: keptMs / freshMs, same, runs: ms.kept.length }
}

function main() {
  const { values } = parseArgs({ options: { json: { type: 'string' } } })
  const photograph = source('kodim23.png')
  const rows = Object.entries(SETTINGS).flatMap(([name, options]) =>
    SIDES.map((side) => compare(name, options, side, photograph)),
  )
  console.table(rows)
  if (rows.some(({ same }) => !same)) {
    console.error('a kept encoder gives other bytes than a new one')
    process.exitCode = 1
  }
  if (values.json) writeFileSync(values.json, JSON.stringify({ machine: machine(), rows }) + '\n')
}

main()
