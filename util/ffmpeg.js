'use strict'
// Answers, for both build files and the installer, where the C libraries are and how to link them.
// Asks pkg-config only: no network, no guessing of paths. FFMPEG_DIR names a prefix to search first,
// which may have archives only: then everything is linked into the addon.
const { execFileSync } = require('node:child_process')
const { existsSync } = require('node:fs')
const { delimiter, join, resolve } = require('node:path')

const PACKAGES = ['libavcodec', 'libavutil', 'libjpeg']
// The addon has more to offer with these, and is built without those that are missing. Debian's
// libtiff-dev brings libdeflate's and zlib's.
const OPTIONAL = [
  { names: ['libtiff-4'], define: 'NODECODECS_LIBTIFF' },
  { names: ['libdeflate', 'zlib'], define: 'NODECODECS_LIBDEFLATE' },
]
const OLDEST_LIBAVCODEC = 59 // FFmpeg 5.0, the first whose lookups return const AVCodec*

const INSTALL_COMMANDS = [
  [
    '/usr/bin/apt-get',
    'sudo apt-get install libavcodec-dev libavutil-dev libjpeg-dev libtiff-dev pkg-config g++ make python3',
  ],
  [
    '/usr/bin/dnf',
    "sudo dnf install 'pkgconfig(libavcodec)' 'pkgconfig(libjpeg)' 'pkgconfig(libtiff-4)' 'pkgconfig(libdeflate)' 'pkgconfig(zlib)' pkgconf gcc-c++ make python3",
  ],
  [
    '/usr/bin/pacman',
    'sudo pacman -S ffmpeg libjpeg-turbo libtiff libdeflate pkgconf gcc make python',
  ],
]

// The command that brings the development files on this machine.
function installCommand(platform = process.platform, exists = existsSync) {
  if (platform === 'darwin') return 'brew install ffmpeg jpeg-turbo libtiff libdeflate pkgconf'
  const known = INSTALL_COMMANDS.find(([manager]) => exists(manager))
  return known ? known[1] : INSTALL_COMMANDS[0][1]
}

function prefix() {
  return process.env.FFMPEG_DIR ? resolve(process.env.FFMPEG_DIR) : undefined
}

// Homebrew keeps jpeg-turbo out of the default search path.
function searchPath() {
  const own = prefix()
  const brewed = ['/opt/homebrew', '/usr/local'].map((d) => join(d, 'opt/jpeg-turbo'))
  const prefixes = [...(own ? [own] : []), ...(process.platform === 'darwin' ? brewed : [])]
  const paths = prefixes.map((d) => join(d, 'lib/pkgconfig'))
  const inherited = process.env.PKG_CONFIG_PATH
  return [...paths, ...(inherited ? [inherited] : [])].join(delimiter)
}

function pkgConfig(...args) {
  const env = { ...process.env, PKG_CONFIG_PATH: searchPath() }
  const stdio = ['ignore', 'pipe', 'pipe']
  try {
    return execFileSync('pkg-config', args, { env, encoding: 'utf8', stdio }).trim()
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('pkg-config is not installed', { cause: error })
    const said = String(error.stderr).trim().split('\n')[0]
    throw new Error(said || `pkg-config ${args.join(' ')} failed`, { cause: error })
  }
}

// Throws, naming what is missing, unless the development files are there in whatever version.
function find() {
  const own = prefix()
  if (own && /\s/.test(own))
    throw new Error(`FFMPEG_DIR="${own}" has a space, which gyp cannot handle`)
  if (own && !existsSync(join(own, 'lib/pkgconfig/libavcodec.pc'))) {
    throw new Error(`FFMPEG_DIR=${own} has no lib/pkgconfig/libavcodec.pc`)
  }
  pkgConfig('--exists', '--print-errors', ...PACKAGES)
}

// Throws, with a reason a user can act on, unless the native backend can be built here.
function check() {
  if (process.platform === 'win32') throw new Error('it does not support Windows')
  find()
  const version = pkgConfig('--modversion', 'libavcodec')
  if (Number.parseInt(version, 10) < OLDEST_LIBAVCODEC) {
    throw new Error(
      `libavcodec ${version} is too old: FFmpeg 5.0 (libavcodec ${OLDEST_LIBAVCODEC}) or newer is needed`,
    )
  }
}

function isThere({ names }) {
  try {
    pkgConfig('--exists', ...names)
    return true
  } catch {
    return false
  }
}

function flags(...args) {
  check()
  return pkgConfig(...args, ...PACKAGES, ...OPTIONAL.filter(isThere).flatMap(({ names }) => names))
}

const defines = () => OPTIONAL.filter(isThere).map(({ define }) => `-D${define}`)

// Whether FFMPEG_DIR has libavcodec as an archive alone.
function isStatic() {
  const own = prefix()
  if (!own) return false
  const shared = ['so', 'dylib'].map((ending) => join(own, `lib/libavcodec.${ending}`))
  return existsSync(join(own, 'lib/libavcodec.a')) && !shared.some((file) => existsSync(file))
}

// Some .pc files name the compiler's own libraries, which a C++ link has, and in its own way.
const COMPILERS_OWN = /^-l(stdc\+\+|c\+\+|gcc_s|gcc|c)$/

// The libraries of a static prefix, from what pkg-config --static --libs says.
function staticWords(said) {
  const words = said.split(/\s+/).filter((word) => word && !COMPILERS_OWN.test(word))
  // A library repeated in a row says nothing new.
  return words.filter((word, i) => word !== words[i - 1]).join(' ')
}

// The archives have references to each other, and assembly with addresses of its own symbols.
function staticLibraries() {
  const words = staticWords(flags('--static', '--libs'))
  if (process.platform === 'darwin') return words
  return `-Wl,--start-group ${words} -Wl,--end-group -Wl,--exclude-libs,ALL -Wl,-Bsymbolic`
}

// The libraries of an own prefix are found at run time by this; the system's need none.
function rpath() {
  return prefix() ? `-Wl,-rpath,${join(prefix(), 'lib')}` : ''
}

// From the folder build/, where the compiler runs, and not from the root: a path with a space or a
// letter that a shell or make takes for something else stays out of the command.
function nodeAddonApi() {
  const folders = ['node_modules/node-addon-api', 'dist/node-addon-api'] // of a checkout, a package
  const found = folders.find((folder) => existsSync(join(__dirname, '..', folder)))
  return `-isystem ../${found}`
}

module.exports = {
  find,
  check,
  installCommand,
  staticWords,
  packages: PACKAGES,
  optional: OPTIONAL,
  get nodeAddonApi() {
    return nodeAddonApi()
  },
  get include() {
    // As system headers, so that our warnings stay ours.
    const cflags = flags('--cflags').replace(/(^|\s)-I/g, '$1-isystem ')
    return [cflags, ...defines()].join(' ').trim()
  },
  get libraries() {
    if (isStatic()) return staticLibraries()
    return [flags('--libs'), rpath()].join(' ').trim()
  },
}
