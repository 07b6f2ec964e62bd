'use strict'
// A reporter of jest that notes in $NODECODECS_SUITES_LOG which suites began and which ended: after a run
// that wrote no report `node .ci/suites.js FILE` names those that were running.
const { appendFileSync, readFileSync } = require('node:fs')
const { relative } = require('node:path')

class SuitesReporter {
  constructor({ rootDir }) {
    this.rootDir = rootDir
    this.file = process.env.NODECODECS_SUITES_LOG
  }

  note(entry) {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`)
  }

  onTestFileStart({ path }) {
    this.note({ begin: relative(this.rootDir, path) })
  }

  onTestFileResult({ path }, result) {
    const failed = result.numFailingTests + (result.testExecError ? 1 : 0)
    const skipped = result.numPendingTests + result.numTodoTests
    const end = relative(this.rootDir, path)
    this.note({ end, passed: result.numPassingTests, failed, skipped })
  }
}

/** The suites that had begun and not ended, those that had, and the counts of these. */
function read(file) {
  const entries = readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1) // what follows the last line's end is empty, or cut
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  const ends = entries.filter(({ end }) => end !== undefined)
  const ended = new Set(ends.map(({ end }) => end))
  const running = entries.flatMap(({ begin }) => (begin && !ended.has(begin) ? [begin] : []))
  const sum = (key) => ends.reduce((total, entry) => total + entry[key], 0)
  return { running, ended, passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

module.exports = SuitesReporter
module.exports.read = read

if (require.main === module) {
  const { running } = read(process.argv[2])
  const which = running.length > 0 ? running.join(', ') : 'none: it was jest itself'
  console.log(`suites that had begun and not ended: ${which}`)
}
