'use strict'
// Prints the totals of jest's reports in one plain line: of --json (.json), or of the notes of
// suites.js where jest was killed before it wrote one (.log). A suite that could not run is a failure,
// although jest counts no test for it, and so is one that did not end, and a report that cannot be read.
const { readFileSync } = require('node:fs')
const { read } = require('./suites.js')

function ofReport(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function ofNotes(file) {
  const { running, passed, failed, skipped } = read(file)
  return { passed, failed: failed + Math.max(running.length, 1), skipped }
}

function of(file) {
  try {
    return file.endsWith('.json') ? ofReport(file) : ofNotes(file)
  } catch (error) {
    console.error(`${file}: ${error.message}`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

const totals = { passed: 0, failed: 0, skipped: 0 }
for (const file of process.argv.slice(2)) {
  const counts = of(file)
  for (const key of Object.keys(totals)) totals[key] += counts[key]
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
