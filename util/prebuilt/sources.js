'use strict'
// Brings the source tarballs into a folder: from upstream by URL, and where upstream is not to be
// reached, the same tarballs out of Debian's source packages. Either way the checksum decides.
const { createHash } = require('node:crypto')
const { execFileSync } = require('node:child_process')
const { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } = require('node:fs')
const { writeFileSync } = require('node:fs')
const { basename, join } = require('node:path')

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** The file of a row in the cache, if it is there and whole. */
function cached(row, cache) {
  const wanted = [row.sha256, row.debian.sha256].filter(Boolean)
  for (const sum of wanted) {
    const folder = join(cache, sum)
    if (!existsSync(folder)) continue
    const [name] = readdirSync(folder)
    const file = join(folder, name ?? '')
    if (name && sha256(readFileSync(file)) === sum)
      return { file, sha256: sum, upstream: sum === row.sha256 }
    rmSync(folder, { recursive: true })
  }
  return undefined
}

function keep(bytes, name, sum, cache) {
  if (sha256(bytes) !== sum) throw new Error(`${name}: SHA-256 is ${sha256(bytes)}, not ${sum}`)
  mkdirSync(join(cache, sum), { recursive: true })
  const file = join(cache, sum, name)
  writeFileSync(`${file}.part`, bytes)
  renameSync(`${file}.part`, file)
}

/** The bytes at a row's address; undefined, and a line that says why, where it cannot be reached. */
async function fromUpstream(row) {
  try {
    const response = await fetch(row.url, { signal: AbortSignal.timeout(120_000) })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  } catch (error) {
    const why = error.cause?.code ?? error.message
    process.stderr.write(`${row.name}: not from upstream (${why}); from Debian\n`)
    return undefined
  }
}

/** A state of apt's own with the source lists of `suites`: the machine's stays as it is. */
function aptState(cache) {
  const state = join(cache, 'apt')
  const config = join(state, 'apt.conf')
  const env = { ...process.env, APT_CONFIG: config }
  if (existsSync(join(state, 'ready'))) return env
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'parts', 'downloads'])
    mkdirSync(join(state, folder), { recursive: true })
  const suites = ['sid', 'trixie'].map((s) => `deb-src http://deb.debian.org/debian ${s} main\n`)
  writeFileSync(join(state, 'sources.list'), suites.join(''))
  const lines = [
    `Dir::State "${state}/state";`,
    `Dir::Cache "${state}/cache";`,
    `Dir::Etc::sourcelist "${state}/sources.list";`,
    `Dir::Etc::sourceparts "${state}/parts";`,
    'Acquire::Check-Valid-Until "false";',
  ]
  writeFileSync(config, lines.join('\n'))
  execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'inherit' })
  writeFileSync(join(state, 'ready'), '')
  return env
}

function fromDebian(row, cache) {
  const env = aptState(cache)
  const folder = join(cache, 'apt/downloads', row.name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const args = ['source', '-qq', '--download-only', '--tar-only', row.debian.source]
  execFileSync('apt-get', args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const name = readdirSync(folder).find((file) => /\.orig\.tar\.\w+$/.test(file))
  if (!name) throw new Error(`apt-get source ${row.debian.source} brought no tarball`)
  keep(readFileSync(join(folder, name)), name, row.debian.sha256 ?? row.sha256, cache)
}

/** The tarball of a row, downloaded unless it is in `cache`. */
async function source(row, cache) {
  const there = cached(row, cache)
  if (there) return there
  const bytes = await fromUpstream(row)
  // Another file than the table's ends the build: it is not asked for elsewhere.
  if (bytes) keep(bytes, basename(new URL(row.url).pathname), row.sha256, cache)
  else fromDebian(row, cache)
  return cached(row, cache)
}

/** Unpacks a tarball into `folder`, which then has the sources without a folder around them. */
function unpack(tarball, folder) {
  rmSync(folder, { recursive: true, force: true })
  const inner = `${folder}.unpacking`
  rmSync(inner, { recursive: true, force: true })
  mkdirSync(inner, { recursive: true })
  execFileSync('tar', ['xf', tarball, '-C', inner])
  const entries = readdirSync(inner)
  if (entries.length > 1) return renameSync(inner, folder)
  renameSync(join(inner, entries[0]), folder)
  rmSync(inner, { recursive: true })
}

module.exports = { source, unpack }
