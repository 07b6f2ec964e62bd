import { be } from './bytes'
import { codestream, codingStyle } from './j2k'
import { codestreamRange } from './jp2'

const HAS_PRECINCTS = 1
/** Progressions by the place of precincts: RPCL, PCRL, CPRL (T.800 table A.16). */
const FIRST_BY_POSITION = 2

const isPowerOfTwo = (n: number): boolean => Math.log2(n) % 1 === 0

/**
 * Whether packets are ordered by where their precincts lie, precincts have sizes of their own, and
 * tiles begin where a precinct of some resolution does not: at an origin that is not 0, or at
 * multiples of a size that is no power of two. Their order depends on all three.
 */
export function isOrderedByPlace(bytes: Uint8Array): boolean {
  const { start, end } = codestreamRange(bytes)
  const cod = codingStyle(codestream(bytes, start, end)).start
  const sized = (bytes[cod + 4]! & HAS_PRECINCTS) !== 0
  if (!sized || bytes[cod + 5]! < FIRST_BY_POSITION) return false
  const pair = (at: number) => [be(bytes, start + at, 4), be(bytes, start + at + 4, 4)] as const
  const [size, origin, tile] = [pair(8), pair(16), pair(24)]
  return [0, 1].some((i) => origin[i]! > 0 || (size[i]! > tile[i]! && !isPowerOfTwo(tile[i]!)))
}
