'use strict'
// Installs nodecodecs by every package manager of cases.js out of a registry on this machine, with
// the platform packages and without, and runs it: node util/package_managers/run.js [NAME...]
const { execFileSync, spawnSync } = require('node:child_process')
const { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } = require('node:fs')
const { appendFileSync, existsSync, lstatSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const cases = require('./cases.js')
const { ownAddon, packAll } = require('./packages.js')
const { startRegistry } = require('./registry.js')
const { ownPlatform } = require('../prebuilt/platforms.js')

const MINUTES = 60_000
const MANAGERS_SETTINGS = /^(npm|pnpm|yarn|bun|INIT)_|^(npm_config|NODECODECS|NODE_OPTIONS)/i

/** The environment of a new user: caches of its own, no settings of the caller's. */
function environment(home) {
  const kept = Object.entries(process.env).filter(([name]) => !MANAGERS_SETTINGS.test(name))
  return { ...Object.fromEntries(kept), HOME: home, XDG_CACHE_HOME: join(home, 'cache'), CI: '1' }
}

function installTools(folder) {
  mkdirSync(folder)
  copyFileSync(join(__dirname, 'package.json'), join(folder, 'package.json'))
  execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
}

function bytesIn(path) {
  const stat = lstatSync(path)
  if (!stat.isDirectory()) return stat.nlink > 0 ? stat.size : 0
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
}

class Project {
  constructor(one, { folder, tools, registry }) {
    this.one = one
    this.folder = folder
    this.env = environment(join(folder, 'home'))
    this.app = join(folder, 'app')
    const [program, ...more] = one.program
    const own = (part) => (part.startsWith('node_modules/') ? join(tools, part) : part)
    this.program = [own(program), ...more.map(own)]
    mkdirSync(this.env.HOME, { recursive: true })
    cpSync(join(__dirname, 'project'), this.app, { recursive: true })
    this.write({ 'package.json': '{ "name": "app", "version": "1.0.0", "private": true }' })
    this.write(one.settings(registry.url))
  }

  write(files) {
    for (const [name, text] of Object.entries(files)) {
      appendFileSync(join(this.app, name), `${text}\n`)
    }
  }

  install(without) {
    if (without) this.write(this.one.without ?? {})
    const [program, ...args] = this.program
    const more = without ? (this.one.omit ?? []) : []
    const started = performance.now()
    const { status, stdout, stderr } = spawnSync(
      program,
      [...args, ...this.one.add, 'nodecodecs', ...more],
      { cwd: this.app, env: this.env, encoding: 'utf8', timeout: 5 * MINUTES },
    )
    if (status !== 0) throw new Error(`${this.one.name}: ${stdout}\n${stderr}`)
    return (performance.now() - started) / 1000
  }

  /** What check.js says of what is installed. */
  check() {
    const args = [...(this.one.run ?? []), 'check.js']
    const options = { cwd: this.app, env: this.env, encoding: 'utf8', timeout: MINUTES }
    const { stdout, stderr } = spawnSync(process.execPath, args, options)
    try {
      return JSON.parse(stdout)
    } catch {
      throw new Error(`${this.one.name}: ${stdout}\n${stderr}`)
    }
  }

  version() {
    const [program, ...args] = this.program
    const options = { cwd: this.app, env: this.env, encoding: 'utf8' }
    return execFileSync(program, [...args, '--version'], options).trim()
  }

  megabytes() {
    const places = ['node_modules', '.yarn/unplugged'].map((name) => join(this.app, name))
    return places.filter(existsSync).reduce((sum, place) => sum + bytesIn(place), 0) / 1e6
  }
}

/** What is not as it must be, with the platform's package installed. */
function faultsWith({ codecs, addon, warnings }) {
  const faults = Object.entries(codecs).filter(([, backend]) => backend !== 'native')
  if (Object.keys(codecs).length === 0) faults.push('no codec')
  if (!addon?.includes(ownPlatform().name)) faults.push(`the addon is ${addon}`)
  return [...faults.map(String), ...warnings]
}

/** And without: one warning that says why, in this manager's words. */
function faultsWithout({ addon, warnings }, words) {
  const [warning = 'no warning', ...more] = warnings
  const faults = addon ? [`the addon is ${addon}`] : []
  if (!warning.includes('is not installed (optional dependencies were left out'))
    faults.push(warning)
  else if (!warning.includes(words)) faults.push(`not this manager's words: ${warning}`)
  return [...faults, ...more]
}

function attempt(one, place) {
  const { folder } = place
  const full = new Project(one, { ...place, folder: join(folder, 'full') })
  const seconds = full.install(false)
  const faults = faultsWith(full.check())
  const bare = new Project(one, { ...place, folder: join(folder, 'bare') })
  bare.install(true)
  faults.push(...faultsWithout(bare.check(), one.words))
  return { version: full.version(), seconds, megabytes: full.megabytes(), faults }
}

function report(one, { version, seconds, megabytes, faults }) {
  const said = faults.length === 0 ? 'native; without the platform package one warning' : 'FAILED'
  const cells = [`${one.name} (${version})`, said, `${seconds.toFixed(1)} s`, megabytes.toFixed(1)]
  console.log(`| ${cells.join(' | ')} |`)
  for (const fault of faults) console.log(fault)
  if (faults.length > 0) process.exitCode = 1
}

async function main() {
  const wanted = process.argv.slice(2)
  const temp = mkdtempSync(join(tmpdir(), 'nodecodecs-managers-'))
  const tools = join(temp, 'tools')
  let registry
  try {
    installTools(tools)
    registry = await startRegistry(join(temp, 'registry'), tools)
    for (const tarball of packAll(join(temp, 'packages'))) registry.publish(tarball)
    console.log(`addon: ${ownAddon().kind}; Node ${process.version}`)
    for (const one of cases.filter(({ name }) => !wanted.length || wanted.includes(name))) {
      const folder = join(temp, one.name.replace(/\W+/g, '_'))
      report(one, attempt(one, { folder, tools, registry }))
      rmSync(folder, { recursive: true, force: true })
    }
  } finally {
    registry?.stop()
    rmSync(temp, { recursive: true, force: true })
  }
}

void main()
