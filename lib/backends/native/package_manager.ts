import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

const managers = ['npm', 'pnpm', 'yarn', 'bun'] as const

export type PackageManager = (typeof managers)[number]

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
]

/** What installs packages here: who started this process, else whose lock file is nearest. */
export function packageManager(folder: string, env = process.env): PackageManager {
  const agent = env.npm_config_user_agent?.split('/')[0]
  const started = managers.find((name) => name === agent)
  if (started) return started
  if (process.versions.bun) return 'bun'
  for (let place = folder; ; place = dirname(place)) {
    const found = lockFiles.find(([file]) => existsSync(join(place, file)))
    if (found) return found[1]
    if (dirname(place) === place) return 'npm'
  }
}

interface Words {
  /** Installs what was left out. */
  install: string
  /** Runs the package's program. */
  run: string
}

export const wordsOf: Readonly<Record<PackageManager, Words>> = {
  npm: { install: 'npm install --include=optional', run: 'npx' },
  pnpm: { install: 'pnpm install, without --no-optional', run: 'pnpm exec' },
  yarn: {
    install:
      "yarn install, without --ignore-optional and without another machine's supportedArchitectures",
    run: 'yarn',
  },
  bun: { install: 'bun install, without --omit=optional', run: 'bunx' },
}
