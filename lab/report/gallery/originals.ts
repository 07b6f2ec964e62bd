import { basename } from 'node:path'
import { someOf } from '../bd'
import { findPictures } from '../../pictures/sources'
import { describePicture } from '../../work/picture'
import type { PictureOf } from '../../results/row'

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

/**
 * The files of measured pictures among files, folders and globs. A file is a picture's if its
 * samples have the hash that was measured; those of its name are looked at first.
 */
export async function findOriginals(
  given: readonly string[],
  pictures: readonly PictureOf[],
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
  for (const { name, sha256 } of pictures) {
    const called = files.filter((path) => basename(path) === basename(name))
    let found: string | null = null
    for (const path of called) found ??= (await hashOf(path)) === sha256 ? path : null
    paths.push(found)
    if (found) continue
    if (called.length === 0) absent.push(name)
    else notes.push(`${name}: the file of this name has other samples than were measured.`)
  }
  if (absent.length > 0) notes.push(`${someOf(absent)}: not among the files given.`)
  return { paths, notes }
}
