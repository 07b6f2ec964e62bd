'use strict'
// Writes the tables of docs/data/metrics.md: the largest difference of every metric to the values of
// other implementations (test/fixtures/metrics), by kind of picture and by kind of distortion. Reads
// lib/ as it is; needs the native addon and the photographs of ../shared/images.
//   node util/metric_differences.js
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { format, resolveConfig } = require('prettier')
require('../test/helpers/load_typescript.js')
const { differences } = require('../test/helpers/metric_differences')
const { differenceTables } = require('../test/helpers/metric_difference_tables')

const page = join(__dirname, '../docs/data/metrics.md')

async function main() {
  const [head] = readFileSync(page, 'utf8').split('## By picture')
  const text = `${head}${differenceTables([...differences()])}`
  const style = await resolveConfig(page)
  writeFileSync(page, await format(text, { ...style, parser: 'markdown' }))
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
