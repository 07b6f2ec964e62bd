'use strict'
// Installs the peers once. Their install scripts stay off: what they do is download binaries, and
// the platform packages that npm installs hold those already.
const { spawnSync } = require('node:child_process')
const { existsSync, statSync } = require('node:fs')
const { join } = require('node:path')

const installed = join(__dirname, 'node_modules/.package-lock.json')
const wanted = join(__dirname, 'package-lock.json')
const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs

if (!fresh) {
  // Not `npm ci`: it wants every platform's package of @napi-rs/webcodecs, and most were never published.
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
  const { status } = spawnSync('npm', args, { cwd: __dirname, stdio: 'inherit' })
  // The peers are company, not a need: run.js goes on without those that do not load, and names them.
  if (status !== 0) console.warn('the peers could not be installed; measuring without them')
}
