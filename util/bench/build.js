'use strict'
// Builds the C++ programs of the bench where their sources are newer than they are.
const { execFileSync } = require('node:child_process')
const { existsSync, mkdirSync, statSync } = require('node:fs')
const { join } = require('node:path')

const PROGRAMS = {
  plain: ['libavcodec', 'libavutil', 'libswscale', 'libjpeg'],
  dlopen: [],
}

function packageFlags(packages) {
  if (packages.length === 0) return []
  const args = ['--cflags', '--libs', ...packages]
  try {
    return execFileSync('pkg-config', args, { encoding: 'utf8' }).trim().split(/\s+/)
  } catch (cause) {
    const needed = `the development files of ${packages.join(', ')}`
    throw new Error(`install ${needed} (Debian: apt-get install libswscale-dev)`, { cause })
  }
}

// The path of the program, built. Throws what the compiler or pkg-config says.
function build(name) {
  const source = join(__dirname, `${name}.cc`)
  const folder = join(__dirname, 'build')
  const program = join(folder, name)
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return program
  mkdirSync(folder, { recursive: true })
  const warnings = ['-Wall', '-Wextra', '-Wpedantic']
  const flags = ['-std=c++17', '-O2', ...warnings, source, '-o', program]
  const compiler = process.env.CXX || 'c++'
  execFileSync(compiler, [...flags, ...packageFlags(PROGRAMS[name]), '-ldl'], { stdio: 'inherit' })
  return program
}

module.exports = { build }
