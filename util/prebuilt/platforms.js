'use strict'
// The platforms that get a package of their own. `run` says where its build has been run and
// proven; the others are built by the same script in .github/workflows/release.yml, and nobody has
// run them yet.

const PLATFORMS = [
  {
    name: 'linux-x64-gnu',
    os: 'linux',
    cpu: 'x64',
    libc: 'glibc',
    run: 'in a Debian 11 root',
  },
  { name: 'linux-arm64-gnu', os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { name: 'linux-x64-musl', os: 'linux', cpu: 'x64', libc: 'musl' },
  { name: 'linux-arm64-musl', os: 'linux', cpu: 'arm64', libc: 'musl' },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64' },
  { name: 'darwin-x64', os: 'darwin', cpu: 'x64' },
  {
    name: 'win32-x64',
    os: 'win32',
    cpu: 'x64',
    lacks: 'the addon asks the loader for symbols by dlsym, and nobody has linked it on Windows',
  },
]

const SCOPE = '@nodecodecs'

/** The npm package of a platform. */
const packageName = (platform) => `${SCOPE}/${platform.name}`

/** The platform of this machine. */
function ownPlatform() {
  const musl =
    process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime
  const libc = process.platform === 'linux' ? (musl ? 'musl' : 'glibc') : undefined
  return PLATFORMS.find(
    (row) => row.os === process.platform && row.cpu === process.arch && row.libc === libc,
  )
}

module.exports = { PLATFORMS, packageName, ownPlatform }
