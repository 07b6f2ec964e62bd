'use strict'
// nice node util/bench/settings.js [STUDY...] [--json FILE] [--cache FILE] [--plots FOLDER] [--only TEXT] [--cached] [--each]
// Which settings of an encoder are worth their time: BD-rate against CPU time on real pictures.
// Every encode is kept in the cache: a run that was ended goes on, --fresh measures anew, and
// --cached measures nothing: it shows what is there. --each: picture by picture, too.
const { rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { parseArgs } = require('node:util')
const { machine } = require('./machine')
const studies = {
  ...require('./pareto/candidates'),
  ...require('./pareto/visual'),
  ...require('./pareto/ours'),
}
const { summarise } = require('./pareto/front')
const { plot } = require('./pareto/plot')
const { cachedTrials } = require('./pareto/trial')

const PICTURES = ['kodim01.png', 'kodim05.png', 'kodim13.png', 'kodim19.png', 'kodim23.png']

function usage() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      cache: { type: 'string', default: join(__dirname, 'build/settings.json') },
      plots: { type: 'string', default: join(__dirname, '../../docs/pareto') },
      only: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      cached: { type: 'boolean', default: false },
      each: { type: 'boolean', default: false },
    },
  })
  const names = positionals.length > 0 ? positionals : Object.keys(studies)
  const unknown = names.find((name) => !studies[name])
  if (unknown) throw new Error(`no study '${unknown}'; known: ${Object.keys(studies).join(', ')}`)
  return { names, ...values }
}

// Runs every candidate of a study; one that the encoder refuses is left out with its reason, and the
// exit code is 1.
function run(name, trial, only) {
  const { codec = name, qualities, pictures = PICTURES, size, candidates, metric } = studies[name]
  const runs = {}
  for (const [index, [label, options]] of Object.entries(candidates).entries()) {
    if (only && index > 0 && !label.includes(only)) continue
    try {
      runs[label] = Object.fromEntries(
        pictures.map((p) => [p, qualities.map((q) => trial(codec, options, q, p, size))]),
      )
      process.stderr.write(`${name}: ${label}\n`)
    } catch (error) {
      if (index === 0) throw error
      process.stderr.write(`${name}: ${label}: left out: ${error.message}\n`)
      process.exitCode = 1
    }
  }
  return { pictures, qualities, size, rows: summarise(runs, metric) }
}

const signed = (value) => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`

function print(name, { pictures, qualities, rows }) {
  console.log(`\n${name}: ${pictures.length} pictures, qualities ${qualities.join(', ')}`)
  const heads = [
    'SSIMULACRA2 %',
    'Butteraugli %',
    'PSNR %',
    'MS-SSIM %',
    'x time',
    'CPU ms',
    'front',
  ]
  console.log('setting'.padEnd(58) + heads.map((h) => h.padStart(13)).join(''))
  for (const row of [...rows].sort((a, b) => a.time - b.time)) {
    const rates = [row.ssimulacra2, row.butteraugli, row.psnr, row.msSsim].map(signed)
    const cells = [...rates, row.time.toFixed(3), row.ms.toFixed(0)]
    const front = row.front ? '*' : ''
    console.log(row.label.padEnd(58) + [...cells, front].map((c) => c.padStart(13)).join(''))
  }
}

/** BD-rates by SSIMULACRA2, Butteraugli and PSNR of every picture. */
function printEach({ pictures, rows }) {
  for (const { label, each } of rows.slice(1)) {
    const cells = pictures.map((name) => {
      const { ssimulacra2, butteraugli, psnr } = each[name]
      return [ssimulacra2, butteraugli, psnr].map(signed).join(' ')
    })
    console.log([label, ...cells].join(' | '))
  }
}

async function main() {
  const { names, json, cache, plots, only, fresh, cached, each } = usage()
  if (fresh) rmSync(cache, { force: true })
  const trial = cachedTrials(cache, cached)
  const results = {}
  for (const name of names) {
    results[name] = run(name, trial, only)
    print(name, results[name])
    if (each) printEach(results[name])
    if (!only && !studies[name].metric)
      await plot(join(plots, `${name}.svg`), name, results[name].rows)
  }
  if (json) writeFileSync(json, JSON.stringify({ machine: machine(), results }, null, 2))
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
