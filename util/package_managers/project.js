'use strict'
// A project of a new user's, with one package manager's settings: it installs, and runs check.js.
const { execFileSync, spawnSync } = require('node:child_process')
const { appendFileSync, cpSync, existsSync, lstatSync, mkdirSync } = require('node:fs')
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

const MINUTES = 60_000
const MANAGERS_SETTINGS = /^(npm|pnpm|yarn|bun|INIT)_|^(npm_config|NODECODECS|NODE_OPTIONS)/i

/** The environment of a new user: caches of its own, no settings of the caller's. */
function environment(home) {
  const kept = Object.entries(process.env).filter(([name]) => !MANAGERS_SETTINGS.test(name))
  return { ...Object.fromEntries(kept), HOME: home, XDG_CACHE_HOME: join(home, 'cache'), CI: '1' }
}

function bytesIn(path) {
  const stat = lstatSync(path)
  if (!stat.isDirectory()) return stat.size
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

  /** Installs a package; the seconds that it took. */
  install(name, without = false) {
    if (without) this.write(this.one.without ?? {})
    const [program, ...args] = this.program
    const more = without ? (this.one.omit ?? []) : []
    const started = performance.now()
    const { status, stdout, stderr } = spawnSync(
      program,
      [...args, ...this.one.add, name, ...more],
      { cwd: this.app, env: this.env, encoding: 'utf8', timeout: 5 * MINUTES },
    )
    if (status !== 0) throw new Error(`${this.one.name}: ${stdout}\n${stderr}`)
    return (performance.now() - started) / 1000
  }

  /** What check.js says of what is installed. */
  check() {
    const args = [...(this.one.run ?? []), 'check.js']
    const options = { cwd: this.app, env: this.env, encoding: 'utf8', timeout: MINUTES }
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, options)
    // A process that crashes when all is said has failed, too.
    if (status !== 0)
      throw new Error(`${this.one.name}: check.js: ${signal ?? status}\n${stdout}\n${stderr}`)
    return JSON.parse(stdout)
  }

  version() {
    const [program, ...args] = this.program
    const options = { cwd: this.app, env: this.env, encoding: 'utf8' }
    return execFileSync(program, [...args, '--version'], options).trim()
  }

  /** How many packages npm has installed. */
  packages() {
    const text = readFileSync(join(this.app, 'node_modules/.package-lock.json'), 'utf8')
    return Object.keys(JSON.parse(text).packages).length
  }

  megabytes() {
    const places = ['node_modules', '.yarn/unplugged'].map((name) => join(this.app, name))
    return places.filter(existsSync).reduce((sum, place) => sum + bytesIn(place), 0) / 1e6
  }
}

module.exports = { Project }
