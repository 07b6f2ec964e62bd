import { be, damaged, holds, le } from '../bytes'
import { checkCount } from '../parts'

/** TIFF 6.0, and BigTIFF with its 64-bit offsets. */
const CLASSIC = 42
const BIG = 43

/** Bytes of one value, by the field's type (TIFF 6.0 section 2; 13, 16 to 18: BigTIFF and IFD). */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
}

/** Tags of a directory; those of cameras and maps have some hundreds at the most. */
const MAX_TAGS = 2 ** 12

/** Where the values of one tag are. */
interface TiffField {
  type: number
  count: number
  /** Of the first value, in the file. */
  offset: number
  length: number
}

/** The first directory of a TIFF file: what its first page is. */
export interface TiffDirectory {
  big: boolean
  /** Of the directory itself. */
  offset: number
  end: number
  fields: ReadonlyMap<number, TiffField>
  /** The unsigned integers of a tag, at most `most`; empty where there is none. */
  numbers(tag: number, most?: number): number[]
  /** The first of them. */
  number(tag: number, missing: number): number
  /** The bytes of a tag's values. */
  bytes(tag: number): Uint8Array | undefined
}

const littleEndian = (bytes: Uint8Array): boolean => holds(bytes, 'II')

function versionOf(bytes: Uint8Array): number {
  if (bytes.length < 8 || !(littleEndian(bytes) || holds(bytes, 'MM'))) return 0
  return littleEndian(bytes) ? le(bytes, 2, 2) : be(bytes, 2, 2)
}

/** By the first bytes: byte order and version. */
export const isTiff = (bytes: Uint8Array): boolean => [CLASSIC, BIG].includes(versionOf(bytes))

/** The first directory. ERR_DECODE where it, or a value of its, is outside of the file. */
export function tiffDirectory(bytes: Uint8Array): TiffDirectory {
  if (!isTiff(bytes)) throw damaged('TIFF', 'does not begin as a TIFF file')
  const read = littleEndian(bytes) ? le : be
  const big = versionOf(bytes) === BIG
  const word = big ? 8 : 4
  const offset = read(bytes, big ? 8 : 4, word)
  const count = read(bytes, offset, big ? 8 : 2)
  checkCount(count, 'TIFF', MAX_TAGS, 'tags')
  const first = offset + (big ? 8 : 2)
  const entry = 4 + 2 * word
  const end = first + count * entry + word
  if (end > bytes.length) throw damaged('TIFF', 'its directory is cut off')
  const fields = new Map<number, TiffField>()
  for (let at = first; at < end - word; at += entry) {
    const type = read(bytes, at + 2, 2)
    const values = read(bytes, at + 4, word)
    const length = values * (TYPE_BYTES[type] ?? 0)
    const place = at + 4 + word
    fields.set(read(bytes, at, 2), {
      type,
      count: values,
      offset: length <= word ? place : read(bytes, place, word),
      length,
    })
  }
  return { big, offset, end, fields, ...readers(bytes, fields, read) }
}

function readers(bytes: Uint8Array, fields: ReadonlyMap<number, TiffField>, read: typeof be) {
  const numbers = (tag: number, most = 2 ** 16): number[] => {
    const field = fields.get(tag)
    if (!field) return []
    const size = TYPE_BYTES[field.type] ?? 0
    if (size === 0) return []
    const length = Math.min(field.count, most)
    return Array.from({ length }, (_, i) => read(bytes, field.offset + i * size, size))
  }
  return {
    numbers,
    number: (tag: number, missing: number) => numbers(tag, 1)[0] ?? missing,
    bytes: (tag: number) => {
      const field = fields.get(tag)
      const end = field && field.offset + field.length
      return field && end! <= bytes.length ? bytes.subarray(field.offset, end) : undefined
    },
  }
}
