'use strict'
// node util/bench/chart.js RESULT.json [OUT.svg]
// Draws run.js's result: milliseconds of each contender, by codec.
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { CONTENDERS } = require('./contenders')

const SIZE = '768x512'
const DIRECTION = 'encode'
const ORDER = Object.keys(CONTENDERS)

function bars(Plot, document, { trials, machine }) {
  const rows = trials
    .filter(({ id }) => id.endsWith(`${SIZE} ${DIRECTION}`))
    .flatMap(({ id, rows }) =>
      rows
        .filter((row) => row.ms)
        .map((row) => ({ codec: id.split(' ')[0], contender: row.contender, ms: row.ms })),
    )
  return Plot.plot({
    document,
    style: { background: 'white', fontFamily: 'sans-serif', fontSize: '12px' },
    width: 860,
    height: 60 + new Set(rows.map(({ codec }) => codec)).size * ORDER.length * 14,
    marginLeft: 90,
    marginBottom: 50,
    marginRight: 120,
    x: {
      type: 'log',
      labelOffset: 40,
      label: `ms to ${DIRECTION} ${SIZE} (${machine.cpu}, ${machine.date.slice(0, 10)})`,
    },
    y: { label: null, domain: ORDER },
    fy: { label: null, padding: 0.15 },
    color: { domain: ['async', 'sync'], range: ['#0a7d4f', '#5ac08f'], unknown: '#9aa5b1' },
    marks: [
      Plot.barX(rows, {
        x1: () => Math.min(...rows.map((row) => row.ms)) / 2,
        x2: 'ms',
        y: 'contender',
        fy: 'codec',
        fill: 'contender',
      }),
      Plot.text(rows, {
        x: 'ms',
        y: 'contender',
        fy: 'codec',
        text: ({ ms }) => ms.toFixed(ms < 10 ? 1 : 0),
        textAnchor: 'start',
        dx: 3,
      }),
    ],
  })
}

async function main() {
  const [input, output = join(__dirname, '../../docs/performance.svg')] = process.argv.slice(2)
  if (!input) throw new Error('expected a result of run.js (--json)')
  const result = JSON.parse(readFileSync(input, 'utf8'))
  const Plot = await import('@observablehq/plot')
  const { parseHTML } = require('linkedom')
  const { document } = parseHTML('<html><body></body></html>')
  const figure = bars(Plot, document, result)
  figure.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  writeFileSync(output, figure.outerHTML + '\n')
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
