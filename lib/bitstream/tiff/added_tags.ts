import { CodecError } from '../../errors'
import { be, concat, holds, le } from '../bytes'
import { tiffDirectory } from './directory'

/** A tag of bytes: of type BYTE (1) or UNDEFINED (7). */
export interface AddedTag {
  tag: number
  type: 1 | 7
  bytes: Uint8Array
}

const MOST = 2 ** 32 - 1

/** Writes an unsigned integer in the file's byte order. */
function put(to: Uint8Array, at: number, value: number, size: number, little: boolean): void {
  for (let i = 0; i < size; i++) {
    to[at + (little ? i : size - 1 - i)] = Math.floor(value / 256 ** i) % 256
  }
}

/** The entry of a tag whose value, unless the entry has room for it, is at `place`. */
function entryOf({ tag, type, bytes }: AddedTag, place: number, word: number, little: boolean) {
  const entry = new Uint8Array(4 + 2 * word)
  put(entry, 0, tag, 2, little)
  put(entry, 2, type, 2, little)
  put(entry, 4, bytes.length, word, little)
  if (bytes.length <= word) entry.set(bytes, 4 + word)
  else put(entry, 4 + word, place, word, little)
  return entry
}

const even = (length: number): number => length + (length % 2)

/**
 * The file with tags more in its first directory, which is written anew behind the rest (TIFF 6.0
 * section 2: it may lie anywhere); what the other tags point to stays where it is. The tags must not
 * be there yet. ERR_DECODE where the directory is damaged, ERR_LIMIT beyond 4 GiB.
 */
export function withAddedTags(bytes: Uint8Array, added: readonly AddedTag[]): Uint8Array {
  const { big, offset, end } = tiffDirectory(bytes)
  const little = holds(bytes, 'II')
  const [word, countSize] = big ? [8, 8] : [4, 2]
  const size = 4 + 2 * word
  const entries: Uint8Array[] = []
  for (let at = offset + countSize; at < end - word; at += size) {
    entries.push(bytes.subarray(at, at + size))
  }
  const values: Uint8Array[] = []
  let place = even(bytes.length)
  for (const tag of added) {
    entries.push(entryOf(tag, place, word, little))
    const value = new Uint8Array(even(tag.bytes.length))
    value.set(tag.bytes)
    values.push(value)
    place += value.length
  }
  const tagOf = (entry: Uint8Array): number => (little ? le : be)(entry, 0, 2)
  entries.sort((a, b) => tagOf(a) - tagOf(b))
  const head = new Uint8Array(countSize)
  put(head, 0, entries.length, countSize, little)
  const padding = new Uint8Array(bytes.length % 2)
  const next = bytes.subarray(end - word, end) // the directory of the second page
  const file = concat([bytes, padding, ...values, head, ...entries, next])
  if (!big && file.length > MOST) throw new CodecError('ERR_LIMIT', 'tiff: longer than 4 GiB')
  put(file, big ? 8 : 4, place, word, little)
  return file
}
