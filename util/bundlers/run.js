'use strict'
// Builds and runs project/ by every bundler of cases.js, with the packed library and the addon of
// `npm run prebuilt`, or where there is none this machine's own, as the platform's package:
// node util/bundlers/run.js [NAME...]. Linux x64, glibc.
const { execFileSync, spawn, spawnSync } = require('node:child_process')
const { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const cases = require('./cases.js')
const { ownAddon } = require('../package_managers/packages.js')

const root = join(__dirname, '../..')
const EXPECTED = 'jpeg native whole, webp native whole'
const MINUTES = 60_000
const PORT = '38917'

const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }

function pack(folder, to) {
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', to]
  return join(to, execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }).trim())
}

/** project/ with everything installed: the tarballs are what a user would get. */
function install(temp) {
  const platform = join(temp, 'platform')
  cpSync(join(root, 'npm/linux-x64-gnu'), platform, { recursive: true })
  cpSync(ownAddon().file, join(platform, 'nodecodecs.node'))
  const tarballs = [pack(root, temp), pack(platform, temp)]
  const project = join(temp, 'project')
  cpSync(join(__dirname, 'project'), project, { recursive: true })
  cpSync(join(__dirname, 'package.json'), join(project, 'package.json'))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...tarballs], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return project
}

function program(project, [name, ...args], timeout = 5 * MINUTES) {
  const options = { cwd: project, encoding: 'utf8', env: environment, timeout }
  const { status, stdout, stderr } = spawnSync(
    join(project, 'node_modules/.bin', name),
    args,
    options,
  )
  return { ok: status === 0, text: `${stdout}\n${stderr}` }
}

/** What the server says that a script of Node's is. */
async function page(file, args = [], cwd = dirname(file)) {
  const env = { ...environment, PORT, HOSTNAME: '127.0.0.1' }
  const server = spawn(process.execPath, [file, ...args], { cwd, env, stdio: 'ignore' })
  try {
    for (let tries = 0; tries < 60; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      const answer = await fetch(`http://127.0.0.1:${PORT}/`).catch(() => undefined)
      if (answer) return await answer.text()
    }
    return `${file} does not answer`
  } finally {
    server.kill()
  }
}

/** What the bundle says in a folder of its own. */
async function said(project, alone, { out = 'out', run, serve, beside = [] }) {
  rmSync(alone, { recursive: true, force: true })
  cpSync(join(project, out), alone, { recursive: true })
  for (const name of beside) {
    mkdirSync(join(alone, 'node_modules', dirname(name)), { recursive: true })
    cpSync(join(project, 'node_modules', name), join(alone, 'node_modules', name), {
      recursive: true,
    })
  }
  if (serve) return page(join(alone, serve))
  const options = { cwd: alone, encoding: 'utf8', timeout: MINUTES }
  const { stdout, stderr } = spawnSync(process.execPath, [run], options)
  return `${stdout}\n${stderr}`
}

async function attempt(project, alone, one) {
  if (one.test) return program(project, one.test)
  rmSync(join(project, 'out'), { recursive: true, force: true })
  const built = program(project, one.build)
  if (!built.ok) return built
  const text = one.start
    ? await page(
        realpathSync(join(project, 'node_modules/.bin', one.start[0])),
        one.start.slice(1),
        project,
      )
    : await said(project, alone, one)
  return { ok: text.includes(EXPECTED), text }
}

async function main() {
  const wanted = process.argv.slice(2)
  const temp = mkdtempSync(join(tmpdir(), 'nodecodecs-bundlers-'))
  try {
    const project = install(temp)
    for (const one of cases.filter(({ name }) => !wanted.length || wanted.includes(name))) {
      const { ok, text } = await attempt(project, join(temp, 'alone'), one)
      console.log(`${one.name}: ${ok ? 'native' : `FAILED\n${text}`}`)
      if (!ok) process.exitCode = 1
    }
  } finally {
    rmSync(temp, { recursive: true, force: true })
  }
}

void main()
