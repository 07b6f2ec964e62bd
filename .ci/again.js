'use strict'
// A suite that failed in the company of others is run once more, alone; one that then passes is named as
// unsteady. `node .ci/again.js REPORT` prints the suites of jest's report that failed, if they are few;
// `node .ci/again.js REPORT SECOND` puts the results of the second run in the place of the first ones.
const { readFileSync, writeFileSync } = require('node:fs')
const { relative } = require('node:path')

const few = 3
const [first, second] = process.argv.slice(2)
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const report = read(first)
const failed = report.testResults.filter(({ status }) => status === 'failed')
const count = (results, wanted) =>
  results
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === wanted).length

if (second === undefined) {
  if (failed.length <= few) for (const { name } of failed) console.log(name)
} else {
  const again = read(second).testResults
  for (const { name, status } of again)
    if (status === 'passed') console.log(`Unsteady: passed when run again: ${relative('', name)}`)
  const replaced = new Set(again.map(({ name }) => name))
  const kept = report.testResults.filter(({ name }) => !replaced.has(name))
  const testResults = [...kept, ...again]
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && count([{ assertionResults }], 'failed') === 0,
  )
  const merged = {
    ...report,
    testResults,
    numPassedTests: count(testResults, 'passed'),
    numFailedTests: count(testResults, 'failed'),
    numPendingTests: count(testResults, 'pending'),
    numRuntimeErrorTestSuites: broken.length,
  }
  writeFileSync(first, JSON.stringify(merged))
}
