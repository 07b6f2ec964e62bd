'use strict'
// Installs nodecodecs by every package manager of cases.js out of a registry on this machine, with
// the platform packages and without, and runs it; HELP says how.
const { execFileSync } = require('node:child_process')
const { copyFileSync, mkdirSync, mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { parseArgs } = require('node:util')
const cases = require('./cases.js')
const { chosen } = require('./chosen.js')
const { ownAddon, packAll } = require('./packages.js')
const { Project } = require('./project.js')
const { startRegistry } = require('./registry.js')
const { ownPlatform } = require('../prebuilt/platforms.js')

const HELP = `node util/package_managers/run.js [NAME...] | --peers

  NAME      ${cases.map(({ name }) => `'${name}'`).join(', ')} (default: all)
  --peers   instead: how long, how large and how many packages, beside others of its kind
`

const PEERS = ['nodecodecs', 'sharp', 'node-av', '@napi-rs/image', '@napi-rs/webcodecs']

function installTools(folder) {
  mkdirSync(folder)
  copyFileSync(join(__dirname, 'package.json'), join(folder, 'package.json'))
  execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
}

/** What is not as it must be, with the platform's package installed. */
function faultsWith({ codecs, addon, warnings, errors }) {
  const faults = Object.entries(codecs).filter(([, backend]) => backend !== 'native')
  if (Object.keys(codecs).length === 0) faults.push('no codec')
  if (!addon?.includes(ownPlatform().name)) faults.push(`the addon is ${addon}`)
  return [...faults.map(String), ...warnings, ...errors]
}

/**
 * And without: this manager's words say why, in one warning where the ffmpeg program does the work,
 * in an error of each codec where there is none.
 */
function faultsWithout({ addon, warnings, errors }, words) {
  const faults = addon ? [`the addon is ${addon}`] : []
  const said = warnings.length > 0 ? warnings : errors
  if (warnings.length > 1 || said.length === 0) faults.push(`${warnings.length} warnings`)
  for (const text of said) {
    if (!text.includes('is not installed (optional dependencies were left out')) faults.push(text)
    else if (!text.includes(words)) faults.push(`not this manager's words: ${text}`)
  }
  return faults
}

function attempt(one, place) {
  const { folder } = place
  const full = new Project(one, { ...place, folder: join(folder, 'full') })
  const seconds = full.install('nodecodecs')
  const faults = faultsWith(full.check())
  const bare = new Project(one, { ...place, folder: join(folder, 'bare') })
  bare.install('nodecodecs', true)
  faults.push(...faultsWithout(bare.check(), one.words))
  return { version: full.version(), seconds, megabytes: full.megabytes(), faults }
}

function report(one, { version, seconds, megabytes, faults }) {
  const said = faults.length === 0 ? 'native; without the platform package it says so' : 'FAILED'
  const cells = [`${one.name} (${version})`, said, `${seconds.toFixed(1)} s`, megabytes.toFixed(1)]
  console.log(`| ${cells.join(' | ')} |`)
  for (const fault of faults) console.log(fault)
  if (faults.length > 0) process.exitCode = 1
}

/** Installed by npm a second time, when the registry on this machine has everything. */
function comparePeers({ folder, tools, registry }) {
  for (const name of PEERS) {
    const fresh = (time) => {
      const place = join(folder, `${name.replace(/\W+/g, '_')}_${time}`)
      return new Project(cases[0], { folder: place, tools, registry })
    }
    fresh(1).install(name)
    const project = fresh(2)
    const seconds = project.install(name)
    const cells = [`${seconds.toFixed(1)} s`, project.megabytes().toFixed(1), project.packages()]
    console.log(`| ${[name, ...cells].join(' | ')} |`)
  }
}

async function tryAll(rows, peers) {
  const temp = mkdtempSync(join(tmpdir(), 'nodecodecs-managers-'))
  const tools = join(temp, 'tools')
  let registry
  try {
    installTools(tools)
    registry = await startRegistry(join(temp, 'registry'), tools)
    for (const tarball of packAll(join(temp, 'packages'))) registry.publish(tarball)
    console.log(`addon: ${ownAddon().kind}; Node ${process.version}`)
    if (peers) return comparePeers({ folder: join(temp, 'peers'), tools, registry })
    for (const one of rows) {
      const folder = join(temp, one.name.replace(/\W+/g, '_'))
      report(one, attempt(one, { folder, tools, registry }))
      rmSync(folder, { recursive: true, force: true })
    }
  } finally {
    await registry?.stop()
    rmSync(temp, { recursive: true, force: true })
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      peers: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) return process.stdout.write(HELP)
  if (values.peers && positionals.length > 0)
    throw new Error(`--peers: expected no names beside it, got ${positionals.join(', ')}`)
  await tryAll(chosen(cases, positionals), values.peers)
}

main().catch((error) => {
  console.error(`package managers: ${error.message}`)
  process.exitCode = 1
})
