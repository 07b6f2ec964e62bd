import { damaged } from './bytes'
import { codestream, j2kSiz } from './j2k'
import { codestreamRange, headerBoxes } from './jp2'

const [QCD, QCC] = [0xff5c, 0xff5d]
const MAX_GUARD_BITS = 7

/** By how many bits a 9/7 codestream can be made less deep: guard bits take the place of exponents. */
export const MOST_LESS = 5

/**
 * Makes quantisation (T.800 A.6.4, E.1) mean the same for components of fewer bits: a step is relative
 * to the depth, so that each exponent falls with it; the bit planes, guard bits + exponent - 1, stay.
 */
function lowerExponents(bytes: Uint8Array, at: number, end: number, less: number): void {
  const style = bytes[at]! & 31
  if (style === 0) return // 5/3: the step is 1
  const guard = (bytes[at]! >> 5) + less
  if (guard > MAX_GUARD_BITS) throw damaged('JPEG 2000', `its depth cannot be ${less} bits less`)
  bytes[at] = (guard << 5) | style
  for (let step = at + 1; step + 1 < end; step += 2) {
    if (bytes[step]! >> 3 < less) throw damaged('JPEG 2000', 'an exponent is too small')
    bytes[step]! -= less << 3
  }
}

/**
 * A stream of components of some depth, said to be of `depth` bits, fewer than they are. Its samples
 * but chroma must be by the difference of the two middles (2^(bits - 1)) above what they stand for:
 * the DC level shift (T.800 G.1) of the smaller depth then gives them back.
 */
export function setJp2Depth(bytes: Uint8Array, depth: number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  const { start, end, box } = codestreamRange(bytes)
  const { components } = j2kSiz(bytes, start)
  const less = components[0]!.bitDepth - depth
  components.forEach((_, i) => {
    changed[start + 42 + 3 * i] = depth - 1 // Ssiz
  })
  for (const segment of codestream(bytes, start, end).segments) {
    const fields = segment.start + 4 // behind the marker and its length
    if (segment.code === QCD) lowerExponents(changed, fields, segment.end, less)
    const component = components.length < 257 ? 1 : 2
    if (segment.code === QCC) lowerExponents(changed, fields + component, segment.end, less)
  }
  if (!box) return changed
  for (const { type, bodyStart, end: boxEnd } of headerBoxes(bytes)) {
    if (type === 'ihdr') changed[bodyStart + 10] = depth - 1
    if (type === 'bpcc') changed.fill(depth - 1, bodyStart, boxEnd)
  }
  return changed
}
