'use strict'
// Files made to cost much, each decoded in a process of its own at the default limits: what comes,
// the time, and the memory beside what the process had before. It ends with 1 where one that is to be
// refused is shown, or takes more memory than it may. `node util/bench/hostile.js [--json]`
const { execFileSync } = require('node:child_process')
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { readImage } = require('../..')
const { ATTACKS, SHOWN } = require('./hostile_files')

/** MiB: the default of `maxMemory`, and what a refusal may take, the modules that it loads included. */
const MOST = { shown: 1024, refused: 128 }

/** What is wrong with what came of an attack. */
function fault({ name, outcome, memory }) {
  const shown = SHOWN.has(name)
  if (shown !== / x /.test(outcome))
    return `expected it ${shown ? 'shown' : 'refused'}, got ${outcome}`
  if (!shown && !/^ERR_(LIMIT|DECODE)$/.test(outcome))
    return `expected a CodecError, got ${outcome}`
  const most = shown ? MOST.shown : MOST.refused
  return memory > most ? `expected at most ${most} MiB, got ${memory}` : undefined
}

/** The most that this process has had in memory, in KiB; 0 where the system does not say. */
function peak() {
  if (process.platform !== 'linux') return 0
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1])
}

async function attack(path) {
  const bytes = readFileSync(path)
  const before = peak()
  const begun = performance.now()
  const outcome = await readImage(bytes).then(
    (image) => image.shape.join(' x '),
    (error) => error.code ?? error.name,
  )
  const ms = Math.round(performance.now() - begun)
  const memory = Math.round((peak() - before) / 1024)
  console.log(JSON.stringify({ bytes: bytes.length, outcome, ms, memory }))
}

/** What a process of ours has told. One that is killed, or crashes, ends the whole with its signal. */
const ended = (args) => execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })

function allAttacks() {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-hostile-'))
  const path = join(folder, 'file')
  try {
    return Object.entries(ATTACKS).map(([name, make]) => {
      writeFileSync(path, make())
      const args = [__filename, '--one', path]
      return { name, ...JSON.parse(ended(args)) }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function main(asJson) {
  const rows = allAttacks()
  for (const row of rows) {
    const what = fault(row)
    if (what === undefined) continue
    console.error(`${row.name}: ${what}`)
    process.exitCode = 1
  }
  if (asJson) return console.log(JSON.stringify(rows))
  console.log('| attack | bytes | outcome | ms | MiB |\n| --- | ---: | --- | ---: | ---: |')
  for (const { name, bytes, outcome, ms, memory } of rows) {
    console.log(`| ${name} | ${bytes} | ${outcome} | ${ms} | ${memory} |`)
  }
}

const [, , flag, file] = process.argv
if (flag === '--one') void attack(file)
else main(flag === '--json')
