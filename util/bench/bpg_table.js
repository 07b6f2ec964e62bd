'use strict'
// node util/bench/bpg_table.js [--method 1..9] [PICTURE...]
// BPG at 8 bits, 4:4:4, YCbCr, full range: bits per pixel and PSNR of R, G and B together, per picture
// and their means, at the quantizers of CompressAI's bench (bpgenc -q 47, 42, ... 12 -f 444 -b 8).
const { readdirSync } = require('node:fs')
const { basename, join } = require('node:path')
const { parseArgs } = require('node:util')
const { BPG, metricsSync, readImageSync } = require('../../dist')

const QUANTIZERS = [47, 42, 37, 32, 27, 22, 17, 12]

function pictures(given) {
  if (given.length > 0) return given
  const folder =
    process.env.NODECODECS_IMAGES ?? join(__dirname, '..', '..', '..', 'shared', 'images')
  const names = readdirSync(folder).filter((name) => name.endsWith('.png'))
  return names.sort().map((name) => join(folder, name))
}

function measure(codec, path, quality) {
  const image = readImageSync(path)
  const bytes = codec.encodeSync(image, { quality })
  const [height, width] = image.shape
  const { psnr } = metricsSync(image, codec.decodeSync(bytes), ['psnr'])
  return { bpp: (8 * bytes.length) / (width * height), psnr }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const cell = ({ bpp, psnr }) => `${bpp.toFixed(4)} / ${psnr.toFixed(3)}`

function main() {
  const { values, positionals } = parseArgs({
    options: { method: { type: 'string', default: '9' } },
    allowPositionals: true,
  })
  const paths = pictures(positionals)
  const codec = new BPG({ bitDepth: 8, format: '444', method: Number(values.method) })
  const names = paths.map((path) => basename(path, '.png'))
  console.log(`| QP | mean | ${names.join(' | ')} |`)
  console.log(`|---:|${'---:|'.repeat(1 + names.length)}`)
  for (const quality of QUANTIZERS) {
    const results = paths.map((path) => measure(codec, path, quality))
    const both = { bpp: mean(results.map((r) => r.bpp)), psnr: mean(results.map((r) => r.psnr)) }
    console.log(`| ${quality} | ${[both, ...results].map(cell).join(' | ')} |`)
  }
}

main()
