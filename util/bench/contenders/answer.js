'use strict'
// The child's side of the protocol, for contenders in JavaScript. `open(trial)` gives a function that
// does the whole job once and returns its bytes (or a promise of them), or throws Cannot where there is
// no such thing to measure; any other error is a fault.
// Between runs the event loop turns, as in any program: addons free their memory then.
const { readFileSync, writeFileSync } = require('node:fs')
const { createInterface } = require('node:readline')
const { setImmediate: turnOfTheLoop } = require('node:timers/promises')

class Cannot extends Error {}

function prepared(request) {
  const bytes = (path) => (path ? new Uint8Array(readFileSync(path)) : undefined)
  return { ...request, rgb: bytes(request.rgb), stream: bytes(request.stream) }
}

function answer(open) {
  let job
  const load = async (request) => {
    const trial = prepared(request)
    job = await open(trial)
    const started = performance.now()
    const result = await job.once()
    const ms = performance.now() - started
    if (request.outcome) writeFileSync(request.outcome, job.keep ? await job.keep(result) : result)
    const kind = job.kind ?? (request.direction === 'encode' ? 'stream' : 'rgb')
    return { bytes: job.size ? job.size(result) : result.length, ms, kind }
  }
  const run = async ({ times }) => {
    const ms = []
    for (let i = 0; i < times; i++) {
      const started = performance.now()
      await job.once()
      ms.push(performance.now() - started)
      await turnOfTheLoop()
    }
    return { ms }
  }
  const tasks = { load, run }
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const request = JSON.parse(line)
    const reply = await tasks[request.do](request).catch((error) => ({
      [error instanceof Cannot ? 'skip' : 'fault']: String(error.message),
    }))
    process.stdout.write(JSON.stringify(reply) + '\n')
  })
}

module.exports = { answer, Cannot }
