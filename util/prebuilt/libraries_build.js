'use strict'
// Builds the libraries of the table into one prefix, each only when its row, its switches or its
// tarball changed since.
const { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { createHash } = require('node:crypto')
const { join } = require('node:path')
const { LIBRARIES } = require('./libraries.js')
const { recipe } = require('./recipes.js')
const { source, unpack } = require('./sources.js')

const OPTIMISE = '-O3 -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections'

/** The environment of every compiler: nothing of the caller's but the search path. */
function environment(machine) {
  const { work } = machine
  const prefix = `${work}/prefix`
  // No path of the machine in the file: two builds in two places are the same.
  const paths = `-ffile-prefix-map=${work}/src=. -ffile-prefix-map=${work}/build=.`
  const mac = process.platform === 'darwin'
  return {
    PATH: machine.path,
    HOME: '/tmp',
    LC_ALL: 'C',
    SOURCE_DATE_EPOCH: '1700000000',
    PKG_CONFIG_PATH: `${prefix}/lib/pkgconfig`,
    CFLAGS: `${OPTIMISE} ${paths} -Werror=implicit-function-declaration`,
    CXXFLAGS: `${OPTIMISE} ${paths} -fvisibility-inlines-hidden`,
    CPPFLAGS: `-I${prefix}/include`,
    CXXLIB: mac ? '-lc++' : '-lstdc++',
    ...(mac ? { MACOSX_DEPLOYMENT_TARGET: '11.0' } : {}),
    ...(process.env.CCACHE_DIR_INSIDE ? { CCACHE_DIR: process.env.CCACHE_DIR_INSIDE } : {}),
  }
}

const wanted = (gpl) => LIBRARIES.filter((row) => gpl || !row.gpl)

/** What a library is made of, beside what it is linked to: the number of processes does not count. */
function stampOf(row, lines, tarball, before) {
  const patch = row.patch ? readFileSync(join(__dirname, row.patch.file), 'utf8') : ''
  const included = row.include ? [readFileSync(join(__dirname, row.include), 'utf8')] : []
  const steps = lines.map((line) => line.replace(/ -j\d+/g, ''))
  const parts = JSON.stringify([steps, tarball.sha256, patch, before, ...included])
  return createHash('sha256').update(parts).digest('hex')
}

async function buildOne(row, machine, options, before) {
  const { work, outside } = machine
  const tarball = await source(row, options.cache)
  const at = {
    source: `${work}/src/${row.name}`,
    build: `${work}/build/${row.name}`,
    prefix: `${work}/prefix`,
    files: `${work}/files`,
    jobs: options.jobs,
    gpl: options.gpl,
  }
  const lines = recipe(row, at)
  const stamp = stampOf(row, lines, tarball, row.name === 'ffmpeg' ? before : '')
  const file = join(outside, 'stamps', row.name)
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp) return { row, tarball, stamp }
  const started = Date.now()
  unpack(tarball.file, join(outside, 'src', row.name))
  row.patch?.apply(join(outside, 'src', row.name))
  rmSync(join(outside, 'build', row.name), { recursive: true, force: true })
  machine.run(row.name, lines, environment(machine), at.build)
  writeFileSync(file, stamp)
  process.stderr.write(
    `${row.name} ${row.version}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
  )
  return { row, tarball, stamp }
}

/** Builds what is missing; resolves to the rows with their tarballs. */
async function buildLibraries(machine, options) {
  for (const folder of ['src', 'build', 'stamps', 'files'])
    mkdirSync(join(machine.outside, folder), { recursive: true })
  const built = []
  for (const row of wanted(options.gpl)) {
    if (row.include)
      cpSync(join(__dirname, row.include), join(machine.outside, 'files', row.include))
    const before = built.map(({ stamp }) => stamp).join()
    built.push(await buildOne(row, machine, options, before))
  }
  return built
}

module.exports = { buildLibraries, environment }
