'use strict'
// The default quality of every lossy codec: the step of its scale whose mean SSIMULACRA2 over the five
// pictures is nearest to 75, with default options and effort. Prints the table of docs/quality.md:
//   npm run build && nice node util/bench/default_quality.js [CODEC...] [--json]
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { codecs, createCodec, metrics, readImage } = require('../../dist')
const { FOLDER } = require('./pictures')

const PICTURES = ['kodim01.png', 'kodim05.png', 'kodim13.png', 'kodim19.png', 'kodim23.png']
const GOAL = 75

/** What a codec's default quality depends on, beside its preferred encoder and default tune. */
const variants = {
  x264: [{ tune: 'visual' }],
  x265: [{ tune: 'visual' }],
  av1: [{ encoder: 'libsvtav1' }, { encoder: 'librav1e' }],
  jpeg: [{ tune: 'visual' }],
  jpeg2000: [{ encoder: 'jpeg2000' }],
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean score, size and PSNR at the steps of a scale, each measured once. */
function measurer(codec, pictures) {
  const known = new Map()
  return async (index) => {
    if (known.has(index)) return known.get(index)
    const quality = codec.qualitySteps[index]
    const scores = []
    for (const picture of pictures) {
      const { bpp, restored } = await codec.apply(picture, { quality })
      const values = await metrics(picture, restored, ['ssimulacra2', 'psnr'])
      scores.push({ bpp, ...values })
    }
    const each = scores.map((one) => one.ssimulacra2)
    const range = [Math.min(...each), Math.max(...each)]
    const point = {
      quality,
      score: mean(each),
      range,
      bpp: mean(scores.map((one) => one.bpp)),
      psnr: mean(scores.map((one) => one.psnr)),
    }
    known.set(index, point)
    return point
  }
}

/** SSIMULACRA2 rises by about this much over the part of a scale that curves are drawn of. */
const USEFUL_RISE = 70

/** From the built-in default towards the goal until two neighbours enclose it; the nearer one wins. */
async function nearest(codec, pictures) {
  const at = measurer(codec, pictures)
  const { qualitySteps: steps } = codec
  const inUse = codec.qualityPoints(1000).length
  const last = steps.length - 1
  let [low, high] = [-1, steps.length] // the goal is above the one and below the other
  let index = steps.indexOf(codec.defaultQuality)
  let slope = USEFUL_RISE / inUse
  for (let before; high - low > 1;) {
    const { score } = await at(index)
    if (before && before.index !== index) {
      slope = Math.max(slope / 4, (score - before.score) / (index - before.index))
    }
    before = { index, score }
    if (score < GOAL) low = index
    else high = index
    const guess = index + Math.round((GOAL - score) / slope)
    index = Math.min(high - 1, Math.max(low + 1, guess))
  }
  const ends = await Promise.all([Math.max(0, low), Math.min(last, high)].map(at))
  return ends.sort((a, b) => Math.abs(a.score - GOAL) - Math.abs(b.score - GOAL))[0]
}

const line = (cells) => `| ${cells.join(' | ')} |`
const heads = [
  ...['codec', 'encoder', 'tune', 'default', 'SSIMULACRA2, mean', 'of each picture'],
  ...['PSNR, dB', 'bpp', 'built in'],
]

function row({ name, codec, quality, score, range, psnr, bpp }) {
  const { encoder = '-', tune = '-' } = codec.options
  return line([
    ...[name, encoder, tune, quality, score.toFixed(1)],
    range.map((one) => one.toFixed(1)).join(' to '),
    ...[psnr.toFixed(2), bpp.toFixed(2), codec.defaultQuality],
  ])
}

/** Lossy codecs in process, and their variants. */
function contenders(wanted) {
  const names = [...new Set(codecs().map(({ name }) => name))]
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown) throw new Error(`no codec '${unknown}'; known: ${names.join(', ')}`)
  return names
    .filter((name) => wanted.length === 0 || wanted.includes(name))
    .flatMap((name) =>
      [{}, ...(variants[name] ?? [])].map((given) => ({ name, codec: createCodec(name, given) })),
    )
    .filter(({ codec }) => codec.qualityPoints(2).length > 1)
}

async function main(args) {
  const json = args.includes('--json')
  const missing = PICTURES.find((name) => !existsSync(join(FOLDER, name)))
  if (missing) throw new Error(`no ${join(FOLDER, missing)}: set NODECODECS_IMAGES`)
  const pictures = await Promise.all(PICTURES.map((name) => readImage(join(FOLDER, name))))
  if (!json) console.log([line(heads), line(heads.map(() => '---'))].join('\n'))
  for (const one of contenders(args.filter((arg) => arg !== '--json'))) {
    if (!one.codec.available()) {
      console.warn(`${one.name} left out: not available`)
      process.exitCode = 1
      continue
    }
    const found = await nearest(one.codec, pictures)
    const { encoder, tune } = one.codec.options
    if (json) console.log(JSON.stringify({ codec: one.name, encoder, tune, ...found }))
    else console.log(row({ ...one, ...found }))
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
