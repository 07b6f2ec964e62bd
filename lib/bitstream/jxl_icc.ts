import { CodecError } from '../errors'
import type { LowBitReader } from './jxl'
import type { Walk } from './walk'
import { profileOf } from './jxl_icc_commands'
import { bad } from './jxl_prefix'
import { JxlSymbols } from './jxl_symbols'

// The ICC profile of a JPEG XL codestream (ISO/IEC 18181-1 annex E.4): bytes whose context are the two
// before them, and commands that make the profile of these.

/** No profile of a picture is longer; a few bytes may claim any length. */
const MAX_LENGTH = 2 ** 20

const CONTEXTS = 41
const HEADER = 128

const isOf = (pattern: RegExp, byte: number): boolean => pattern.test(String.fromCharCode(byte))

function kindOfLast(byte: number): number {
  if (isOf(/[A-Za-z]/, byte)) return 0
  if (isOf(/[0-9.,]/, byte)) return 1
  if (byte <= 1) return 2 + byte
  if (byte < 16) return 4
  if (byte === 255) return 6
  return byte > 240 ? 5 : 7
}

function kindOfSecond(byte: number): number {
  if (isOf(/[A-Za-z]/, byte)) return 0
  if (isOf(/[0-9.,]/, byte)) return 1
  if (byte < 16) return 2
  return byte > 240 ? 3 : 4
}

const KINDS = Array.from({ length: 256 }, (_, byte) => [kindOfLast(byte), kindOfSecond(byte)])

const contextOf = (last: number, second: number): number =>
  1 + KINDS[last]![0]! + 8 * KINDS[second]![1]!

/** Bytes between two rests: a few milliseconds. */
const STRETCH = 2 ** 14

function* codedBytes(reader: LowBitReader): Walk<Uint8Array> {
  const length = u64(reader)
  limit(length)
  const symbols = new JxlSymbols(reader, CONTEXTS)
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) {
    if (i % STRETCH === STRETCH - 1) yield
    const value = symbols.read(i > HEADER ? contextOf(bytes[i - 1]!, bytes[i - 2]!) : 0)
    if (value > 255) throw bad('a byte')
    bytes[i] = value
  }
  return bytes
}

/** ERR_LIMIT */
function limit(length: number): void {
  if (length <= MAX_LENGTH) return
  throw new CodecError(
    'ERR_LIMIT',
    `its ICC profile of ${length} bytes is not read: decode gives it`,
  )
}

/** U64 (9.2.2), as far as numbers are exact. */
export function u64(reader: LowBitReader): number {
  const choice = reader.u(2)
  if (choice === 0) return 0
  if (choice === 1) return 1 + reader.u(4)
  if (choice === 2) return 17 + reader.u(8)
  let value = reader.u(12)
  for (let shift = 12; reader.u(1) === 1; shift += 8) {
    if (shift > 44) throw bad('a length')
    value += reader.u(8) * 2 ** shift
  }
  return value
}

/** The profile that begins where the reader is. ERR_DECODE where it is damaged, ERR_LIMIT. */
export function* readProfile(reader: LowBitReader): Walk<Uint8Array> {
  return profileOf(yield* codedBytes(reader), limit)
}
