'use strict'
// For a run whose time may be too short: of the notes of suites.js (NAME.log) it makes the totals of a
// report (NAME.json), in which each suite that did not end counts as one skipped test, and names those.
//   node .ci/want_of_time.js NAME SUITE...    exit code 1 if a test had failed
const { rmSync, writeFileSync } = require('node:fs')
const { relative } = require('node:path')
const { read } = require('./suites.js')

const [name, ...suites] = process.argv.slice(2)
const { ended, passed, failed, skipped } = read(`${name}.log`)
const left = suites.map((suite) => relative('', suite)).filter((suite) => !ended.has(suite))
const report = {
  numPassedTests: passed,
  numFailedTests: failed,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: skipped + left.length,
  numTodoTests: 0,
}
writeFileSync(`${name}.json`, JSON.stringify(report))
rmSync(`${name}.log`)
console.log(
  `\n*** Not run for want of time: ${left.length} of ${suites.length} suites: ${left.join(', ')}`,
)
process.exitCode = failed > 0 ? 1 : 0
