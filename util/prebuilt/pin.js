'use strict'
// Before the main package is packed: writes the platform packages whose folders are in npm/ into its
// optionalDependencies, at its own version. A checkout has none: they exist only once released. No
// script is left that an installation could run.
//   node util/prebuilt/pin.js           all that npm/ has
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { PLATFORMS, packageName } = require('./platforms.js')

const root = join(__dirname, '../..')

/** A release is built when it is packed: `prepare` is what npm lists as a script of an installation. */
function builtWhenPacked({ prepare, ...others }) {
  return prepare === undefined ? others : { ...others, prepack: prepare }
}

/** The manifest with its optional dependencies: the platforms that `isBuilt` says are there. */
function pinned(manifest, isBuilt) {
  const names = PLATFORMS.filter(isBuilt).map(packageName)
  if (names.length === 0) throw new Error('npm/ has no package: npm run prebuilt makes one')
  const optionalDependencies = Object.fromEntries(names.map((name) => [name, manifest.version]))
  return { ...manifest, scripts: builtWhenPacked(manifest.scripts), optionalDependencies }
}

if (require.main === module) {
  const file = join(root, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  const isBuilt = ({ name }) => existsSync(join(root, 'npm', name, 'nodecodecs.node'))
  const result = pinned(manifest, isBuilt)
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  process.stdout.write(`${Object.keys(result.optionalDependencies).join('\n')}\n`)
}

module.exports = { pinned }
