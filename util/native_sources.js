'use strict'
// Which sources of the addon these are: a hash of what native/ has. An addon has that of the sources
// it was built from, dist/ that of native/ beside it, so that a checkout knows an addon of another
// commit, whose version is the same.
//   node util/native_sources.js FOLDER   writes the header that the addon's build looks for
const { createHash } = require('node:crypto')
const { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const native = join(__dirname, '../native')

/** 16 hexadecimal digits. */
function nativeSources() {
  const names = readdirSync(native, { recursive: true }).map((name) => name.replaceAll('\\', '/'))
  const hash = createHash('sha256')
  for (const name of names.filter((one) => /\.(cc|h|gypi)$/.test(one)).sort()) {
    // Git may have made other ends of lines.
    const text = readFileSync(join(native, name), 'utf8').replaceAll('\r\n', '\n')
    hash.update(`${name}\0${text}\0`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** Writes native_sources.h into a folder, unless it is there: what includes it is compiled again. */
function writeHeader(folder) {
  const path = join(folder, 'native_sources.h')
  const text = `#define NODECODECS_SOURCES "${nativeSources()}"\n`
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, text)
}

module.exports = { nativeSources, writeHeader }

if (require.main === module) writeHeader(process.argv[2])
