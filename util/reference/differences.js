'use strict'
// How far each metric is from its reference, at most, by the kind of picture and by what was done to it:
//   node util/reference/differences.js
// Prints the tables of docs/data/metric_differences.md. Of photographs only with ../shared/images.
require('../../test/helpers/load_typescript.js')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { metricsSync, readImageSync } = require('../../lib/index.ts')
const { distortions } = require('../../test/helpers/distortions.ts')
const { makePair, reference } = require('../../test/helpers/metrics_pictures.ts')
const {
  makePerceptualPair,
  pairs,
  photographOf,
} = require('../../test/helpers/perceptual_pairs.ts')
const { realPicture } = require('../../test/helpers/pictures.ts')

/** Of a table: rows by name, columns by name, each cell the largest of what it was given. */
class Largest {
  cells = new Map()
  columns = new Set()
  counts = new Map()

  add(row, differences) {
    const cells = this.cells.get(row) ?? new Map()
    this.cells.set(row, cells)
    this.counts.set(row, (this.counts.get(row) ?? 0) + 1)
    for (const [column, value] of Object.entries(differences)) {
      this.columns.add(column)
      cells.set(column, Math.max(cells.get(column) ?? 0, value))
    }
  }

  print(title, first) {
    const columns = [...this.columns]
    const text = (value) => (value === undefined ? '' : value === 0 ? '0' : value.toExponential(1))
    const lines = [...this.cells].map(([row, cells]) => {
      const texts = columns.map((column) => text(cells.get(column)))
      return `| ${[row, this.counts.get(row), ...texts].join(' | ')} |`
    })
    const head = [first, 'pairs', ...columns.map((column) => `\`${column}\``)]
    const rule = head.map((_, i) => (i === 0 ? '---' : '--:'))
    console.log(
      [`## ${title}\n`, `| ${head.join(' | ')} |`, `| ${rule.join(' | ')} |`, ...lines].join('\n') +
        '\n',
    )
  }
}

function kindOf(pair) {
  const { picture, width, alpha, bitDepth, channels } = pair
  if (alpha) return `alpha, ${alpha}`
  const depth = bitDepth > 8 ? `, ${bitDepth} bit` : ''
  const colours = channels === 1 ? ', gray' : picture.endsWith('as RGB') ? ', gray as RGB' : ''
  const what = photographOf(pair) === undefined ? 'synthetic' : 'photograph'
  const small = width < 113 || pair.height < 113 ? ', below 113 samples a side' : ''
  return `${what}${colours}${depth}${small}`
}

/** Relative for distances, which have no top. */
function differences(found, wanted) {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => {
      const off = found[name] === value ? 0 : Math.abs(found[name] - value)
      return [name, name.startsWith('butteraugli') ? off / (value || 1) : off]
    }),
  )
}

function perceptual() {
  const [byKind, byDistortion] = [new Largest(), new Largest()]
  for (const pair of pairs) {
    const name = photographOf(pair)
    if (name !== undefined && realPicture(`${name}.png`) === undefined) continue
    const [a, b] = makePerceptualPair(pair).map((one) => ({ ...one, bitDepth: pair.bitDepth }))
    const off = differences(metricsSync(a, b, Object.keys(pair.values)), pair.values)
    byKind.add(kindOf(pair), off)
    byDistortion.add(pair.distortion, off)
  }
  byKind.print('SSIMULACRA2 and Butteraugli, by picture', 'picture')
  byDistortion.print('SSIMULACRA2 and Butteraugli, by distortion', 'distortion')
}

function fields() {
  const folder = join(__dirname, '../../test/fixtures/metrics')
  const field = JSON.parse(readFileSync(join(folder, 'field.json'), 'utf8'))
  const more = new Map(field.map(({ name, values }) => [name, values]))
  const table = new Largest()
  for (const entry of reference.synthetic) {
    const { name, width, height, channels, bits: bitDepth } = entry
    const [a, b] = makePair(entry).map((data) => ({ data, width, height, channels, bitDepth }))
    const wanted = { ...entry.values, ...more.get(name) }
    table.add(
      `${name}, ${width}x${height}`,
      differences(metricsSync(a, b, Object.keys(wanted)), wanted),
    )
  }
  table.print('The other metrics against numpy and scipy', 'picture')
}

/** What libvmaf and FFmpeg printed, with their digits. */
function tools() {
  const file = join(__dirname, '../../test/fixtures/metrics/tools.json')
  const table = new Largest()
  for (const { picture, distortion, values } of JSON.parse(readFileSync(file, 'utf8')).entries) {
    const path = realPicture(`${picture}.png`)
    if (path === undefined) continue
    const { data, shape } = readImageSync(path)
    const [height, width, channels] = shape
    const original = { data: Uint8Array.from(data), width, height, channels }
    const found = metricsSync(original, distortions[distortion](original), Object.keys(values))
    table.add(distortion, differences(found, values))
  }
  table.print('Those of libvmaf and FFmpeg, by distortion', 'distortion')
}

perceptual()
fields()
tools()
