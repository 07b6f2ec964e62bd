'use strict'
// dist/, made beside and put into its place when it is whole: who runs from it meanwhile, or finds a
// fault in the sources, keeps the old one. (npm 9 builds for `npm pack`, whatever its options say.)
const { execFileSync } = require('node:child_process')
const { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } = require('node:fs')
const { dirname, join } = require('node:path')

const root = join(__dirname, '..')
const dist = join(root, 'dist')

const run = (script, ...args) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })

/**
 * node-addon-api's headers, by which `npx nodecodecs build` compiles (util/ffmpeg.js), with their
 * licence. As a dependency it would bring node-gyp and what that needs to everybody who installs by
 * yarn, which looks for that word in a package's scripts.
 */
function copyHeaders(folder) {
  const from = dirname(require.resolve('node-addon-api/package.json'))
  for (const name of ['napi.h', 'napi-inl.h', 'napi-inl.deprecated.h', 'LICENSE.md']) {
    cpSync(join(from, name), join(folder, name))
  }
}

function build(folder) {
  const types = join(folder, 'types')
  run(require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', types)
  run(join(__dirname, 'place_types.js'), folder)
  run(join(__dirname, 'bundle.js'), folder)
  copyHeaders(join(folder, 'node-addon-api'))
}

function replace(folder, old) {
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(folder, dist)
}

const cache = join(root, 'node_modules/.cache')
mkdirSync(cache, { recursive: true })
const work = mkdtempSync(join(cache, 'dist-'))
try {
  build(join(work, 'new'))
  replace(join(work, 'new'), join(work, 'old'))
} finally {
  rmSync(work, { recursive: true, force: true })
}
