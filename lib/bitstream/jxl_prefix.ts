import { damaged } from './bytes'
import type { LowBitReader } from './jxl'

// Prefix codes as JPEG XL has them, which are Brotli's (ISO/IEC 18181-1 annex C.2.4, RFC 7932 3.4).

export const bad = (what: string) => damaged('JPEG XL', `${what} of its ICC profile`)

const MOST_BITS = 15
const ORDER = [1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15]
const REPEAT = 16

/** A canonical code: how many symbols have each length, and the symbols by length. */
export interface Prefix {
  counts: number[]
  symbols: number[]
}

function canonical(lengths: readonly number[]): Prefix {
  const symbols = lengths.flatMap((length, symbol) => (length > 0 ? [symbol] : []))
  symbols.sort((a, b) => lengths[a]! - lengths[b]! || a - b)
  const counts = new Array<number>(MOST_BITS + 1).fill(0)
  for (const symbol of symbols) counts[lengths[symbol]!]!++
  return { counts, symbols }
}

export function prefixSymbol(reader: LowBitReader, { counts, symbols }: Prefix): number {
  if (symbols.length === 1) return symbols[0]!
  let [code, first, index] = [0, 0, 0]
  for (let bits = 1; bits <= MOST_BITS; bits++) {
    code += reader.u(1)
    const count = counts[bits]!
    if (code - first < count) return symbols[index + code - first]!
    index += count
    first = 2 * (first + count)
    code *= 2
  }
  throw bad('a prefix code')
}

const SIMPLE = [[1], [1, 1], [1, 2, 2], [2, 2, 2, 2]] as const

function simpleLengths(reader: LowBitReader, size: number): number[] {
  const bits = 32 - Math.clz32(size - 1)
  const count = reader.u(2) + 1
  const symbols = Array.from({ length: count }, () => reader.u(bits))
  const skewed = count === 4 && reader.u(1) === 1
  const lengths = new Array<number>(size).fill(0)
  for (const [i, symbol] of symbols.entries()) {
    if (symbol >= size || lengths[symbol] !== 0) throw bad('a prefix code')
    lengths[symbol] = skewed ? [1, 2, 3, 3][i]! : SIMPLE[count - 1]![i]!
  }
  return lengths
}

/** The length of a code length's code, itself in a fixed code. */
function lengthOfLength(reader: LowBitReader): number {
  const two = reader.u(2)
  if (two < 3) return [0, 4, 3][two]!
  if (reader.u(1) === 0) return 2
  return reader.u(1) === 0 ? 1 : 5
}

function codeOfLengths(reader: LowBitReader, skipped: number): Prefix {
  const lengths = new Array<number>(ORDER.length).fill(0)
  let space = 32
  for (let i = skipped; i < ORDER.length && space > 0; i++) {
    const length = lengthOfLength(reader)
    lengths[ORDER[i]!] = length
    if (length > 0) space -= 32 >> length
  }
  const code = canonical(lengths)
  if (space !== 0 && code.symbols.length !== 1) throw bad('a prefix code')
  return code
}

function codedLengths(reader: LowBitReader, size: number, skipped: number): number[] {
  const code = codeOfLengths(reader, skipped)
  const lengths: number[] = []
  let [space, before, repeated, repeat] = [32768, 8, 0, 0]
  while (lengths.length < size && space > 0) {
    const length = prefixSymbol(reader, code)
    const again = length === REPEAT ? before : 0
    if (length < REPEAT) {
      lengths.push(length)
      if (length > 0) before = length
      if (length > 0) space -= 32768 >> length
      repeat = 0
      continue
    }
    if (repeated !== again) repeat = 0
    repeated = again
    const bits = length - 14
    const total = (repeat > 0 ? (repeat - 2) << bits : 0) + reader.u(bits) + 3
    const more = total - repeat
    if (lengths.length + more > size) throw bad('a prefix code')
    for (let i = 0; i < more; i++) lengths.push(again)
    if (again > 0) space -= more << (15 - again)
    repeat = total
  }
  if (space !== 0) throw bad('a prefix code')
  return lengths
}

/** Bytes have fewer, and what many more would take of memory is claimed by a few bits. */
const MOST_SYMBOLS = 8192

function readPrefix(reader: LowBitReader, size: number): Prefix {
  if (size > MOST_SYMBOLS) throw bad('a prefix code')
  if (size === 1) return { counts: [], symbols: [0] }
  const skipped = reader.u(2)
  return canonical(
    skipped === 1 ? simpleLengths(reader, size) : codedLengths(reader, size, skipped),
  )
}

/** Up to 65536: how many bits it has, and these. */
function sizeOf(reader: LowBitReader): number {
  if (reader.u(1) === 0) return 1
  const bits = reader.u(4)
  return (1 << bits) + reader.u(bits) + 1
}

/** As many codes as there are, all their sizes first. */
export function readPrefixes(reader: LowBitReader, count: number): Prefix[] {
  const sizes = Array.from({ length: count }, () => sizeOf(reader))
  return sizes.map((size) => readPrefix(reader, size))
}
