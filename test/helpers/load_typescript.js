// Lets Node run lib/ as it is: `node -r ./test/helpers/load_typescript.js lib/cli/main.ts` needs no build.
// What swc makes of a file is kept by the file's own bytes: a process that only loads is three times as quick.
const { createHash } = require('node:crypto')
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const Module = require('node:module')
const { dirname, join } = require('node:path')

const options = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
}
const kept = join(__dirname, '../../node_modules/.cache/nodecodecs/swc')
const { version } = require('@swc/core/package.json')

const readIfThere = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Written beside and renamed: another process sees all of it or nothing. A read-only folder keeps nothing. */
function keep(path, code) {
  try {
    mkdirSync(kept, { recursive: true })
    const own = `${path}.${process.pid}-${process.hrtime.bigint()}`
    writeFileSync(own, code)
    renameSync(own, path)
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes(error.code)) throw error
  }
}

function transform(filename) {
  const source = readFileSync(filename, 'utf8')
  const key = JSON.stringify([version, options, filename, source])
  const path = join(kept, `${createHash('sha256').update(key).digest('hex')}.js`)
  const known = readIfThere(path)
  if (known !== undefined) return known
  const { code } = require('@swc/core').transformSync(source, { filename, ...options })
  keep(path, code)
  return code
}

require.extensions['.ts'] = (module, filename) => module._compile(transform(filename), filename)

// Our own files are where TypeScript looks for them, which is quicker to ask than where Node would; what
// import() loads is named as it will be called: x.js, here still x.ts.
const resolve = Module._resolveFilename
Module._resolveFilename = (request, parent, ...rest) => {
  if (/^\.{1,2}(\/|$)/.test(request) && parent?.filename?.endsWith('.ts')) {
    const path = join(dirname(parent.filename), request)
    const named = /\.js$/.test(path) ? [path.replace(/\.js$/, '.ts')] : []
    const found = [`${path}.ts`, join(path, 'index.ts'), ...named].find(existsSync)
    if (found !== undefined) return found
  }
  return resolve(request, parent, ...rest)
}
