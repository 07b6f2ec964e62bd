// Lets Node run lib/ as it is: `node -r ./test/helpers/load_typescript.js lib/cli/main.ts` needs no build.
const { readFileSync } = require('node:fs')
const Module = require('node:module')
const { transformSync } = require('@swc/core')

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  })
  module._compile(code, filename)
}

// TypeScript names what import() loads as it will be called: x.js, here still x.ts.
const resolve = Module._resolveFilename
Module._resolveFilename = (request, ...rest) => {
  try {
    return resolve(request, ...rest)
  } catch (error) {
    if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error
    return resolve(request.replace(/\.js$/, '.ts'), ...rest)
  }
}
