'use strict'
// The packages as a release packs them, from this checkout: the library with its optional
// dependencies pinned, and every platform's package. This platform's has the addon of `npm run
// prebuilt`, or this machine's own build where there is none; the others have none at all: that
// they are not installed is what is tried.
const { execFileSync } = require('node:child_process')
const { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync } = require('node:fs')
const { writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { pinned } = require('../prebuilt/pin.js')
const { PLATFORMS, ownPlatform } = require('../prebuilt/platforms.js')

const root = join(__dirname, '../..')
const npmFolder = join(root, 'npm')

function pack(folder, to) {
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', to]
  return join(to, execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }).trim())
}

function packLibrary(folder) {
  const plain = pack(root, folder)
  execFileSync('tar', ['xzf', plain, '-C', folder])
  const file = join(folder, 'package/package.json')
  const manifest = pinned(JSON.parse(readFileSync(file, 'utf8')), ({ lacks }) => !lacks)
  delete manifest.scripts.prepack // npm 9 runs it in spite of --ignore-scripts
  writeFileSync(file, JSON.stringify(manifest, null, 2))
  return pack(join(folder, 'package'), folder)
}

/** This platform's addon: of `npm run prebuilt`, else this machine's own. */
function ownAddon() {
  const prebuilt = join(npmFolder, ownPlatform().name, 'nodecodecs.node')
  return existsSync(prebuilt)
    ? { file: prebuilt, kind: 'prebuilt' }
    : { file: join(root, 'build/Release/nodecodecs.node'), kind: "this machine's own build" }
}

function packPlatform(platform, folder) {
  const copy = join(folder, platform.name)
  cpSync(join(npmFolder, platform.name), copy, { recursive: true })
  const addon = join(copy, 'nodecodecs.node')
  if (platform === ownPlatform()) copyFileSync(ownAddon().file, addon)
  else writeFileSync(addon, 'of another machine')
  return pack(copy, folder)
}

/** Packs all into `folder`; the tarballs, in the order in which they are to be published. */
function packAll(folder) {
  mkdirSync(folder)
  const served = PLATFORMS.filter(({ lacks }) => !lacks)
  return [...served.map((one) => packPlatform(one, folder)), packLibrary(folder)]
}

module.exports = { packAll, packLibrary, ownAddon }
