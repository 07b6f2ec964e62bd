'use strict'
// The report's script and style, each as one file that the report puts into its page.
const { join } = require('node:path')
const { build } = require('esbuild')

/** Of the library the page needs only what is arithmetic. */
const arithmetic = (root) => ({
  name: 'arithmetic',
  setup({ onResolve }) {
    onResolve({ filter: /\/lib\/index$/ }, () => ({
      path: join(root, 'lib/bjontegaard/difference.ts'),
    }))
  },
})

const bundlePage = (root, out) =>
  build({
    absWorkingDir: root,
    entryPoints: { page: 'lab/report/browser/main.ts', style: 'lab/report/browser/page.css' },
    entryNames: '[name]',
    outdir: join(out, 'lab/page'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    charset: 'utf8',
    logLevel: 'warning',
    plugins: [arithmetic(root)],
  })

module.exports = { bundlePage }
