'use strict'
// Before packing: writes where the project lives into package.json, as npm's pages, `npm repo`,
// `npm bugs` and the README's links there want it. The address is that of the forge which releases.
//   node util/prebuilt/address.js https://example.org/owner/nodecodecs
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

/** The manifest with repository, homepage and bugs of the project at `address`. */
function addressed(manifest, address) {
  const url = URL.canParse(address ?? '') ? new URL(address) : undefined
  if (url?.protocol !== 'https:' || url.pathname === '/') {
    throw new Error(`address: expected https://HOST/OWNER/PROJECT, got ${address}`)
  }
  const place = url.href.replace(/(\.git)?\/*$/, '')
  return {
    ...manifest,
    homepage: `${place}#readme`,
    bugs: { url: `${place}/issues` },
    repository: { type: 'git', url: `git+${place}.git` },
  }
}

if (require.main === module) {
  const file = join(__dirname, '../../package.json')
  const manifest = addressed(JSON.parse(readFileSync(file, 'utf8')), process.argv[2])
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
}

module.exports = { addressed }
