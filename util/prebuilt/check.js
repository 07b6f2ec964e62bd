'use strict'
// What must hold of a prebuilt addon for Linux before it is packed: it exports two functions, asks
// for nothing but the C library and Node-API, loads on old systems, and is not too large.
const { execFileSync } = require('node:child_process')
const { statSync } = require('node:fs')
const { EXPORTS } = require('./link.js')

const LARGEST = 45e6 // bytes
const OLDEST_GLIBC = [2, 28] // Node 20's own
const SYSTEM = /^(ld-linux.*|lib(c|m|dl|pthread|mvec|rt|c\.musl-\w+))\.so(\.\d+)?$/

const run = (program, args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 })

/** The dynamic symbols: names with what follows @ in `version`, and whether they are defined. */
function symbols(file) {
  return run('nm', ['-D', '--with-symbol-versions', file])
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, type, text] = /([A-Za-z]) (\S+)$/.exec(line)
      const [name, version] = text.split(/@+/)
      return { name, version, weak: /[wvWV]/.test(type), defined: type !== 'U' && type !== 'w' }
    })
}

/** Why the file may not be shipped: an empty list if it may. */
function faults(file, libc) {
  const found = []
  const all = symbols(file)
  const exported = all.filter((symbol) => symbol.defined).map((symbol) => symbol.name)
  if (exported.sort().join() !== [...EXPORTS].sort().join()) found.push(`it exports ${exported}`)
  const foreign = all.filter(
    ({ name, version, weak, defined }) =>
      !defined && !weak && !/^napi_|^node_api_/.test(name) && !/^GLIBC_/.test(version ?? ''),
  )
  if (libc === 'glibc' && foreign.length > 0)
    found.push(`it asks for ${foreign.map(({ name }) => name)}`)
  const newer = all.filter(({ version }) => isNewer(/^GLIBC_(\d+)\.(\d+)/.exec(version ?? '')))
  if (newer.length > 0)
    found.push(`it asks for ${newer.map(({ name, version }) => `${name} of ${version}`)}`)
  const dynamic = run('readelf', ['-dW', file])
  const needed = [...dynamic.matchAll(/NEEDED.*\[(.*)\]/g)].map((match) => match[1])
  const strange = needed.filter((name) => !SYSTEM.test(name))
  if (strange.length > 0) found.push(`it needs ${strange}`)
  if (/TEXTREL/.test(dynamic)) found.push('it has text relocations')
  if (statSync(file).size > LARGEST) found.push(`it has ${statSync(file).size} bytes`)
  return found
}

function isNewer(match) {
  if (!match) return false
  const [major, minor] = [Number(match[1]), Number(match[2])]
  return major > OLDEST_GLIBC[0] || (major === OLDEST_GLIBC[0] && minor > OLDEST_GLIBC[1])
}

module.exports = { faults }
