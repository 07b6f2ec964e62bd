import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const home = join(root, 'native')
const objects = join(root, 'build/Release/obj.target/nodecodecs')

export const compiler = process.env.CXX ?? 'g++'
// Without what util/sanitize.sh puts before Node: a compiler hangs with it.
const env = { ...process.env, LD_PRELOAD: undefined, DYLD_INSERT_LIBRARIES: undefined }
export const hasCompiler = spawnSync(compiler, ['--version'], { env }).status === 0

/** What a part that asks libraries is compiled and linked with. */
export function libraries(...names: string[]): { flags: string[]; missing?: string } {
  const { status, stdout } = spawnSync('pkg-config', ['--cflags', '--libs', ...names], {
    encoding: 'utf8',
  })
  if (status === 0) return { flags: stdout.trim().split(/\s+/) }
  return { flags: [], missing: `no ${names.join(', ')} for pkg-config` }
}

/** Of a part that asks about pixel formats. */
export const libavutil = libraries('libavutil')

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))

/** Where `npm run build:native` leaves what it makes of a source. */
const objectOf = (source: string): string =>
  join(objects, `native${source.slice(home.length)}`).replace(/\.cc$/, '.o')

/** The objects that the addon was linked of, if all are there and none is older than native/; else the sources. */
function compiled(sources: readonly string[]): readonly string[] {
  const made = sources.map(objectOf)
  if (!made.every((path) => existsSync(path))) return sources
  const newest = Math.max(...files(home).map((path) => statSync(path).mtimeMs))
  const current = made.every((path) => statSync(path).mtimeMs >= newest)
  return current ? made : sources
}

export interface NativeProgram {
  /** A file of test/native with main(). */
  main: string
  /** Files and folders of native/ that it is linked with. */
  parts: readonly string[]
  output: string
  flags?: readonly string[]
}

/** A program around a part of native/, warnings as errors; what the compiler says is an error, too. */
export function buildNativeProgram({ main, parts, output, flags = [] }: NativeProgram): void {
  const sources = parts
    .map((part) => join(home, part))
    .flatMap((path) => (path.endsWith('.cc') ? [path] : files(path)))
    .filter((path) => path.endsWith('.cc'))
  const strict = ['-std=c++17', '-O3', '-ffp-contract=off', '-Wall', '-Wextra', '-Wpedantic']
  const inputs = [join(root, 'test/native', main), ...compiled(sources), `-I${home}`]
  const args = [...strict, '-Werror', '-pthread', ...inputs, '-o', output, ...flags]
  const options = { encoding: 'utf8', timeout: 600_000, env } as const
  const { status, stderr } = spawnSync(compiler, args, options)
  if (status !== 0 || stderr !== '') throw new Error(`${compiler} ended with ${status}: ${stderr}`)
}
