import { concat, damaged } from './bytes'
import type { Plain, PlainSamples } from './plain'

/** What the header of a PBM, PGM, PPM or PAM file says (netpbm's pbm(5), pgm(5), ppm(5), pam(5)). */
export interface NetpbmHeader {
  /** `P1` to `P7`. */
  magic: string
  width: number
  height: number
  /** Samples of a pixel in the file. */
  depth: number
  alpha: boolean
  /** MAXVAL: the code of white. */
  max: number
  /** Where the samples begin. */
  start: number
}

/** Comments may be long; nothing else is. */
const LONGEST_HEADER = 65536

/** What a TUPLTYPE has of samples; one that is not said follows from DEPTH, as netpbm's tools have it. */
const TUPLES: Readonly<Record<string, number>> = {
  BLACKANDWHITE: 1,
  GRAYSCALE: 1,
  BLACKANDWHITE_ALPHA: 2,
  GRAYSCALE_ALPHA: 2,
  RGB: 3,
  RGB_ALPHA: 4,
}

/** By lines: an expression for a field takes the square of the time for a long line. */
function pamHeader(text: string): NetpbmHeader {
  const fields = new Map<string, string>()
  let start = 0
  while (!fields.has('ENDHDR')) {
    const end = text.indexOf('\n', start)
    if (end < 0) throw damaged('PAM', 'its header does not end')
    const line = text.slice(start, end)
    const name = line.split(/\s/, 1)[0]!
    if (!fields.has(name)) fields.set(name, line.slice(name.length).trim())
    start = end + 1
  }
  const number = (name: string): number => Number(fields.get(name) ?? NaN)
  const [width, height, depth] = [number('WIDTH'), number('HEIGHT'), number('DEPTH')]
  const type = fields.get('TUPLTYPE') ?? ''
  const expected = type === '' ? depth : TUPLES[type]
  if (expected === undefined) throw damaged('PAM', `TUPLTYPE ${type} is not supported`)
  if (expected !== depth || depth > 4) {
    throw damaged('PAM', `TUPLTYPE '${type}' of DEPTH ${depth} is not supported`)
  }
  const sizes = { width, height, depth, alpha: depth % 2 === 0 }
  return { magic: 'P7', ...sizes, max: number('MAXVAL'), start }
}

const HASH = 0x23
/** Without MAXVAL: a sample is a bit. */
const BITS = ['P1', 'P4']

function pnmHeader(text: string): NetpbmHeader {
  const magic = text.slice(0, 2)
  const token = /(?:\s|#[^\n\r]*[\n\r])+(\d+)/y
  token.lastIndex = 2
  const next = (): number => Number(token.exec(text)?.[1] ?? NaN)
  const [width, height] = [next(), next()]
  const max = BITS.includes(magic) ? 1 : next()
  const depth = magic === 'P3' || magic === 'P6' ? 3 : 1
  const delimiter = /#[^\n\r]*[\n\r]|[^]/y // a comment ends in the white space before the samples
  delimiter.lastIndex = token.lastIndex
  delimiter.exec(text)
  return { magic, width, height, depth, alpha: false, max, start: delimiter.lastIndex }
}

/** ERR_DECODE, by name, where it is none that can be read. */
export function netpbmHeader(bytes: Uint8Array): NetpbmHeader {
  const text = Buffer.from(bytes.subarray(0, LONGEST_HEADER)).toString('latin1')
  const header = text.startsWith('P7') ? pamHeader(text) : pnmHeader(text)
  const { width, height, max } = header
  if (Number.isNaN(width + height)) throw damaged('netpbm', 'its header has no size')
  if (!(width > 0 && height > 0)) throw damaged('netpbm', `its size is ${width}x${height}`)
  if (!(max > 0 && max < 65536)) throw damaged('netpbm', `MAXVAL ${max} is not 1 to 65535`)
  return header
}

/** Where the samples end; all of the bytes of a text file, and of one that lacks some. */
export function netpbmEnd(bytes: Uint8Array): number {
  const { magic, width, height, depth, max, start } = netpbmHeader(bytes)
  if (['P1', 'P2', 'P3'].includes(magic)) return bytes.length
  const row = magic === 'P4' ? Math.ceil(width / 8) : width * depth * (max < 256 ? 1 : 2)
  return Math.min(bytes.length, start + row * height)
}

/** Bits of the samples as decode gives them: those of MAXVAL where it is 2^n - 1 of 9 to 16 bits. */
export function netpbmDepth({ max }: NetpbmHeader): number {
  if (max < 256) return 8
  const bits = Math.log2(max + 1)
  return Number.isInteger(bits) ? bits : 16
}

/** What libavcodec's readers make of the samples of a text file: they scale those, to 8 or 16 bits. */
function textSamples(header: NetpbmHeader): PlainSamples | undefined {
  const depth = netpbmDepth(header)
  return depth > 8 && depth < 16 ? { scaledFrom: depth } : undefined
}

const TUPLE_OF = ['', 'GRAYSCALE', 'GRAYSCALE_ALPHA', 'RGB', 'RGB_ALPHA']

function headerOf({ magic, width, height, depth }: NetpbmHeader, max: number): Uint8Array {
  const fields = [`WIDTH ${width}`, `HEIGHT ${height}`, `DEPTH ${depth}`, `MAXVAL ${max}`]
  const pam = ['P7', ...fields, `TUPLTYPE ${TUPLE_OF[depth]}`, 'ENDHDR', '']
  const pnm = [magic, `${width} ${height}`, ...(BITS.includes(magic) ? [] : [max]), '']
  return Buffer.from((magic === 'P7' ? pam : pnm).join('\n'), 'latin1')
}

/**
 * Under a header that leaves the samples as they are: libavcodec scales few of them by MAXVAL, some
 * wrongly (white of MAXVAL 254 becomes black), keeps no depth, and takes comments not everywhere where
 * netpbm's own reader does. Text it scales well.
 */
export function plainNetpbm(bytes: Uint8Array): Plain | undefined {
  const header = netpbmHeader(bytes)
  const { magic, max, start } = header
  const under = (maximum: number): Uint8Array =>
    concat([headerOf(header, maximum), bytes.subarray(start)])
  const commented = bytes.subarray(2, start).includes(HASH)
  if (BITS.includes(magic)) return commented ? { bytes: under(1), warnings: [] } : undefined
  if (magic === 'P2' || magic === 'P3') {
    return { bytes: commented ? under(max) : bytes, warnings: [], coded: textSamples(header) }
  }
  const whole = max < 256 ? 255 : 65535
  if (max === whole && magic !== 'P7' && !commented) return undefined
  const depth = netpbmDepth(header)
  const coded = max === whole ? undefined : { max, ...(depth > 8 && depth < 16 && { depth }) }
  return { bytes: under(whole), warnings: [], coded }
}
