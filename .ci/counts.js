'use strict'
// Prints the totals of a jest --json report in one plain line. A suite that could not run is a
// failure, although jest counts no test for it.
const { readFileSync } = require('node:fs')

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const failed = report.numFailedTests + report.numRuntimeErrorTestSuites
const skipped = report.numPendingTests + report.numTodoTests
console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`)
