'use strict'
// node util/bench/pareto.js CODEC [FILTER...] [--images N] [--rounds N] [--json FILE]
// Rate against time: every setting of candidates.js on the five shared pictures at four qualities,
// in turns; BD-rates over PSNR and MS-SSIM against the first setting, and which are on the front.
const { existsSync, writeFileSync } = require('node:fs')
const { parseArgs } = require('node:util')
const { bdRate, createCodec, metrics } = require('../../dist')
const { CANDIDATES } = require('./candidates')
const { machine } = require('./machine')
const { median } = require('./measure')
const { FOLDER, source } = require('./pictures')

const NAMES = ['kodim01.png', 'kodim05.png', 'kodim13.png', 'kodim19.png', 'kodim23.png']

// MS-SSIM near 1 is all the same to a spline: in dB, -10 log10(1 - x), it is not.
const inDecibels = (similarity) => -10 * Math.log10(1 - similarity)
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

async function point(codec, image, quality, rounds) {
  const times = []
  let applied
  for (let i = 0; i < rounds; i++) {
    applied = await codec.apply(image, { quality })
    times.push(applied.encodeMs)
  }
  const { data } = applied.restored
  const restored = { data, width: image.width, height: image.height }
  const values = await metrics(image, restored, ['psnr', 'ms-ssim'])
  const similarity = inDecibels(values['ms-ssim'])
  return { bpp: applied.bpp, psnr: values.psnr, 'ms-ssim': similarity, ms: median(times) }
}

function curveOf(points) {
  const column = (key) => points.map((one) => one[key])
  return { bpp: column('bpp'), psnr: column('psnr'), 'ms-ssim': column('ms-ssim') }
}

async function measureAll(name, settings, qualities, images, rounds) {
  const codecs = settings.map(({ options }) => createCodec(name, options))
  const curves = settings.map(() => images.map(() => []))
  for (const [i, image] of images.entries()) {
    for (const quality of qualities) {
      for (const [k, codec] of codecs.entries()) {
        if (!codec.available()) continue
        curves[k][i].push(await point(codec, image, quality, rounds))
      }
    }
  }
  return curves
}

// One is on the front if none is both as fast and smaller.
function markFront(rows) {
  for (const row of rows) {
    row.front = !rows.some(
      (other) => other !== row && other.time <= row.time && other.bdPsnr <= row.bdPsnr,
    )
  }
}

function table(settings, curves) {
  const anchor = curves[0]
  const ms = (curve) => mean(curve.flat().map((one) => one.ms))
  const rows = settings.flatMap(({ name }, k) => {
    if (curves[k].flat().length === 0) return []
    const bd = (metric) =>
      mean(
        curves[k].map(
          (points, i) => bdRate(curveOf(anchor[i]), curveOf(points), { metric }).bdRate,
        ),
      )
    const row = { name, ms: ms(curves[k]), time: ms(curves[k]) / ms(anchor) }
    return [{ ...row, bdPsnr: k === 0 ? 0 : bd('psnr'), bdMsSsim: k === 0 ? 0 : bd('ms-ssim') }]
  })
  markFront(rows)
  return rows.sort((a, b) => a.ms - b.ms)
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      images: { type: 'string', default: String(NAMES.length) },
      rounds: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  })
  const [codec, ...filters] = positionals
  const candidates = CANDIDATES[codec]
  if (!candidates) throw new Error(`expected one of ${Object.keys(CANDIDATES).join(', ')}`)
  const { settings, qualities } = candidates
  const wanted = settings.filter(
    ({ name }, i) => i === 0 || filters.length === 0 || filters.some((f) => name.includes(f)),
  )
  if (!existsSync(FOLDER)) console.warn('the shared pictures are missing: a generated one instead')
  const images = NAMES.slice(0, Number(values.images)).map(source)
  const curves = await measureAll(codec, wanted, qualities, images, Number(values.rounds))
  const rows = table(wanted, curves)
  const round = (value) => (typeof value === 'number' ? Number(value.toFixed(2)) : value)
  console.table(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, round(v)]))),
  )
  const result = { machine: machine(), codec, qualities, rows }
  if (values.json) writeFileSync(values.json, JSON.stringify(result, undefined, 1) + '\n')
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
