'use strict'
// The tarball of a platform's package, as npm pack makes it, but compressed by libdeflate.
const { execFileSync } = require('node:child_process')
const { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } = require('node:fs')
const { writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { gunzipSync } = require('node:zlib')
const { environment } = require('./libraries_build.js')

/** npm's own tarball of the package in `folder`: its name and the tar inside. */
function packed(folder) {
  const temp = mkdtempSync(join(tmpdir(), 'nodecodecs-pack-'))
  try {
    const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', temp]
    const name = execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }).trim()
    return { name, tar: gunzipSync(readFileSync(join(temp, name))) }
  } finally {
    rmSync(temp, { recursive: true })
  }
}

/** Writes the tarball into the package's folder; returns its path. */
function packPackage(machine, folder) {
  const { work, outside } = machine
  const { name, tar } = packed(folder)
  copyFileSync(join(__dirname, 'gzip.c'), join(outside, 'addon/gzip.c'))
  writeFileSync(join(outside, 'addon/package.tar'), tar)
  const flags = `-O2 -Wall -Wextra -I${work}/prefix/include gzip.c ${work}/prefix/lib/libdeflate.a`
  const lines = [`cc ${flags} -o gzip`, './gzip package.tar package.tgz']
  machine.run('gzip', lines, environment(machine), `${work}/addon`)
  const inside = gunzipSync(readFileSync(join(outside, 'addon/package.tgz')))
  if (!inside.equals(tar)) throw new Error(`${name}: what gzip.c wrote is not what it was given`)
  const tarball = join(folder, name)
  copyFileSync(join(outside, 'addon/package.tgz'), tarball)
  process.stderr.write(`${name}: ${statSync(tarball).size} bytes\n`)
  return tarball
}

module.exports = { packPackage }
