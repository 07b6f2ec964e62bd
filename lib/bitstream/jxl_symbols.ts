import { CodecError } from '../errors'
import type { LowBitReader } from './jxl'
import { bad, type Prefix, prefixSymbol, readPrefixes } from './jxl_prefix'

/** How a token becomes a number (ISO/IEC 18181-1 annex C.2.3). */
interface Hybrid {
  split: number
  high: number
  low: number
}

const unread = () =>
  new CodecError(
    'ERR_UNAVAILABLE',
    'its ICC profile is coded as none is read here: decode gives it',
  )

const bitsFor = (most: number): number => 32 - Math.clz32(most)

/** Symbols of prefix codes have up to so many bits. */
const LOG_SIZE = 15

function readHybrid(reader: LowBitReader, logSize = LOG_SIZE): Hybrid {
  const split = reader.u(bitsFor(logSize))
  if (split >= logSize) return { split, high: 0, low: 0 }
  const high = reader.u(bitsFor(split))
  if (high > split) throw bad('numbers')
  const low = reader.u(bitsFor(split - high))
  if (high + low > split) throw bad('numbers')
  return { split, high, low }
}

function numberOf(reader: LowBitReader, token: number, { split, high, low }: Hybrid): number {
  const least = 2 ** split
  if (token < least) return token
  const bits = split - high - low + ((token - least) >> (high + low))
  if (bits > 30) throw bad('a number')
  const front = 2 ** high + ((token >> low) & (2 ** high - 1))
  return (front * 2 ** bits + reader.u(bits)) * 2 ** low + (token & (2 ** low - 1))
}

/** Symbols from one on say how much of what was read comes again (C.3). */
interface Copies {
  leastSymbol: number
  leastLength: number
  lengths: Hybrid
}

function readCopies(reader: LowBitReader): Copies | undefined {
  if (reader.u(1) === 0) return undefined
  const symbols = [[224, 0], [512, 0], [4096, 0], [8, 15]] as const // prettier-ignore
  const lengths = [[3, 0], [4, 0], [5, 2], [9, 8]] as const // prettier-ignore
  const [leastSymbol, leastLength] = [symbols, lengths].map((choices) => {
    const [offset, bits] = choices[reader.u(2)]!
    return offset + reader.u(bits)
  })
  return { leastSymbol: leastSymbol!, leastLength: leastLength!, lengths: readHybrid(reader, 8) }
}

function movedToFront(indices: readonly number[]): number[] {
  const order = Array.from({ length: 256 }, (_, i) => i)
  return indices.map((index) => {
    const [value] = order.splice(index, 1)
    if (value === undefined) throw bad('contexts')
    order.unshift(value)
    return value
  })
}

/** Which histogram each context has (C.2.2). */
function readContexts(reader: LowBitReader, count: number): number[] {
  if (count === 1) return [0]
  if (reader.u(1) === 1) {
    const bits = reader.u(2)
    return Array.from({ length: count }, () => reader.u(bits))
  }
  const moved = reader.u(1) === 1
  const symbols = new JxlSymbols(reader, 1)
  const indices = Array.from({ length: count }, () => symbols.read(0))
  return moved ? movedToFront(indices) : indices
}

/**
 * Numbers of several contexts, each by a prefix code (ISO/IEC 18181-1 annex C), as libjxl writes profiles.
 * ERR_UNAVAILABLE for the other coder of the format, which no encoder at hand uses there.
 */
export class JxlSymbols {
  readonly #reader: LowBitReader
  readonly #copies: Copies | undefined
  readonly #contexts: readonly number[]
  readonly #numbers: readonly Hybrid[]
  readonly #prefixes: readonly Prefix[]
  /** All that was read: what is copied. */
  readonly #read: number[] = []
  #toCopy = 0
  #from = 0

  constructor(reader: LowBitReader, contexts: number) {
    this.#reader = reader
    this.#copies = readCopies(reader)
    this.#contexts = readContexts(reader, contexts + Number(this.#copies !== undefined))
    const count = Math.max(...this.#contexts) + 1
    if (count > this.#contexts.length) throw bad('contexts')
    if (reader.u(1) === 0) throw unread()
    this.#numbers = Array.from({ length: count }, () => readHybrid(reader))
    this.#prefixes = readPrefixes(reader, count)
  }

  /** Begins to copy; a distance that goes beyond the first number is as far as it. */
  #startCopy(symbol: number, { leastSymbol, leastLength, lengths }: Copies): void {
    this.#toCopy = numberOf(this.#reader, symbol - leastSymbol, lengths) + leastLength
    const histogram = this.#contexts.at(-1)!
    const token = prefixSymbol(this.#reader, this.#prefixes[histogram]!)
    const distance = numberOf(this.#reader, token, this.#numbers[histogram]!) + 1
    this.#from = Math.max(0, this.#read.length - distance)
  }

  #next(context: number): number {
    if (this.#toCopy === 0) {
      const histogram = this.#contexts[context]!
      const symbol = prefixSymbol(this.#reader, this.#prefixes[histogram]!)
      if (!this.#copies || symbol < this.#copies.leastSymbol) {
        return numberOf(this.#reader, symbol, this.#numbers[histogram]!)
      }
      this.#startCopy(symbol, this.#copies)
    }
    this.#toCopy--
    return this.#read[this.#from++] ?? 0
  }

  /** The next number. */
  read(context: number): number {
    const value = this.#next(context)
    this.#read.push(value)
    return value
  }
}
