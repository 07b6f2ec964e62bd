import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from '../../root'
import { version } from '../../version'
import { packageManager, wordsOf } from './package_manager'

/** Why there is no addon. */
export type NoAddon =
  | { kind: 'off' }
  | { kind: 'given'; path: string }
  | { kind: 'broken'; place: string; error: unknown }
  | { kind: 'version'; place: string; version: string | undefined }
  | { kind: 'sources'; place: string }
  | { kind: 'missing'; tried: readonly string[] }

/** Whether this code was taken out of its package, by a bundler: then nothing lies beside it. */
function isBundled(root: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object
    return !('name' in manifest) || manifest.name !== 'nodecodecs'
  } catch {
    return true
  }
}

/** What a build here would lack first, in util/ffmpeg.js's words, and the command that brings it. */
function lackingHeaders(root: string): { why: string; command: string } | undefined {
  const ffmpeg = createRequire(join(root, 'package.json'))('./util/ffmpeg.js') as {
    check(): void
    installCommand(): string
  }
  try {
    ffmpeg.check()
    return undefined
  } catch (error) {
    return { why: (error as Error).message, command: ffmpeg.installCommand() }
  }
}

/** How to make one's own: the command alone, or what must be installed before. */
function ownBuild(root: string, command: string): string {
  const lacking = lackingHeaders(root)
  if (!lacking) return command
  return `${command}, after ${lacking.command} (FFmpeg's headers are missing: ${lacking.why})`
}

/** The shared library that the loader did not find, where that is what it says. */
function libraryIn(message: string): string | undefined {
  return /([\w+.-]+\.(so|dylib)[\w.]*): cannot open|Library not loaded: (\S+)/.exec(message)?.[0]
}

function broken(place: string, error: unknown, build: string): string {
  const [said] = (error instanceof Error ? error.message : String(error)).split('\n')
  const library = libraryIn(said!)
  const why = library ? `it needs a library that is not here (${library})` : said
  return `${place} does not load: ${why}; to make one for this machine: ${build}`
}

const inCheckout = (root: string): boolean => existsSync(join(root, 'lib/index.ts'))

/**
 * Whether native/ of a checkout has other sources than an addon was built from. Who installed the
 * package may well build changed ones.
 */
export function isOfOtherSources(sources: string | undefined, root = packageRoot()): boolean {
  if (!inCheckout(root)) return false
  const now = createRequire(join(root, 'package.json'))('./util/native_sources.js') as {
    nativeSources(): string
  }
  return now.nativeSources() !== sources
}

/** An addon of before it told has no version. */
function otherVersion(place: string, theirs = '(one that does not say which)', root: string) {
  const words = wordsOf[packageManager(root)]
  const build = inCheckout(root) ? 'npm run build:native' : `${words.run} nodecodecs build`
  return (
    `${place} is of nodecodecs ${theirs}, and this is nodecodecs ${version}: they must be of one ` +
    `version; ${words.install}, or make one here: ${build}`
  )
}

function missing(tried: readonly string[], root: string): string {
  const words = wordsOf[packageManager(root)]
  const build = `${words.run} nodecodecs build`
  if (isBundled(root)) {
    return (
      'nodecodecs is inside a bundle, and its addon was left out; ' +
      "keep nodecodecs and its packages external (esbuild: --external:nodecodecs, webpack: externals, Next.js: serverExternalPackages: ['nodecodecs'])"
    )
  }
  // A checkout has the sources of the library too.
  if (inCheckout(root)) {
    return `it is not built; run ${ownBuild(root, 'npm run build:native')}`
  }
  if (process.platform === 'win32') {
    return 'there is no addon for Windows; put the ffmpeg program into PATH, or work in WSL or a container of Linux'
  }
  if (tried.length === 0) {
    const platform = `${process.platform}-${process.arch}`
    return `there is no prebuilt package for ${platform}; to make one here: ${ownBuild(root, build)}`
  }
  return (
    `${tried.join(' or ')} is not installed (optional dependencies were left out, or a lock file ` +
    `of another platform was used); ${words.install}, or make one here: ${build}`
  )
}

/** One sentence: why there is no addon, and what to do about it. */
export function explain(failure: NoAddon, root = packageRoot()): string {
  switch (failure.kind) {
    case 'off':
      return 'NODECODECS_NO_ADDON is set; unset it to use what is installed'
    case 'given':
      return `NODECODECS_ADDON: ${failure.path} does not exist`
    case 'broken': {
      const words = wordsOf[packageManager(root)]
      return broken(failure.place, failure.error, `${words.run} nodecodecs build`)
    }
    case 'version':
      return otherVersion(failure.place, failure.version, root)
    case 'sources':
      return `${failure.place} is built from other sources than native/ has now; run npm run build:native`
    case 'missing':
      return missing(failure.tried, root)
  }
}
