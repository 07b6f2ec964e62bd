'use strict'
// Prints the totals of jest's --json reports in one plain line. A suite that could not run is a
// failure, although jest counts no test for it.
const { readFileSync } = require('node:fs')

const totals = { passed: 0, failed: 0, skipped: 0 }
for (const file of process.argv.slice(2)) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  totals.passed += report.numPassedTests
  totals.failed += report.numFailedTests + report.numRuntimeErrorTestSuites
  totals.skipped += report.numPendingTests + report.numTodoTests
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
