'use strict'
// A registry on this machine (verdaccio) that has our packages, published as a release would, and
// passes every other question on to the registry that npm is set to.
const { execFileSync, spawn } = require('node:child_process')
const { mkdirSync, writeFileSync } = require('node:fs')
const { createServer } = require('node:net')
const { join } = require('node:path')

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function configuration(folder) {
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()
  const ours = { access: '$all', publish: '$anonymous' }
  return {
    storage: join(folder, 'storage'),
    max_body_size: '200mb',
    uplinks: { upstream: { url: upstream } },
    packages: {
      nodecodecs: ours,
      '@nodecodecs/*': ours,
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'file', path: join(folder, 'log'), level: 'warn' },
  }
}

async function answers(url, server) {
  for (let tries = 0; tries < 120 && server.exitCode === null; tries++) {
    const answer = await fetch(`${url}-/ping`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`${url} does not answer`)
}

/** Starts it in `folder`, with the verdaccio of `tools`; `stop` ends it. */
async function startRegistry(folder, tools) {
  mkdirSync(folder)
  const config = join(folder, 'config.yaml') // YAML has JSON as a part of it
  writeFileSync(config, JSON.stringify(configuration(folder)))
  const port = await freePort()
  const program = join(tools, 'node_modules/verdaccio/bin/verdaccio')
  const args = [program, '--config', config, '--listen', `127.0.0.1:${port}`]
  // It wants a newer Node than the library does.
  const node = join(tools, 'node_modules/node/bin/node')
  const server = spawn(node, args, { cwd: folder, stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', resolve).once('error', resolve))
  const stop = () => {
    server.kill('SIGKILL') // nothing that it keeps is wanted
    return ended
  }
  const url = `http://127.0.0.1:${port}/`
  try {
    await answers(url, server)
  } catch (error) {
    await stop()
    throw error
  }
  // npm wants some name to publish under; anybody may here.
  writeFileSync(join(folder, '.npmrc'), `registry=${url}\n//127.0.0.1:${port}/:_authToken=any\n`)
  const publish = (tarball) =>
    execFileSync('npm', ['publish', '--userconfig', join(folder, '.npmrc'), tarball], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  return { url, publish, stop }
}

module.exports = { freePort, startRegistry }
