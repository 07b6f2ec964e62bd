'use strict'
// What the figures were measured on.
const { execFileSync } = require('node:child_process')
const os = require('node:os')

// Not public, so not in the bundle: from lib/ as it is.
function libraryVersions() {
  require('../../test/helpers/load_typescript.js')
  return require('../../lib/backends/native/addon').addon()?.versions()
}

const PEERS = ['sharp', 'node-av', '@napi-rs/image', '@napi-rs/webcodecs']

function firstLine(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n')[0]
      .trim()
  } catch {
    return 'not installed'
  }
}

function peerVersion(name) {
  try {
    return require(`./node_modules/${name}/package.json`).version
  } catch {
    return 'not installed'
  }
}

function machine() {
  const cpus = os.cpus()
  const python = process.env.PYAV_PYTHON || '/usr/bin/python3'
  return {
    date: new Date().toISOString().slice(0, 16),
    cpu: cpus[0].model.trim(),
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    load: os.loadavg()[0].toFixed(2),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    threadpool: process.env.UV_THREADPOOL_SIZE || '4 (default)',
    threadsPerPicture: 1,
    nodecodecs: require('../../package.json').version,
    ...libraryVersions(),
    ffmpegProgram: firstLine('ffmpeg', ['-version']),
    PyAV: firstLine(python, ['-c', 'import av; print(av.__version__)']),
    ...Object.fromEntries(PEERS.map((name) => [name, peerVersion(name)])),
  }
}

module.exports = { machine }
