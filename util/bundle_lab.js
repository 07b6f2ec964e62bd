'use strict'
// dist/lab: the laboratory beside the library, whose one file it loads as any user does.
const { copyFileSync } = require('node:fs')
const { isBuiltin } = require('node:module')
const { dirname, join, relative, resolve } = require('node:path')
const { build, buildSync } = require('esbuild')
const { addLicences } = require('./bundle_licences')

/** Source -> what it is in dist/, without extension. */
const entries = {
  'lab/index': 'lab/index',
  'lab/cli/index': 'lab/cli',
  'lab/work/child_process': 'lab/child_process',
}

/** What is a file of its own in dist/: the library, and the laboratory for its commands. */
function neighbours(root, dependencies) {
  const files = new Map([['lib/index', 'index.js']])
  for (const [source, built] of Object.entries(entries)) files.set(source, `${built}.js`)
  return {
    name: 'neighbours',
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return undefined
        if (!path.startsWith('.')) {
          const external = isBuiltin(path) || dependencies.includes(path)
          return external ? { path, external } : undefined
        }
        const source = relative(root, resolve(dirname(importer), path)).replace(/\.js$/, '')
        const built = files.get(source) ?? files.get(`${source}/index`)
        if (built === undefined) return undefined
        return { path: `../${built}`, external: true }
      })
    },
  }
}

/** Builds dist/lab; packages that are no `dependencies` are built in. */
async function bundleLab(root, common, dependencies, folder) {
  const { metafile } = await build({
    ...common,
    entryPoints: Object.entries(entries).map(([source, out]) => ({ in: `${source}.ts`, out })),
    outdir: folder,
    bundle: true,
    format: 'cjs',
    metafile: true,
    plugins: [neighbours(root, dependencies)],
  })
  addLicences(root, metafile)
  buildSync({ ...common, entryPoints: ['lab/index.mts'], outfile: join(folder, 'lab/index.mjs') })
  copyFileSync(join(root, 'lab/results/schema.json'), join(folder, 'lab/result.schema.json'))
}

module.exports = { bundleLab }
