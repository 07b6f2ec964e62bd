'use strict'
// npm run prebuilt: the package of this platform, with its addon in which every library is linked
// statically, in npm/PLATFORM, and its tarball. See docs/prebuilt.md.
const { availableParallelism } = require('node:os')
const { join, resolve } = require('node:path')
const { parseArgs } = require('node:util')
const { faults } = require('./check.js')
const { buildLibraries } = require('./libraries_build.js')
const { linkAddon } = require('./link.js')
const { debianRoot, here } = require('./machine.js')
const { packPackage } = require('./pack.js')
const { checkFolder, writePackage } = require('./package.js')
const { ownPlatform } = require('./platforms.js')

const root = join(__dirname, '../..')

const HELP = `npm run prebuilt -- [options]

  --root DIR    compile in a Debian 11 root in DIR, made by debootstrap when it is not there (needs
                the rights of root); without it on this machine as it is
  --work DIR    where to compile without --root (default: build-prebuilt)
  --cache DIR   where the source tarballs are kept (default: build-prebuilt/sources)
  --out DIR     where the package is written (default: npm/PLATFORM); emptied first, so it has to be
                new, empty or a package that was written there before
  --jobs N      processes at once (default: the processors)
  --lgpl        without x264 and x265: LGPL-2.1-or-later instead of GPL-2.0-or-later
  --libraries   stop when the libraries are built
  --help
`

function parse() {
  const { values } = parseArgs({
    options: {
      root: { type: 'string' },
      work: { type: 'string', default: join(root, 'build-prebuilt') },
      cache: { type: 'string', default: join(root, 'build-prebuilt/sources') },
      out: { type: 'string' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      lgpl: { type: 'boolean', default: false },
      libraries: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (!/^[1-9]\d{0,3}$/.test(values.jobs))
    throw new Error(`--jobs: expected a positive integer, got ${values.jobs}`)
  if (!values.root && /[^\p{L}\p{N}_./@:+~-]/u.test(resolve(values.work)))
    throw new Error(`--work: expected a path that a shell takes as it is, got ${values.work}`)
  return { ...values, gpl: !values.lgpl, cache: resolve(values.cache) }
}

async function main() {
  const options = parse()
  if (options.help) return process.stdout.write(HELP)
  const platform = ownPlatform()
  if (!platform) throw new Error(`no package for ${process.platform} ${process.arch}: platforms.js`)
  if (platform.lacks) throw new Error(`${platform.name}: ${platform.lacks}`)
  const out = resolve(options.out ?? join(root, 'npm', platform.name))
  checkFolder(out, platform)
  const machine = options.root ? debianRoot(resolve(options.root)) : here(resolve(options.work))
  try {
    const built = await buildLibraries(machine, options)
    if (options.libraries) return
    const addon = linkAddon(machine, { ...options, platform, built })
    const wrong = platform.os === 'linux' ? faults(addon, platform.libc) : []
    if (wrong.length > 0) throw new Error(`${addon}: ${wrong.join('; ')}`)
    writePackage({ out, addon, built, platform, gpl: options.gpl })
    process.stdout.write(`${packPackage(machine, out)}\n`)
  } finally {
    machine.close()
  }
}

main().catch((error) => {
  process.stderr.write(`prebuilt: ${error.message}\n`)
  process.exitCode = 1
})
