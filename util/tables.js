// Writes what is derived from the tables of codecs and metrics: README.md's codecs, docs/options.md,
// docs/metrics.md, lib/classes.ts, lib/options/types.ts.
// `node util/tables.js` writes them, `--check` fails where they are out of date. Reads lib/ as it is.
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { execFileSync } = require('node:child_process')
const { join } = require('node:path')

const root = join(__dirname, '..')
require('../test/helpers/load_typescript.js')
const { codecTable } = require('../lib/codecs')
const { commonRows } = require('../lib/codecs/rows')
const { metricRows } = require('../lib/metrics/names')
const { classes, optionTypes } = require('./option_types.js')

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const code = (text) => `\`${text}\``
const escape = (text) => text.replaceAll('|', '\\|')

function scaleText(descriptor) {
  const rows = Object.entries(descriptor.options)
  const defaults = Object.fromEntries(rows.map(([key, row]) => [key, row.default]))
  const { name, steps } = descriptor.quality(defaults, descriptor.encoders[0] ?? '')
  return steps.length === 1 ? name : `${name} ${steps[0]}..${steps.at(-1)}`
}

function overviewTable() {
  const rows = codecTable.map((d) => [
    `${code(d.className)} ${code(d.name)}`,
    d.encoders.join(', ') || d.cli.encoder.program,
    d.decoders.join(', ') || d.cli.decoder.program,
    Object.values(d.formats)
      .map(({ extension }) => code(extension))
      .join(' '),
    scaleText(d),
    d.backends.join(', '),
  ])
  return table(
    ['class, name', 'encoders', 'decoders', 'files', 'quality, worst to best', 'backends'],
    rows,
  )
}

function valuesText(row) {
  if (row.type === 'enum') return row.values.map(code).join(' ')
  if (row.type !== 'int' && row.type !== 'number') return row.type
  return Number.isFinite(row.min) ? `${row.min} to ${row.max}` : 'number'
}

const optionTable = (rows) =>
  table(
    ['option', 'values', 'default', 'what it does'],
    Object.entries(rows).map(([name, row]) => [
      code(name),
      valuesText(row),
      row.default === undefined ? '' : code(row.default),
      escape(row.help),
    ]),
  )

function optionsPage() {
  const sections = codecTable.map((d) => {
    const own =
      Object.keys(d.options).length > 0 ? optionTable(d.options) : 'No options of its own.'
    return `## ${d.className}\n\n${d.help}.\n\n${own}`
  })
  return [
    '# Options',
    'Generated from the codec table by `node util/tables.js`. The same text: `nodecodecs help CODEC`.',
    `## Every codec\n\n${optionTable(commonRows)}`,
    ...sections,
  ].join('\n\n')
}

const bound = (value) => String(value).replace('Infinity', '∞')

function metricTable() {
  const rows = metricRows.map(({ name, help, colours, source, unit, range, better, needs }) => [
    code(name),
    escape(help),
    colours,
    `${[...range]
      .sort((a, b) => a - b)
      .map(bound)
      .join(' to ')} ${unit}`.trim(),
    better,
    needs.minSide ?? 1,
    source,
  ])
  const head = ['name', 'what it is', 'of', 'range', 'better', 'smallest side', 'source']
  return table(head, rows)
}

function replaced(text, name, content) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`there is no ${start} ... ${end}`)
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}

/** As prettier would have it, so that the two never disagree. */
const formatted = (path, text) =>
  execFileSync(
    process.execPath,
    [require.resolve('prettier/bin/prettier.cjs'), '--stdin-filepath', path],
    {
      input: text,
      encoding: 'utf8',
      cwd: root,
    },
  )

const page = (name) => readFileSync(join(root, name), 'utf8')
const files = {
  'README.md': replaced(page('README.md'), 'codecs', overviewTable()),
  'docs/metrics.md': replaced(page('docs/metrics.md'), 'metrics', metricTable()),
  'docs/options.md': optionsPage(),
  'lib/classes.ts': classes(codecTable),
  'lib/options/types.ts': optionTypes(codecTable, commonRows),
}
for (const [name, text] of Object.entries(files)) {
  const path = join(root, name)
  const wanted = formatted(name, text)
  if (!process.argv.includes('--check')) {
    writeFileSync(path, wanted)
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== wanted) {
    console.error(`${name} is out of date: node util/tables.js`)
    process.exitCode = 1
  }
}
