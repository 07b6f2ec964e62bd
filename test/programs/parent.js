#!/usr/bin/env node
// Runs hang.js through lib/process/index.ts and is then killed by the test: what becomes of the child?
// Arguments: "async", "sync", "exit" (ends itself) or "worker" (ends its thread).
const { readFileSync, existsSync } = require('node:fs')
const { join } = require('node:path')
const { isMainThread, Worker, workerData } = require('node:worker_threads')
const { transformSync } = require('@swc/core')

require.extensions['.ts'] = (module, file) => {
  const jsc = { parser: { syntax: 'typescript' }, target: 'es2022' }
  const options = { filename: file, jsc, module: { type: 'commonjs' }, swcrc: false }
  module._compile(transformSync(readFileSync(file, 'utf8'), options).code, file)
}
const { run, runSync } = require('../../lib/process/index.ts')

const command = { program: join(__dirname, 'hang.js'), args: [], input: new Uint8Array(2 ** 20) }
const mode = isMainThread ? process.argv[2] : workerData

const whenChildRuns = (then) => {
  const look = () => (existsSync(process.env.PID_FILE) ? then() : setTimeout(look, 20))
  look()
}

if (mode === 'sync') runSync(command)
else if (mode === 'worker') {
  const worker = new Worker(module.filename, { workerData: 'async' })
  whenChildRuns(() => worker.terminate())
  setInterval(() => {}, 1000)
} else {
  run(command).catch(() => {})
  if (mode === 'exit') whenChildRuns(() => process.exit(0))
}
