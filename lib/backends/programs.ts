import { findProgram } from '../process/executable'
import { Clock } from '../process/clock'
import { CodecError } from '../errors'
import { type Result, runSync } from '../process'

/** How to get each program that the package can use. */
export const INSTALL: Readonly<Record<string, string>> = {
  ffmpeg:
    'install it (sudo apt-get install ffmpeg, sudo dnf install ffmpeg, brew install ffmpeg), ' +
    'or name it or its folder by the option ffmpegPath',
  cwebp:
    'install it (sudo apt-get install webp, sudo dnf install libwebp-tools, brew install webp)',
  dwebp:
    'install it (sudo apt-get install webp, sudo dnf install libwebp-tools, brew install webp)',
  bpgenc: 'build it by util/install_bpg.sh',
  bpgdec: 'build it by util/install_bpg.sh',
}

/** What an ffmpeg program can do with pictures. */
export interface FfmpegInfo {
  path: string
  /** "5.1.9-0+deb12u1" */
  version: string
  /** Names of its video encoders ("libx265") and decoders ("hevc"). */
  encoders: ReadonlySet<string>
  decoders: ReadonlySet<string>
}

/** Milliseconds; a program that does not answer within this time is not there. */
const PATIENCE = 10_000
/** For so long one that did not answer is not asked again: each time blocks the caller. */
const HANG_REMEMBERED = 60_000

const versions = new Map<string, string | undefined>()
const ffmpegs = new Map<string, FfmpegInfo>()

/**
 * The version that a program prints, undefined where it is missing or does not run. Asked until
 * it answers.
 * @param program the program's path or name
 * @param versionArgs what makes it print its version (`['-version']`); its exit code is ignored
 */
export function programVersion(program: string, versionArgs: string[]): string | undefined {
  const path = findProgram(program)
  if (path === undefined) return undefined
  const key = JSON.stringify([path, ...versionArgs])
  return cached(versions, key, () => {
    const { stdout, stderr } = probe(path, versionArgs, true)
    return parseVersion(text(stdout) + stderr)
  })
}

/**
 * The ffmpeg program's version and codecs, undefined where it is missing or does not run. Asked
 * once per path, a failure again.
 * @param ffmpegPath the program or its folder; default: from PATH
 */
export function ffmpegInfo(ffmpegPath?: string): FfmpegInfo | undefined {
  const path = findProgram('ffmpeg', ffmpegPath)
  if (path === undefined) return undefined
  return cached(ffmpegs, path, () => ({
    path,
    version: parseVersion(text(probe(path, ['-version']).stdout)) ?? 'unknown',
    encoders: parseCodecs(text(probe(path, ['-hide_banner', '-encoders']).stdout)),
    decoders: parseCodecs(text(probe(path, ['-hide_banner', '-decoders']).stdout)),
  }))
}

/** Why a program that is there cannot be used; undefined where none is there, or it answers. */
export function ffmpegFailure(ffmpegPath?: string): string | undefined {
  const path = findProgram('ffmpeg', ffmpegPath)
  return path === undefined ? undefined : failures.get(path)
}

/** The version in a text: "ffmpeg version n6.1-3", "1.2.4", "Kvazaar v2.3.1", "library v2.5.3." */
export function parseVersion(output: string): string | undefined {
  const number = /\d+(?:\.\d+)+(?:[\w.+-]*[\w+])?/
  const told = [
    /\bversion (\S+)/i,
    new RegExp(`\\bv(${number.source})`),
    new RegExp(`\\b(${number.source})`),
  ]
  return told.map((pattern) => pattern.exec(output)?.[1]).find((found) => found !== undefined)
}

/** Names of the video codecs in the output of `ffmpeg -encoders` or `-decoders`. */
export function parseCodecs(output: string): Set<string> {
  const rows = output.slice(output.indexOf('------')).matchAll(/^ V[.A-Z]{5} (\S+)/gm)
  return new Set(Array.from(rows, ([, name]) => name ?? ''))
}

const hung = new Map<string, number>()
const failures = new Map<string, string>()

/** Answers are kept. A failure is not: the machine may have been short of something. */
function cached<T>(answers: Map<string, T>, key: string, ask: () => T): T | undefined {
  if (answers.has(key)) return answers.get(key)
  if (performance.now() < (hung.get(key) ?? 0)) return undefined
  try {
    answers.set(key, ask())
    failures.delete(key)
  } catch (error) {
    failures.set(key, (error as Error).message)
    const late = error instanceof CodecError && error.code === 'ERR_TIMEOUT'
    if (late) hung.set(key, performance.now() + HANG_REMEMBERED)
  }
  return answers.get(key)
}

function probe(program: string, args: string[], anyExit = false): Result {
  const limit = { bytes: 2 ** 22, setBy: 'a question' }
  return runSync({ program, args, anyExit, limit }, { clock: new Clock(PATIENCE, program) })
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
