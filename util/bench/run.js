'use strict'
// npm run bench [-- FILTER... --json FILE --contenders A,B --budget MS --least N --most N]
// A trial runs if its id ('webp-q75 768x512 encode') contains every FILTER; 'a|b' is either. It ends with
// 1 where a contender fails or gives another picture, and where one that --contenders names is not
// installed; the others that are not are named at the end.
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { parseArgs } = require('node:util')
const { CONTENDERS } = require('./contenders')
const { machine } = require('./machine')
const { measure } = require('./measure')
const { makePictures } = require('./pictures')
const { select } = require('./trials')

function usage() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      contenders: { type: 'string' },
      budget: { type: 'string', default: '2000' },
      least: { type: 'string', default: '3' },
      most: { type: 'string', default: '40' },
      verbose: { type: 'boolean', default: false },
    },
  })
  const names = values.contenders?.split(',') ?? Object.keys(CONTENDERS)
  const unknown = names.find((name) => !CONTENDERS[name])
  if (unknown) {
    throw new Error(`no contender '${unknown}'; known: ${Object.keys(CONTENDERS).join(', ')}`)
  }
  const { budget, least, most } = values
  const limits = { budgetMs: Number(budget), least: Number(least), most: Number(most) }
  const strange = Object.keys(limits).find((name) => !(limits[name] > 0))
  if (strange) throw new Error(`--${strange.replace('Ms', '')}: expected a number above 0`)
  const { json, verbose, contenders } = values
  return { filters: positionals, names, limits, json, verbose, chosen: contenders !== undefined }
}

const cell = (value, width) => String(value).padStart(width)
const number = (value, digits = 2) => (value === undefined ? '-' : value.toFixed(digits))

function print({ id, rows }, verbose) {
  console.log(`\n${id}`)
  const heads = ['ms', 'MP/s', 'bytes', 'PSNR', 'x plain', 'least ms', 'x plain', 'runs']
  console.log('  ' + 'contender'.padEnd(12) + heads.map((h) => cell(h, 10)).join(''))
  for (const { contender, skip, fault, missing, ...row } of rows) {
    const name = '  ' + contender.padEnd(12)
    if (fault) {
      if (!missing || verbose) console.log(`${name}    FAILED ${fault}`)
      continue
    }
    if (skip) {
      if (verbose) console.log(`${name}    ${skip}`)
      continue
    }
    const { ms, megapixelsPerSecond, bytes, psnr, ratio, least, leastRatio, runs } = row
    const middle = [number(ms), number(megapixelsPerSecond), bytes, number(psnr), number(ratio)]
    const cells = [...middle, number(least), number(leastRatio), runs]
    console.log(name + cells.map((c) => cell(c, 10)).join(''))
  }
}

/** Names what was not measured; whether that is a failure. */
function failed(trials, chosen) {
  const faults = trials.flatMap(({ id, rows }) =>
    rows.filter(({ fault }) => fault).map((row) => ({ id, ...row })),
  )
  const said = faults.map(({ id, contender, fault, missing }) =>
    missing ? `not installed: ${contender}: ${fault}` : `failed: ${id}, ${contender}: ${fault}`,
  )
  for (const text of new Set(said)) console.error(text)
  return faults.some(({ missing }) => chosen || !missing)
}

async function main() {
  const { filters, names, limits, json, verbose, chosen } = usage()
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-bench-'))
  let children = names.map((name) => CONTENDERS[name]())
  const about = machine()
  for (const [key, value] of Object.entries(about)) console.log(`${key}: ${value}`)
  const trials = []
  try {
    const selected = select(makePictures(folder), filters)
    if (selected.length === 0) throw new Error(`no trial matches ${filters.join(' ')}`)
    for (const trial of selected) {
      children = children.map((child) => (child.dead ? CONTENDERS[child.name]() : child))
      const result = await measure(trial, children, folder, limits)
      print(result, verbose)
      trials.push(result)
      if (json) writeFileSync(json, JSON.stringify({ machine: about, trials }, undefined, 1) + '\n')
    }
    if (failed(trials, chosen)) process.exitCode = 1
  } finally {
    for (const child of children) child.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
