import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { grouped } from '../bd/curves'
import { expandGlob, isGlob } from './glob'

/** A picture of a sweep, before it has been read. */
export interface PictureSource {
  /** Of the file. */
  path: string
  /** SHA-256 of the file; a file of another one is refused. */
  sha256?: string
  /** Kept in the rows. */
  licence?: string
  /** Kept in the rows: where it is from. */
  source?: string
}

/** What a folder is searched for: what `readImage` reads as a picture file. */
const pictureExtensions = new Set(
  ['png', 'ppm', 'pgm', 'pnm', 'pam', 'bmp', 'tif', 'tiff', 'jpg', 'jpeg', 'webp', 'qoi'].map(
    (name) => `.${name}`,
  ),
)

const isPicture = (path: string): boolean => pictureExtensions.has(extname(path).toLowerCase())

/** Below a folder, without what sweeps have put there: folders that hold a results.jsonl. */
function picturesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  const sweeps = files.filter((path) => basename(path) === 'results.jsonl').map(dirname)
  const found = files
    .filter(isPicture)
    .filter((path) => !sweeps.some((sweep) => path.startsWith(sweep + sep)))
  if (found.length === 0) throw new RangeError(`${folder}: no pictures in this folder`)
  return found.sort()
}

function filesOf(given: string): string[] {
  const known = statSync(given, { throwIfNoEntry: false })
  if (known?.isDirectory()) return picturesIn(given)
  if (known) return [given]
  if (!isGlob(given)) throw new RangeError(`pictures: ${given}: no such file or folder`)
  const found = expandGlob(given)
  if (found.length === 0) throw new RangeError(`pictures: ${given} matches no file`)
  return found
}

function check({ path, sha256 }: PictureSource): void {
  if (sha256 === undefined) return
  const found = createHash('sha256').update(readFileSync(path)).digest('hex')
  if (found !== sha256.toLowerCase()) {
    throw new RangeError(`${path}: its SHA-256 is ${found}, the manifest says ${sha256}`)
  }
}

/**
 * Files, folders and globs as files, each once, in the order given. RangeError for what is not there
 * or has another hash than it should.
 */
export function findPictures(given: readonly (string | PictureSource)[]): PictureSource[] {
  const found = new Map<string, PictureSource>()
  for (const one of given) {
    const { path, ...rest } = typeof one === 'string' ? { path: one } : one
    for (const file of filesOf(path)) {
      const source = { ...rest, path: resolve(file) }
      check(source)
      if (!found.has(source.path)) found.set(source.path, source)
    }
  }
  return [...found.values()]
}

/** Names for a table: the file's own, with as much of its folder as tells it from its twins. */
export function namesOf(paths: readonly string[]): string[] {
  const twins = grouped(paths, (path) => basename(path))
  const folders = new Map([...twins].map(([name, same]) => [name, commonFolder(same)]))
  return paths.map((path) => {
    const name = basename(path)
    if (twins.get(name)!.length === 1) return name
    return relative(folders.get(name)!, path).split('\\').join('/')
  })
}

function commonFolder(paths: readonly string[]): string {
  const parts = paths.map((path) => path.split(/[\\/]/))
  const shared = parts[0]!.findIndex((part, i) => parts.some((other) => other[i] !== part))
  return parts[0]!.slice(0, shared).join('/') || '/'
}
