'use strict'
// Who runs: a name and the command of a child process each.
const { join } = require('node:path')
const { build } = require('../build')
const { Child } = require('../child')

const script = (name) => join(__dirname, name)
const node = (name, ...args) => new Child(name, process.execPath, args)

// plain.cc reads fields between tabs: a JSON parser would be most of that program.
function plainLine({ do: verb, times, plan = {}, ...request }) {
  if (verb === 'run') return `run\t${times}`
  const { options = {}, ...coder } = plan
  const { direction, width, height, rgb = '', stream = '', outcome = '' } = request
  const fields = { direction, width, height, rgb, stream, outcome, ...coder }
  const rows = Object.entries(fields).map(([key, value]) => `${key}=${value}`)
  const dictionary = Object.entries(options).map(([key, value]) => `opt:${key}=${value}`)
  return ['load', ...rows, ...dictionary].join('\t')
}

function plain() {
  try {
    return new Child('plain', build('plain'), [], plainLine)
  } catch ({ message: dead }) {
    return { name: 'plain', dead, ask: async () => ({ fault: dead, missing: true }), end() {} }
  }
}

// In the order of the tables and the chart.
const CONTENDERS = {
  plain,
  sync: () => node('sync', script('nodecodecs.js'), 'sync'),
  async: () => node('async', script('nodecodecs.js')),
  // Debian's python3, which has Debian's PyAV; another one on PATH has not.
  pyav: () => new Child('pyav', process.env.PYAV_PYTHON || '/usr/bin/python3', [script('pyav.py')]),
  'node-av': () => node('node-av', script('node-av.js')),
  sharp: () => node('sharp', script('sharp.js')),
  'napi-image': () => node('napi-image', script('napi-image.js')),
  webcodecs: () => node('webcodecs', script('webcodecs.js')),
  ffmpeg: () => node('ffmpeg', script('ffmpeg.js')),
}

module.exports = { CONTENDERS }
