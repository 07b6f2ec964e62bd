'use strict'
// Builds and runs project/ by every bundler of cases.js, with the packed library and the addon of
// `npm run prebuilt`, or where there is none this machine's own, as the platform's package. HELP says
// how. Linux x64, glibc.
const { execFileSync, spawn, spawnSync } = require('node:child_process')
const { cpSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { parseArgs } = require('node:util')
const cases = require('./cases.js')
const { chosen } = require('../package_managers/chosen.js')
const { ownAddon } = require('../package_managers/packages.js')
const { freePort } = require('../package_managers/registry.js')

const HELP = `node util/bundlers/run.js [NAME...]

  NAME   ${cases.map(({ name }) => `'${name}'`).join(', ')} (default: all)
`

const root = join(__dirname, '../..')
const EXPECTED = 'jpeg native whole, webp native whole'
const MINUTES = 60_000

/** Without the caller's settings of Node and of the library, which could name another addon. */
const kept = Object.entries(process.env).filter(([name]) => !/^(NODECODECS|NODE)_/.test(name))
const environment = { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }

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

function program(cwd, file, args, timeout = 5 * MINUTES) {
  const options = { cwd, encoding: 'utf8', env: environment, timeout }
  const { status, signal, error, stdout, stderr } = spawnSync(file, args, options)
  const why = error?.message ?? (signal ? `ended by ${signal}` : '')
  return { ok: status === 0, text: [stdout, stderr, why].filter(Boolean).join('\n') }
}

const tool = (project, [name, ...args]) =>
  program(project, join(project, 'node_modules/.bin', name), args)

/** What a server that is a script of Node's says. */
async function page(file, args = [], cwd = dirname(file)) {
  const port = await freePort()
  const env = { ...environment, PORT: String(port), HOSTNAME: '127.0.0.1' }
  // A group of its own, which ends with whatever it has started.
  const server = spawn(process.execPath, [file, ...args], {
    cwd,
    env,
    stdio: 'ignore',
    detached: true,
  })
  const ended = new Promise((resolve) => server.once('exit', resolve).once('error', resolve))
  try {
    for (let tries = 0; tries < 60; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      if (server.exitCode !== null || server.signalCode !== null) break
      const signal = AbortSignal.timeout(MINUTES)
      const answer = await fetch(`http://127.0.0.1:${port}/`, { signal }).catch(() => undefined)
      if (answer) return { ok: answer.ok, text: await answer.text() }
    }
    return { ok: false, text: `${file} does not answer (exit code ${server.exitCode})` }
  } finally {
    if (server.exitCode === null && server.signalCode === null) process.kill(-server.pid, 'SIGKILL')
    await ended
  }
}

/** What the bundle says in a folder of its own, where the project is no more. */
async function said(project, alone, { out = 'out', run, serve, beside = [] }) {
  rmSync(alone, { recursive: true, force: true })
  // Next.js makes links: as they are, not to where they lead in the project.
  cpSync(join(project, out), alone, { recursive: true, verbatimSymlinks: true })
  for (const name of beside) {
    mkdirSync(join(alone, 'node_modules', dirname(name)), { recursive: true })
    cpSync(join(project, 'node_modules', name), join(alone, 'node_modules', name), {
      recursive: true,
    })
  }
  const away = `${project}.away`
  renameSync(project, away)
  try {
    return serve ? await page(join(alone, serve)) : program(alone, process.execPath, [run], MINUTES)
  } finally {
    renameSync(away, project)
  }
}

async function attempt(project, alone, one) {
  if (one.test) return tool(project, one.test)
  rmSync(join(project, 'out'), { recursive: true, force: true })
  const built = tool(project, one.build)
  if (!built.ok) return built
  const script = one.start && realpathSync(join(project, 'node_modules/.bin', one.start[0]))
  const { ok, text } = script
    ? await page(script, one.start.slice(1), project)
    : await said(project, alone, one)
  return { ok: ok && text.includes(EXPECTED), text }
}

async function tryAll(rows) {
  const temp = mkdtempSync(join(tmpdir(), 'nodecodecs-bundlers-'))
  try {
    const project = install(temp)
    console.log(`addon: ${ownAddon().kind}; Node ${process.version}`)
    for (const one of rows) {
      const { ok, text } = await attempt(project, join(temp, 'alone'), one)
      console.log(`${one.name}: ${ok ? 'native' : `FAILED\n${text}`}`)
      if (!ok) process.exitCode = 1
    }
  } finally {
    rmSync(temp, { recursive: true, force: true })
  }
}

async function main() {
  const options = { help: { type: 'boolean', default: false } }
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  if (values.help) return process.stdout.write(HELP)
  await tryAll(chosen(cases, positionals))
}

main().catch((error) => {
  console.error(`bundlers: ${error.message}`)
  process.exitCode = 1
})
