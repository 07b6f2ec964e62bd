'use strict'
// Writes the npm package of one platform: the addon, package.json, the licence, and NOTICE with
// every library's licence texts, version, and the place of its sources.
const { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } = require('node:fs')
const { rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { execFileSync } = require('node:child_process')
const { PLATFORMS, packageName } = require('./platforms.js')
const { version, repository } = require('../../package.json')

const licenceOf = (gpl) => (gpl ? 'GPL-2.0-or-later' : 'LGPL-2.1-or-later')

function packageJson(platform, gpl) {
  return {
    name: packageName(platform),
    version,
    description: `The native addon of nodecodecs for ${platform.name}, with its codecs inside`,
    license: licenceOf(gpl),
    ...(repository ? { repository } : {}),
    os: [platform.os],
    cpu: [platform.cpu],
    ...(platform.libc ? { libc: [platform.libc] } : {}),
    engines: { node: '>=20' },
    main: 'nodecodecs.node',
    files: ['nodecodecs.node', 'NOTICE', 'LICENSE'],
    // Bundlers and package managers that keep packages zipped: this one is unpacked.
    preferUnplugged: true,
  }
}

const RULE = '='.repeat(80)

/** A file of a library's tarball, as text. */
function textOf(tarball, name) {
  const list = execFileSync('tar', ['tf', tarball], { encoding: 'utf8', maxBuffer: 1 << 26 })
  const names = list.split('\n').filter((entry) => entry === name || entry.endsWith(`/${name}`))
  names.sort((a, b) => a.length - b.length)
  if (names.length === 0) throw new Error(`${tarball} has no ${name}`)
  return execFileSync('tar', ['xOf', tarball, names[0]], { encoding: 'utf8', maxBuffer: 1 << 26 })
}

function section({ row, tarball }) {
  const from = tarball.upstream ? row.url : `Debian's source package ${row.debian.source}`
  const head = [
    RULE,
    `${row.name} ${row.version}`,
    `Licence: ${row.licence}`,
    `Source: ${from}`,
    `SHA-256: ${tarball.sha256}`,
    ...(row.patch
      ? [`Changed: util/prebuilt/${row.patch.file} of nodecodecs ${row.patch.how}`]
      : []),
    RULE,
  ]
  return [...head, '', ...row.texts.map((name) => textOf(tarball.file, name).trim()), ''].join('\n')
}

function notice(built, gpl) {
  const one = gpl ? 'GPL' : 'LGPL'
  const names = built.map(({ row }) => `${row.name} ${row.version} (${row.licence})`)
  return [
    `nodecodecs.node ${version}, as a whole under ${licenceOf(gpl)}.`,
    '',
    'It is nodecodecs (MIT) linked statically with:',
    ...names.map((name) => `  ${name}`),
    "  GCC's libstdc++ and libgcc (GPL-3.0-or-later with the GCC Runtime Library Exception)",
    '  node-addon-api (MIT)',
    '',
    `The complete corresponding source, for the ${one}: the tarballs named below, which are also`,
    `kept beside this package's release of nodecodecs, and nodecodecs ${version} itself, whose`,
    '"npm run prebuilt" makes this file of them (util/prebuilt: every switch, every change).',
    '',
    'H.264 and HEVC are covered by patents in some countries; a copyright licence grants none.',
    '',
    ...built.map(section),
    RULE,
    'nodecodecs',
    RULE,
    '',
    readFileSync(join(__dirname, '../../LICENSE'), 'utf8'),
  ].join('\n')
}

/** The text of the licence that holds for the whole. */
function licence(built, gpl) {
  const ffmpeg = built.find(({ row }) => row.name === 'ffmpeg')
  return textOf(ffmpeg.tarball.file, gpl ? 'COPYING.GPLv2' : 'COPYING.LGPLv2.1')
}

/** Writes npm/PLATFORM/package.json of every platform: node util/prebuilt/package.js. */
function writeManifests() {
  for (const platform of PLATFORMS.filter(({ lacks }) => !lacks)) {
    const folder = join(__dirname, '../../npm', platform.name)
    mkdirSync(folder, { recursive: true })
    const json = JSON.stringify(packageJson(platform, true), null, 2)
    writeFileSync(join(folder, 'package.json'), `${json}\n`)
  }
}

if (require.main === module) writeManifests()

/** Throws unless the folder may be emptied for the package: new, empty, or that package already. */
function checkFolder(out, platform) {
  if (!existsSync(out) || readdirSync(out).length === 0) return
  const file = join(out, 'package.json')
  const name = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).name : undefined
  if (name !== packageName(platform))
    throw new Error(
      `--out: expected an empty folder or one of ${packageName(platform)}, got ${out}`,
    )
}

/** Writes the package into the folder `out`, which is emptied. */
function writePackage({ out, addon, built, platform, gpl }) {
  if (!existsSync(addon)) throw new Error(`${addon} is not there`)
  checkFolder(out, platform)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const json = JSON.stringify(packageJson(platform, gpl), null, 2)
  writeFileSync(join(out, 'package.json'), `${json}\n`)
  writeFileSync(join(out, 'NOTICE'), notice(built, gpl))
  writeFileSync(join(out, 'LICENSE'), licence(built, gpl))
  copyFileSync(addon, join(out, 'nodecodecs.node'))
}

module.exports = { checkFolder, packageJson, writePackage }
