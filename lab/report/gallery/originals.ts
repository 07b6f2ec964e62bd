import { basename } from 'node:path'
import { grouped } from '../../bd/curves'
import { someOf } from '../bd'
import { findPictures } from '../../pictures/sources'
import { describePicture } from '../../work/picture'
import type { ShownPicture } from '../model'

export interface Originals {
  /** The file of each picture; null where none of those given is it. */
  paths: (string | null)[]
  notes: string[]
}

/** '' for a file that cannot be read: it is not the one that was measured. */
const samplesHash = (path: string): Promise<string> =>
  describePicture(path).then(
    ({ picture }) => picture.sha256,
    () => '',
  )

/** So many of them, from the first to the last in even steps. */
const evenly = <T>(items: readonly T[], most: number): readonly T[] =>
  items.length <= most
    ? items
    : Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!)

const notAll = (shown: number, all: number): string =>
  `${shown} of ${all} pictures are shown, evenly of all; --pictures with some files alone chooses ` +
  'them, --most-pictures shows more.'

/**
 * The files of measured pictures among files, folders and globs. A file is a picture's if its
 * samples have the hash that was measured; those of its name are looked at. `most` pictures at most,
 * evenly of all that have such files.
 */
export async function findOriginals(
  given: readonly string[],
  pictures: readonly ShownPicture[],
  most: number,
): Promise<Originals> {
  const files = findPictures(given).map(({ path }) => path)
  const hashes = new Map<string, string>()
  const hashOf = async (path: string): Promise<string> => {
    const known = hashes.get(path) ?? (await samplesHash(path))
    hashes.set(path, known)
    return known
  }
  const notes: string[] = []
  const absent: string[] = []
  const paths: (string | null)[] = []
  const byName = grouped(files, (path) => basename(path))
  const filesOf = ({ file }: ShownPicture) => byName.get(basename(file)) ?? []
  const there = pictures.filter((one) => filesOf(one).length > 0)
  const chosen = new Set(evenly(there, most))
  for (const picture of pictures) {
    const { name, sha256 } = picture
    const called = filesOf(picture)
    if (called.length > 0 && !chosen.has(picture)) {
      paths.push(null)
      continue
    }
    let found: string | null = null
    for (const path of called) found ??= (await hashOf(path)) === sha256 ? path : null
    paths.push(found)
    if (found) continue
    if (called.length === 0) absent.push(name)
    else notes.push(`${name}: the file of this name has other samples than were measured.`)
  }
  if (absent.length > 0) notes.push(`${someOf(absent)}: not among the files given.`)
  if (chosen.size < there.length) notes.push(notAll(chosen.size, there.length))
  return { paths, notes }
}
