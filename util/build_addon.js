'use strict'
// Builds the native addon against the FFmpeg of this machine, or of FFMPEG_DIR, into build/Release:
// `npx nodecodecs build` and `npm run build:native`. Exit code 1 and two lines when it cannot.
const { spawnSync } = require('node:child_process')
const { existsSync, realpathSync, rmSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const ffmpeg = require('./ffmpeg.js')
const { writeHeader } = require('./native_sources.js')

const root = join(__dirname, '..')

// Where npm keeps its own copy: beside node on Linux and macOS.
const BESIDE_NODE = '../lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js'

function resolved(name) {
  try {
    return require.resolve(name)
  } catch {
    return undefined
  }
}

/** The command that runs node-gyp: the package manager's copy, this package's, npm's, the PATH's. */
function nodeGyp() {
  const candidates = [
    process.env.npm_config_node_gyp,
    resolved('node-gyp/bin/node-gyp.js'),
    join(dirname(realpathSync(process.execPath)), BESIDE_NODE),
  ]
  const found = candidates.find((path) => path && existsSync(path))
  return found ? [process.execPath, found] : ['node-gyp']
}

// Node's own headers lie beside it in most installations; only without them node-gyp fetches some.
function headers() {
  if (process.env.npm_config_nodedir) return []
  const prefix = dirname(dirname(realpathSync(process.execPath)))
  return existsSync(join(prefix, 'include/node/common.gypi')) ? [`--nodedir=${prefix}`] : []
}

function checkCompiler() {
  const compiler = process.env.CXX || 'c++'
  const [program, ...args] = compiler.split(' ')
  const { status } = spawnSync(program, [...args, '--version'], { stdio: 'ignore' })
  if (status !== 0) throw new Error(`no C++ compiler: ${compiler} does not run`)
}

/**
 * Works with a binding.gyp in place. The package has none: npm and yarn build what has one, whatever
 * its package.json says (`npm ci`, whose lock file does not keep `gypfile`).
 */
function withGypFile(work) {
  const path = join(root, 'binding.gyp')
  if (existsSync(path)) return work()
  writeFileSync(path, "{'includes': ['native/addon.gypi']}\n")
  try {
    return work()
  } finally {
    rmSync(path)
  }
}

/** Builds what is not up to date; the path of the addon. Throws, saying what is missing. */
function build() {
  ffmpeg.check()
  checkCompiler()
  writeHeader(join(root, 'build'))
  const [program, ...args] = nodeGyp()
  // What it prints is no result: standard output is the caller's.
  args.push('configure', 'build', '--release', '--jobs=max', ...headers())
  const { status, error } = withGypFile(() =>
    spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] }),
  )
  if (error?.code === 'ENOENT') {
    throw new Error('node-gyp is not installed: npm install --global node-gyp')
  }
  if (error) throw new Error(`node-gyp does not run: ${error.message}`)
  if (status !== 0) throw new Error('its build failed; the compiler says why above')
  return join(root, 'build/Release/nodecodecs.node')
}

module.exports = { build }

if (require.main === module) {
  try {
    build()
  } catch (error) {
    process.stderr.write(`nodecodecs: no native addon: ${error.message}\n`)
    process.stderr.write(`nodecodecs: what it needs: ${ffmpeg.installCommand()}\n`)
    process.exitCode = 1
  }
}
