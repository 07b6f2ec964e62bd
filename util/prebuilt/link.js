'use strict'
// Compiles the addon's own sources and links them with the libraries into one file that exports
// two functions and needs nothing but the C library and Node.
const { cpSync, existsSync, mkdirSync, readFileSync, rmSync } = require('node:fs')
const { realpathSync, statSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const ffmpeg = require('../ffmpeg.js')
const { writeHeader } = require('../native_sources.js')
const sources = require('../sources.js')
const { environment } = require('./libraries_build.js')

const root = join(__dirname, '../..')
const NEW_IN_GLIBC_2_29 = ['exp', 'log', 'exp2', 'log2', 'pow']
const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1']

const OWN_C = [
  'glibc_math.c',
  'no_brotli_encoder.c',
  'zlib_by_libdeflate.c',
  'zlib_by_libdeflate.h',
]

const DEFINES = [
  'NAPI_VERSION=9',
  'NODE_ADDON_API_CPP_EXCEPTIONS_ALL',
  'NODE_ADDON_API_DISABLE_DEPRECATED',
  'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  'NODE_GYP_MODULE_NAME=nodecodecs',
  'BUILDING_NODE_EXTENSION',
].map((name) => `-D${name}`)

/** Node's own headers, which lie beside it in most installations. */
function nodeHeaders() {
  const given = process.env.npm_config_nodedir
  const prefix = given ?? dirname(dirname(realpathSync(process.execPath)))
  const folder = join(prefix, 'include/node')
  if (existsSync(join(folder, 'node_api.h'))) return folder
  throw new Error(`Node's headers are not in ${folder}: name their prefix in npm_config_nodedir`)
}

/** The header by which native/codec/libraries.cc knows what it was linked with. */
function librariesHeader(built) {
  const rows = built.map(({ row }) => `{"${row.name}", "${row.version}"},`)
  return [
    '#pragma once',
    '#include <string>',
    '#include <utility>',
    '#include <vector>',
    'inline const std::vector<std::pair<std::string, std::string>> kPrebuiltLibraries = {',
    ...rows,
    '};',
    '',
  ].join('\n')
}

/** What the compiler needs, beside the libraries: all in one folder of the machine. */
function copySources(outside, built) {
  const folder = join(outside, 'addon')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'obj'), { recursive: true })
  cpSync(join(root, 'native'), join(folder, 'native'), { recursive: true })
  cpSync(nodeHeaders(), join(folder, 'node'), { recursive: true, dereference: true })
  const api = dirname(require.resolve('node-addon-api/package.json'))
  cpSync(api, join(folder, 'node-addon-api'), { recursive: true, dereference: true })
  for (const file of OWN_C) cpSync(join(__dirname, file), join(folder, file))
  writeHeader(join(folder, 'prebuilt'))
  writeFileSync(join(folder, 'prebuilt/prebuilt_libraries.h'), librariesHeader(built))
  writeFileSync(join(folder, 'exports.map'), `{ global: ${EXPORTS.join('; ')}; local: *; };\n`)
  writeFileSync(join(folder, 'exports.txt'), EXPORTS.map((name) => `_${name}\n`).join(''))
}

/** Of the libraries that the addon has a use for, those that the prefix has. */
function optionalPackages(outside) {
  const isThere = (name) => existsSync(join(outside, `prefix/lib/pkgconfig/${name}.pc`))
  return ffmpeg.optional.filter(({ names }) => names.every(isThere))
}

