'use strict'
// Package manager -> what stands in the project's folder, how it installs there, with optional
// dependencies and without, and how a program is run. `settings` get the registry's address. None
// waits for a package to be some days old, as these were published a minute ago.
const yarn = (linker) => (registry) => ({
  '.yarnrc.yml': [
    `nodeLinker: ${linker}`,
    `npmRegistryServer: '${registry}'`,
    "unsafeHttpWhitelist: ['127.0.0.1']",
    'npmMinimalAgeGate: 0',
    'enableTelemetry: false',
  ].join('\n'),
  'yarn.lock': '',
})
const pnpm = (registry) => ({
  '.npmrc': `registry=${registry}`,
  'pnpm-workspace.yaml': 'minimumReleaseAge: 0\n',
})
const bun = (registry) => ({ 'bunfig.toml': `[install]\nregistry = "${registry}"\n` })
const npm = (registry) => ({ '.npmrc': `registry=${registry}\naudit=false\nfund=false` })

/** yarn has no switch for it: the packages of another machine are installed. */
const OTHER_MACHINE = `supportedArchitectures:\n  os: [none]\n`

module.exports = [
  {
    name: 'npm of this Node',
    program: ['npm'],
    settings: npm,
    add: ['install'],
    omit: ['--omit=optional'],
    words: 'npm install --include=optional',
  },
  {
    name: 'npm 12',
    program: ['node_modules/node/bin/node', 'node_modules/npm/bin/npm-cli.js'],
    settings: npm,
    add: ['install'],
    omit: ['--omit=optional'],
    words: 'npm install --include=optional',
  },
  {
    name: 'pnpm',
    program: ['node_modules/.bin/pnpm'],
    settings: pnpm,
    add: ['add'],
    omit: ['--no-optional'],
    words: 'pnpm install',
  },
  {
    name: 'yarn, node-modules',
    program: ['node', 'node_modules/@yarnpkg/cli-dist/bin/yarn.js'],
    settings: yarn('node-modules'),
    add: ['add'],
    without: { '.yarnrc.yml': OTHER_MACHINE },
    words: 'yarn install',
  },
  {
    name: "yarn, Plug'n'Play",
    program: ['node', 'node_modules/@yarnpkg/cli-dist/bin/yarn.js'],
    settings: yarn('pnp'),
    add: ['add'],
    without: { '.yarnrc.yml': OTHER_MACHINE },
    words: 'yarn install',
    run: ['-r', './.pnp.cjs'],
  },
  {
    name: 'bun',
    program: ['node_modules/.bin/bun'],
    settings: bun,
    add: ['add'],
    omit: ['--omit=optional'],
    words: 'bun install',
  },
]
