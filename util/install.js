'use strict'
// npm's install script. Builds the native backend when its development files are there. When they
// are not, the package still installs: it works over the ffmpeg program, and two lines say what is
// missing. With --strict, for our own checkout, a build that fails is an error.
const { spawnSync } = require('node:child_process')
const { existsSync, realpathSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const ffmpeg = require('./ffmpeg.js')

const root = join(__dirname, '..')
const strict = process.argv.includes('--strict')

// The package managers name the copy that they bundle; our own checkout has it as a dependency.
function nodeGyp() {
  const bundled = process.env.npm_config_node_gyp
  if (bundled && existsSync(bundled)) return [process.execPath, bundled]
  try {
    return [process.execPath, require.resolve('node-gyp/bin/node-gyp.js')]
  } catch {
    return ['node-gyp']
  }
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

function build() {
  ffmpeg.check()
  checkCompiler()
  const [program, ...args] = nodeGyp()
  // Not rebuild: what is up to date in a checkout stays.
  args.push('configure', 'build', '--release', '--jobs=max', ...headers())
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' })
  if (error) throw new Error(`node-gyp does not run: ${error.message}`)
  if (status !== 0) {
    throw new Error('its build failed; npm rebuild nodecodecs --foreground-scripts shows why')
  }
}

// npm hides what the scripts of dependencies print, so a user at a terminal is told there.
function say(lines) {
  const text = lines.map((line) => `nodecodecs: ${line}\n`).join('')
  process.stderr.write(text)
  const hidden = (process.env.npm_config_user_agent || '').startsWith('npm/')
  if (!hidden || process.stderr.isTTY) return
  try {
    writeFileSync('/dev/tty', `\n${text}`)
  } catch {
    // There is no terminal to tell.
  }
}

try {
  build()
} catch (error) {
  say([
    `no native backend (${error.message}); it works over the ffmpeg program`,
    `to get it: ${ffmpeg.installCommand()} && npm rebuild nodecodecs`,
  ])
  if (strict) process.exitCode = 1
}
