'use strict'
// tsc writes the types of lib/ and lab/ as they lie; in dist/ the library is the folder itself.
//   node util/place_types.js FOLDER
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')

const dist = process.argv[2]
const written = join(dist, 'types')

/** lib/x.d.ts -> x.d.ts, lab/x.d.ts -> lab/x.d.ts, whose imports of ../lib/index are now ../index. */
function place(name) {
  const text = readFileSync(join(written, name), 'utf8')
  const target = join(dist, name.replace(/^lib[\\/]/, ''))
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text.replace(/((?:\.\.\/)+)lib\/index/g, '$1index'))
}

const files = readdirSync(written, { recursive: true, withFileTypes: true })
for (const entry of files.filter((one) => one.isFile())) {
  place(join(entry.parentPath ?? entry.path, entry.name).slice(written.length + 1))
}
rmSync(written, { recursive: true })
