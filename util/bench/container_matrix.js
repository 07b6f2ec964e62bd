'use strict'
// node util/bench/container_matrix.js [--write]
// The tables of docs/data/containers.md: our files at other readers, other writers' files at ours (the
// cases of test/flow/container_matrix.test.ts), and what the files cost around their pictures.
// --write puts them into the page. Needs a build and the programs of the test.
const { execFileSync } = require('node:child_process')
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
require('../../test/helpers/load_typescript.js')
const { foreigners } = require('../../test/helpers/container/foreign.ts')
const codings = require('../../test/helpers/container/codings.ts')
const matrix = require('../../test/helpers/container/matrix.ts')
const { inspect, AV1, X265 } = require('../../lib/index.ts')

const { codecFor, codingName, sourceOf } = codings
const { compareReaders, fileOf, written } = matrix

const root = join(__dirname, '..', '..')
const row = (cells) => `| ${cells.join(' | ')} |`
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

/** "planes 0, RGB 2 (repeated 1), alpha 0" */
function cell({ planes, rgb, repeated, alpha, source }) {
  const parts = [
    planes !== undefined && `planes ${planes}`,
    rgb !== undefined && `RGB ${rgb}${repeated === undefined ? '' : ` (${repeated})`}`,
    alpha !== undefined && `alpha ${alpha}`,
    source !== undefined && `source ${source}`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** Rows in the order in which they were met, one column per key; `add` fills a cell. */
class Grid {
  rows = new Map()
  columns = new Set()

  add(name, column, text) {
    this.columns.add(column)
    if (!this.rows.has(name)) this.rows.set(name, new Map())
    this.rows.get(name).set(column, text)
  }

  toString() {
    const columns = [...this.columns]
    const lines = [...this.rows].map(([name, cells]) => [
      name,
      ...columns.map((column) => cells.get(column) ?? ''),
    ])
    return table(['coded as', ...columns], lines)
  }
}

async function writtenByUs() {
  const grid = new Grid()
  for (const { format, codings, readers } of written) {
    for (const reader of readers) {
      for (const coding of codings) {
        const found = await compareReaders(format, fileOf(format, coding), reader, coding)
        grid.add(codingName(coding), `${format}: ${reader.name}`, cell(found))
      }
    }
  }
  return String(grid)
}

async function writtenByOthers() {
  const grid = new Grid()
  for (const { writer, format, coding, reader, file } of foreigners) {
    const found = await compareReaders(format, await file(), reader, coding)
    const column = `${format} of ${writer}, as by ${reader.name}`
    grid.add(codingName(coding), column, cell(found))
  }
  return String(grid)
}

const SIZES = [
  { chroma: '4:4:4', depth: 8, even: true },
  { chroma: '4:2:0', depth: 8, even: true },
  { chroma: '4:2:0', depth: 8 },
  { chroma: '4:0:0', depth: 8, even: true },
  { chroma: '4:4:4', depth: 8, even: true, alpha: 'straight' },
]

/** The elementary streams that are in a file: colour, and alpha where there is one. */
function streamsOf(format, coding) {
  const { options } = codecFor(format, coding)
  const shared = { quality: options.quality, range: options.range ?? 'full' }
  const presets = { BPG: 'superfast', HEIC: 'ultrafast' }
  const inner = (pixelFormat) =>
    format === 'AVIF'
      ? new AV1({ ...shared, pixelFormat, usage: 'allintra', speed: options.speed })
      : new X265({
          ...{ ...shared, pixelFormat, preset: presets[format] },
          ...(format === 'BPG' && { tune: 'ssim' }),
        })
  const source = sourceOf(coding)
  const yuv = coding.chroma === '4:0:0' ? 'gray' : `yuv${coding.chroma.replaceAll(':', '')}p`
  if (!coding.alpha) return [inner(yuv).encodeSync(source)]
  const [height, width] = source.shape
  const part = (channels) => {
    const data = source.data.filter((_, i) => channels.includes(i % 4))
    return { data, width, height, channels: channels.length }
  }
  return [
    inner(yuv).encodeSync(part([0, 1, 2])),
    inner('gray').encodeSync({ ...part([3]), matrix: 'bt601', range: 'full' }),
  ]
}

const bytesOf = (sections, kind) =>
  sections.filter((s) => s.kind === kind).reduce((sum, { length }) => sum + length, 0)

function sizes() {
  const rows = ['AVIF', 'HEIC', 'BPG'].flatMap((format) =>
    SIZES.map((coding) => {
      const file = fileOf(format, coding)
      const { sections } = inspect(file)
      const bare = streamsOf(format, coding).reduce((sum, { length }) => sum + length, 0)
      const kinds = ['container', 'header', 'picture'].map((kind) => bytesOf(sections, kind))
      return [format, codingName(coding), file.length, bare, file.length - bare, ...kinds]
    }),
  )
  const head = ['', 'coded as', 'file', 'bare streams', 'difference']
  return table([...head, 'container', 'headers', 'picture data'], rows)
}

function replaced(text, name, content) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/data/containers.md has no ${start} ... ${end}`)
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}

async function main() {
  const tables = { written: await writtenByUs(), others: await writtenByOthers(), sizes: sizes() }
  if (!process.argv.includes('--write')) {
    for (const text of Object.values(tables)) console.log(`${text}\n`)
    return
  }
  const path = join(root, 'docs', 'data', 'containers.md')
  let page = readFileSync(path, 'utf8')
  for (const [name, content] of Object.entries(tables)) page = replaced(page, name, content)
  writeFileSync(path, page)
  execFileSync(process.execPath, [require.resolve('prettier/bin/prettier.cjs'), '--write', path])
}

main()
