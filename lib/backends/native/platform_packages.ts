/* eslint-disable @typescript-eslint/no-require-imports
   -- a .node file is loaded by require alone */

interface PlatformPackage {
  name: string
  load(): { addon?: unknown; error?: unknown }
}

/**
 * The packages with an addon, by `process.platform` and `process.arch`. Their paths are literal:
 * bundlers and file tracers follow those, and lose computed ones; each stands in a `try` of its own,
 * which is how they know that it may be absent. Each is tried in order, so which C library a Linux has
 * is not asked: its package alone is installed, or its file alone loads.
 */
export const platformPackages: Readonly<Record<string, readonly PlatformPackage[]>> = {
  'linux-x64': [
    {
      name: '@nodecodecs/linux-x64-gnu',
      load() {
        try {
          return { addon: require('@nodecodecs/linux-x64-gnu/nodecodecs.node') }
        } catch (error) {
          return { error }
        }
      },
    },
    {
      name: '@nodecodecs/linux-x64-musl',
      load() {
        try {
          return { addon: require('@nodecodecs/linux-x64-musl/nodecodecs.node') }
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
          return { addon: require('@nodecodecs/linux-arm64-gnu/nodecodecs.node') }
        } catch (error) {
          return { error }
        }
      },
    },
    {
      name: '@nodecodecs/linux-arm64-musl',
      load() {
        try {
          return { addon: require('@nodecodecs/linux-arm64-musl/nodecodecs.node') }
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
          return { addon: require('@nodecodecs/darwin-arm64/nodecodecs.node') }
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
          return { addon: require('@nodecodecs/darwin-x64/nodecodecs.node') }
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

/** The addon of this platform's package, or the names that were tried, or why it does not load. */
export function requirePlatformPackage(platform = `${process.platform}-${process.arch}`): {
  addon?: unknown
  tried: string[]
  broken?: { name: string; error: unknown }
} {
  const tried: string[] = []
  let broken: { name: string; error: unknown } | undefined
  for (const { name, load } of platformPackages[platform] ?? []) {
    tried.push(name)
    const { addon, error } = load()
    if (addon !== undefined) return { addon, tried }
    if (!isMissing(error)) broken ??= { name, error }
  }
  return { tried, broken }
}
