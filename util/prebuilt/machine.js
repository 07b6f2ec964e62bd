'use strict'
// Where a prebuilt addon is compiled: on this machine, or in a root folder of an older Debian, so
// that the result runs wherever glibc is not older than that.
const { execFileSync, spawnSync } = require('node:child_process')
const {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
} = require('node:fs')
const { join } = require('node:path')

const SUITE = 'bullseye' // glibc 2.31
const PACKAGES = 'build-essential pkg-config python3 nasm xz-utils bzip2 cmake ninja-build meson'
const MOUNTS = ['proc', 'sys', 'dev']

/** Runs shell lines with `env` alone; what they print goes to a log, whose end is shown on failure. */
function runner(prefix, log) {
  return (name, lines, env, cwd) => {
    mkdirSync(log, { recursive: true })
    const file = join(log, `${name}.log`)
    const out = openSync(file, 'w')
    const script = ['set -e', `mkdir -p ${cwd}`, `cd ${cwd}`, ...lines].join('\n')
    const [program, ...args] = [...prefix, 'sh', '-c', script]
    const { status, error } = spawnSync(program, args, { env, stdio: ['ignore', out, out] })
    closeSync(out)
    if (error) throw error
    if (status === 0) return file
    const end = readFileSync(file, 'utf8').split('\n').slice(-25).join('\n')
    throw new Error(`building ${name} failed; the end of ${file}:\n${end}`)
  }
}

/** This machine as it is: a container or a runner of the oldest system that is to be served. */
function here(work) {
  return {
    work,
    outside: work,
    path: process.env.PATH,
    run: runner([], join(work, 'log')),
    close() {},
  }
}

/** Mounts what programs need in `root`; those that were there stay: another build may use them. */
function mount(root) {
  const mounts = readFileSync('/proc/mounts', 'utf8')
  const made = []
  const close = () => {
    for (const target of made.reverse()) {
      const { status } = spawnSync('umount', [target], { stdio: 'inherit' })
      if (status !== 0) process.stderr.write(`${target} is still mounted\n`)
    }
  }
  try {
    for (const folder of MOUNTS) {
      const target = join(root, folder)
      if (mounts.includes(` ${target} `)) continue
      execFileSync('mount', ['--bind', `/${folder}`, target])
      made.push(target)
    }
  } catch (error) {
    close()
    throw error
  }
  return close
}

function bootstrap(root) {
  mkdirSync(root, { recursive: true })
  const args = ['--variant=minbase', SUITE, root, 'http://deb.debian.org/debian']
  execFileSync('debootstrap', args, { stdio: 'inherit' })
}

function installPackages(root) {
  copyFileSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'))
  if (existsSync(join(root, 'usr/bin/meson'))) return
  const args = ['apt-get', 'install', '-y', '--no-install-recommends', ...PACKAGES.split(' ')]
  execFileSync('chroot', [root, ...args], { stdio: 'inherit' })
}

/** A Debian root in `root`, made when it is not there; needs root's rights and debootstrap. */
function debianRoot(root) {
  if (process.getuid?.() !== 0) throw new Error('a Debian root needs the rights of root')
  if (!existsSync(join(root, 'usr/bin/apt-get'))) bootstrap(root)
  const close = mount(root)
  try {
    installPackages(root)
  } catch (error) {
    close()
    throw error
  }
  return {
    work: '/b',
    outside: join(root, 'b'),
    path: '/usr/lib/ccache:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    run: runner(['chroot', root], join(root, 'b/log')),
    close,
  }
}

module.exports = { here, debianRoot }
