'use strict'
// Builds the C++ programs of the bench where their sources are newer than they are.
const { execFileSync } = require('node:child_process')
const { existsSync, mkdirSync, statSync } = require('node:fs')
const { join } = require('node:path')

// The first source is compiled, the others are what it includes.
const PROGRAMS = {
  plain: {
    sources: ['plain/plain.cc', 'plain/trial.h', 'plain/libav.h', 'plain/libjpeg.h'],
    packages: ['libavcodec', 'libavutil', 'libswscale', 'libjpeg'],
  },
  dlopen: { sources: ['dlopen.cc'], packages: [] },
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
  const { packages } = PROGRAMS[name]
  const sources = PROGRAMS[name].sources.map((source) => join(__dirname, source))
  const folder = join(__dirname, 'build')
  const program = join(folder, name)
  const changed = (file) => statSync(file).mtimeMs
  if (existsSync(program) && changed(program) > Math.max(...sources.map(changed))) return program
  mkdirSync(folder, { recursive: true })
  const warnings = ['-Wall', '-Wextra', '-Wpedantic']
  const flags = ['-std=c++17', '-O2', ...warnings, sources[0], '-o', program]
  const compiler = process.env.CXX || 'c++'
  execFileSync(compiler, [...flags, ...packageFlags(packages), '-ldl'], { stdio: 'inherit' })
  return program
}

module.exports = { build }