function compileLines({ work, outside }, jobs) {
  const defines = optionalPackages(outside).map(({ define }) => `-D${define}`)
  const flags = [
    '-std=c++17 -O3 -fPIC -pthread -ffp-contract=off -fexceptions -fvisibility=hidden',
    '-fvisibility-inlines-hidden -ffunction-sections -fdata-sections -Wall -Wextra',
    `-ffile-prefix-map=${work}/addon=. ${[...DEFINES, ...defines].join(' ')} -Inative -Iprebuilt`,
    `-isystem node -isystem node-addon-api -isystem ${work}/prefix/include`,
  ].join(' ')
  const pairs = sources.map((file) => `${file} obj/${file.replaceAll('/', '_')}.o`)
  // Each line of the list is a source and its object.
  const compiler = `cc -O2 -fPIC -fvisibility=hidden -Wall -Wextra -I${work}/prefix/include`
  const own = ['zlib_by_libdeflate', 'no_brotli_encoder']
  return [
    ...own.map((name) => `${compiler} -c ${name}.c -o obj/${name}.o`),
    `cat > list <<'LIST'\n${pairs.join('\n')}\nLIST`,
    `xargs -P${jobs} -n2 sh -c 'c++ ${flags} -c "$0" -o "$1"' < list`,
  ]
}

function linkWords(libraries, oldGlibc) {
  if (process.platform === 'darwin') {
    const own = '-bundle -undefined dynamic_lookup -Wl,-exported_symbols_list,exports.txt'
    return `${own} -Wl,-dead_strip obj/*.o ${libraries}`
  }
  const wrapped = NEW_IN_GLIBC_2_29.map((name) => `-Wl,--wrap=${name}`).join(' ')
  return [
    '-shared -static-libstdc++ -static-libgcc -pthread obj/*.o',
    `-Wl,--start-group ${libraries} -Wl,--end-group`,
    '-Wl,--exclude-libs,ALL -Wl,-Bsymbolic -Wl,--gc-sections -Wl,--version-script=exports.map',
    '-Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--as-needed -Wl,-Map=nodecodecs.map',
    oldGlibc ? `glibc_math.o ${wrapped}` : '',
    '-lm -ldl -lpthread',
  ].join(' ')
}

/**
 * The archives from which no C++ is called, without what exceptions need to pass through: a
 * megabyte. FFmpeg keeps its own, so that those of libjxl and x265 (no memory) reach the addon.
 */
function leanLines({ work }, built) {
  const archives = built.flatMap(({ row }) => row.leaf ?? [])
  const removed = '--remove-section=.eh_frame --remove-section=.rela.eh_frame'
  const lines = archives.map((name) => `objcopy ${removed} ${work}/prefix/lib/${name} lean/${name}`)
  return ['mkdir -p lean', ...lines]
}

/** The libraries as link words, asked of the machine's pkg-config. */
function staticLibraries(machine, env, folder) {
  const names = [
    ...ffmpeg.packages,
    ...optionalPackages(machine.outside).flatMap(({ names }) => names),
  ]
  const question = `pkg-config --static --libs ${names.join(' ')} > libraries.txt`
  machine.run('pkg-config', [question], env, folder)
  const said = readFileSync(join(machine.outside, 'addon/libraries.txt'), 'utf8')
  return ffmpeg.staticWords(said)
}

/** Compiles and links; returns the path of the stripped addon. */
function linkAddon(machine, options) {
  copySources(machine.outside, options.built)
  const folder = `${machine.work}/addon`
  const env = environment(machine)
  machine.run('addon', compileLines(machine, options.jobs), env, folder)
  const libraries = staticLibraries(machine, env, folder)
  const glibc = options.platform.libc === 'glibc'
  const strip = process.platform === 'darwin' ? 'strip -x' : 'strip --strip-unneeded'
  const linux = process.platform === 'linux'
  const lines = [
    ...(glibc ? ['c++ -O2 -fPIC -fno-builtin -x c -c glibc_math.c -o glibc_math.o'] : []),
    ...(linux ? leanLines(machine, options.built) : []),
    `c++ -Llean -L${machine.work}/prefix/lib ${linkWords(libraries, glibc)} -o whole.node`,
    `${strip} -o nodecodecs.node whole.node`,
  ]
  machine.run('link', lines, env, folder)
  const addon = join(machine.outside, 'addon/nodecodecs.node')
  process.stderr.write(`nodecodecs.node: ${statSync(addon).size} bytes\n`)
  return addon
}

module.exports = { linkAddon, EXPORTS }
