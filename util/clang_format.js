'use strict'
// Formats every C++ file, or with --check names those that are not formatted and fails.
const { spawnSync } = require('node:child_process')
const { existsSync, readdirSync } = require('node:fs')
const { join, relative } = require('node:path')

const root = join(__dirname, '..')
const PLACES = ['native', 'test', 'util/bench']

function sources(place) {
  const folder = join(root, place)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.(h|cc)$/.test(name) && !name.includes('node_modules'))
    .map((name) => relative(root, join(folder, name)))
}

// 14 first: another version formats some constructs differently.
function formatter() {
  for (const program of ['clang-format-14', 'clang-format']) {
    if (spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0) return program
  }
  return undefined
}

const program = formatter()
if (!program) {
  console.error('clang-format is missing: sudo apt-get install clang-format-14')
  process.exit(1)
}
const mode = process.argv.includes('--check') ? ['--dry-run', '--Werror'] : ['-i']
const files = PLACES.flatMap(sources)
process.exitCode =
  spawnSync(program, [...mode, ...files], { cwd: root, stdio: 'inherit' }).status ?? 1
