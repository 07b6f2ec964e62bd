'use strict'
// Bundler or framework -> how it builds project/ and what then runs. `beside`: packages that the
// bundle needs beside it; the others run where there is no node_modules.
const REQUIRE =
  "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
const esbuild = (format, file, ...more) =>
  `esbuild main.mjs --bundle --platform=node --format=${format} --loader:.node=copy --outfile=out/${file}`
    .split(' ')
    .concat(more)
const words = (text) => text.split(' ')
const PLATFORM = ['@nodecodecs/linux-x64-gnu']

module.exports = [
  { name: 'esbuild, cjs', build: esbuild('cjs', 'main.cjs'), run: 'main.cjs' },
  { name: 'esbuild, esm', build: esbuild('esm', 'main.mjs', REQUIRE), run: 'main.mjs' },
  { name: 'webpack', build: ['webpack'], run: 'main.cjs' },
  {
    name: 'rollup',
    build: words('rollup -c rollup.config.mjs'),
    run: 'main.cjs',
    beside: PLATFORM,
  },
  {
    name: 'vite, SSR',
    build: words('vite build -c vite.config.mjs'),
    run: 'main.mjs',
    beside: PLATFORM,
  },
  { name: 'ncc', build: words('ncc build main.mjs -o out'), run: 'index.mjs' },
  { name: 'tsup', build: words('tsup --config tsup.config.mjs'), run: 'main.js' },
  {
    name: 'Next.js, standalone',
    build: words('next build next'),
    out: 'next/.next/standalone',
    serve: 'next/server.js',
  },
  {
    // Without a word in its configuration; where the project is.
    name: 'Next.js, default',
    build: words('next build next_default'),
    start: words('next start next_default'),
  },
  { name: 'jest', test: words('jest --testEnvironment node --testMatch **/app.test.js') },
  { name: 'vitest', test: words('vitest run vitest.test.mjs') },
]
