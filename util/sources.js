'use strict'
// The addon's sources, for binding.gyp: every .cc under native/. CMakeLists.txt looks for itself.
const { readdirSync } = require('node:fs')
const { join } = require('node:path')

const names = readdirSync(join(__dirname, '../native'), { recursive: true }).map(String)

module.exports = names
  .filter((name) => name.endsWith('.cc'))
  .map((name) => `native/${name.replace(/\\/g, '/')}`)
  .sort()
