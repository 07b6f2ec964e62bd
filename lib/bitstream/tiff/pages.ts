import { be, holds, le } from '../bytes'
import { tiffDirectory } from './directory'

/** NewSubfileType, the lowest of the usual tags: directories are in order (TIFF 6.0 section 2). */
const NEW_SUBFILE_TYPE = 254
/** Bits of it: a smaller version of another page, or its mask. */
const NO_PAGE = 0b101
/** Of more pages it is not worth knowing how many there are. */
const MOST = 10_000

/** Pages of the file, without thumbnails and masks; those whose directory is in the file. */
export function tiffPages(bytes: Uint8Array): number {
  const { big, end } = tiffDirectory(bytes)
  const read = holds(bytes, 'II') ? le : be
  const word = big ? 8 : 4
  const countSize = big ? 8 : 2
  const seen = new Set<number>()
  let pages = 1
  for (let at = read(bytes, end - word, word); at > 0 && !seen.has(at);) {
    seen.add(at)
    const first = at + countSize
    if (first > bytes.length || seen.size > MOST) break
    const next = first + read(bytes, at, countSize) * (4 + 2 * word)
    if (next + word > bytes.length) break
    const tagged = read(bytes, first, 2) === NEW_SUBFILE_TYPE
    const type = tagged ? read(bytes, first + 4 + word, 4) : 0
    if ((type & NO_PAGE) === 0) pages += 1
    at = read(bytes, next, word)
  }
  return pages
}
