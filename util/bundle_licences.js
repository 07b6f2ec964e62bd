'use strict'
// What the licences of bundled packages ask for: to be told with every copy.
const { appendFileSync, readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/** Packages of which a bundle holds code, by esbuild's report. */
function packagesIn({ inputs }) {
  const paths = Object.keys(inputs).map((path) =>
    path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/),
  )
  return [...new Set(paths.filter(Boolean).map(([, folder]) => folder))].sort()
}

function licence(folder) {
  const { name, version } = require(join(folder, 'package.json'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} has no licence file to go with its code`)
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}`
}

/** Ends each bundle with the licences of the packages in it. */
function addLicences(root, { outputs }) {
  for (const [file, output] of Object.entries(outputs)) {
    const texts = packagesIn(output).map((folder) => licence(join(root, folder)))
    if (texts.length === 0) continue
    const all = ['This file contains code of these packages.', ...texts].join('\n\n')
    appendFileSync(join(root, file), `/*!\n${all.replaceAll('*/', '* /')}\n*/\n`)
  }
}

module.exports = { addLicences }
