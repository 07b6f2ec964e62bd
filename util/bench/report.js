'use strict'
// node util/bench/report.js RESULT.json: the tables of docs/data/performance.md from run.js's result.
const { readFileSync } = require('node:fs')
const { CONTENDERS } = require('./contenders')

const ORDER = Object.keys(CONTENDERS)

const line = (cells) => `| ${cells.join(' | ')} |`
const digits = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0))
const found = (rows, name) => rows.find((row) => row.contender === name && row.ms)
const failed = (rows, name) =>
  rows.some((row) => row.contender === name && row.fault && !row.missing)

function ratios(trials) {
  const head = ['trial', 'plain C, ms', ...ORDER.slice(1)]
  const body = trials.map(({ id, rows }) => {
    const plain = found(rows, 'plain')
    const others = ORDER.slice(1).map((name) => {
      const row = found(rows, name)
      if (failed(rows, name)) return 'failed'
      return row && plain ? digits(row.ms / plain.ms) : ''
    })
    return line([id, plain ? digits(plain.ms) : '', ...others])
  })
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...body].join('\n')
}

function sizes(trials) {
  const head = ['trial', ...ORDER]
  const decibels = (psnr) => (psnr === null ? 'lossless' : `${psnr.toFixed(2)} dB`)
  const body = trials
    .filter(({ direction }) => direction === 'encode')
    .map(({ id, rows }) => {
      const cells = ORDER.map((name) => {
        const row = found(rows, name)
        return row ? `${row.bytes}, ${row.psnr === undefined ? '?' : decibels(row.psnr)}` : ''
      })
      return line([id, ...cells])
    })
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...body].join('\n')
}

const { machine, trials } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const about = Object.entries(machine).map(([key, value]) => `${key} ${value}`)
console.log(`${about.join('; ')}\n\n${ratios(trials)}\n\n${sizes(trials)}`)
