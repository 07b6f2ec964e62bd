/* eslint-disable @typescript-eslint/no-require-imports
   -- a .node file is loaded by require alone */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { codeFolder } from '../../root'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- @types/node declares it so
  namespace NodeJS {
    interface Process {
      /**
       * True in what Turbopack (Next.js) builds, and nowhere else: it refuses a .node file that it
       * follows, and leaves out the branch that is not taken.
       */
      turbopack?: true
    }
  }
}

interface PlatformPackage {
  name: string
  load(): { addon?: unknown; error?: unknown }
}

/**
 * The packages with an addon, by `process.platform` and `process.arch`. Their paths are literal:
 * bundlers and file tracers follow those, and lose computed ones. They are the packages' names, as
 * tsup wants every path to a .node file to be there; each stands in a `try` of its own,
 * which is how they know that it may be absent. Each is tried in order, so which C library a Linux has
 * is not asked: its package alone is installed, or its file alone loads.
 */
export const platformPackages: Readonly<Record<string, readonly PlatformPackage[]>> = {
  'linux-x64': [
    {
      name: '@nodecodecs/linux-x64-gnu',
      load() {
        try {
          if (process.turbopack) throw new ReferenceError('require')
          else return { addon: require('@nodecodecs/linux-x64-gnu') }
        } catch (error) {
          return { error }
        }
      },
    },
    {
      name: '@nodecodecs/linux-x64-musl',
      load() {
        try {
          if (process.turbopack) throw new ReferenceError('require')
          else return { addon: require('@nodecodecs/linux-x64-musl') }
        } catch (error) {
          return { error }
        }
      },
    },
  ],
  'linux-arm64': [
    {
      name: '@nodecodecs/linux-arm64-gnu',
      load() {
        try {
          if (process.turbopack) throw new ReferenceError('require')
          else return { addon: require('@nodecodecs/linux-arm64-gnu') }
        } catch (error) {
          return { error }
        }
      },
    },
    {
      name: '@nodecodecs/linux-arm64-musl',
      load() {
        try {
          if (process.turbopack) throw new ReferenceError('require')
          else return { addon: require('@nodecodecs/linux-arm64-musl') }
        } catch (error) {
          return { error }
        }
      },
    },
  ],
  'darwin-arm64': [
    {
      name: '@nodecodecs/darwin-arm64',
      load() {
        try {
          if (process.turbopack) throw new ReferenceError('require')
          else return { addon: require('@nodecodecs/darwin-arm64') }
        } catch (error) {
          return { error }
        }
      },
    },
  ],
  'darwin-x64': [
    {
      name: '@nodecodecs/darwin-x64',
      load() {
        try {
          if (process.turbopack) throw new ReferenceError('require')
          else return { addon: require('@nodecodecs/darwin-x64') }
        } catch (error) {
          return { error }
        }
      },
    },
  ],
}

/** What Node, jest and the bundlers say of a package that is not there. */
const isMissing = (error: unknown): boolean =>
  /MODULE_NOT_FOUND$/.test(String((error as { code?: unknown } | undefined)?.code))

type Loaded = ReturnType<PlatformPackage['load']>

function requireFrom(folder: string, name: string): Loaded {
  try {
    return { addon: createRequire(join(folder, 'bundle'))(name) as unknown }
  } catch (error) {
    return { error }
  }
}

/** What `require` gives in this package, and what bundlers make of it. */
function loadOne({ name, load }: PlatformPackage): Loaded {
  const loaded = load()
  // Their loaders for files give the path of their copy, beside the bundle.
  if (typeof loaded.addon === 'string') return requireFrom(codeFolder(), loaded.addon)
  // A bundle that is an ES module has no `require` (`typeof` would not tell: rollup answers it).
  const noRequire = (loaded.error as Error | undefined)?.name === 'ReferenceError'
  if (!noRequire) return loaded
  const beside = requireFrom(codeFolder(), name)
  // Turbopack's folders are made up: there is the server's own.
  return process.turbopack && isMissing(beside.error) ? requireFrom(process.cwd(), name) : beside
}

/** The addon of this platform's package, or the names that were tried, or why it does not load. */
export function requirePlatformPackage(platform = `${process.platform}-${process.arch}`): {
  addon?: unknown
  tried: string[]
  broken?: { name: string; error: unknown }
} {
  const tried: string[] = []
  let broken: { name: string; error: unknown } | undefined
  for (const one of platformPackages[platform] ?? []) {
    const { name } = one
    tried.push(name)
    const { addon, error } = loadOne(one)
    if (addon !== undefined) return { addon, tried }
    if (!isMissing(error)) broken ??= { name, error }
  }
  return { tried, broken }
}
