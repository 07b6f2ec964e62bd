import { tiffDirectory, type TiffDirectory } from './directory'
import { TIFF_TAG } from './tags'

/** Compressions that libavcodec undoes rightly: none, LZW, Deflate (two numbers), PackBits. */
const compressions = [1, 5, 8, 32946, 32773]
const UNSIGNED = 1
const PALETTE = 3
const RGB = 2
const MIN_IS_BLACK = 1

/** Each rule: what libavcodec reads wrong or not at all, and the name that a message gives it. */
const rules: readonly [name: string, broken: (d: TiffDirectory, bytes: Uint8Array) => boolean][] = [
  ['BigTIFF', (d) => d.big],
  ['tiles', (d) => d.fields.has(TIFF_TAG.tileOffsets)],
  ['this compression', (d) => !compressions.includes(d.number(TIFF_TAG.compression, 1))],
  ['old-style LZW', isOldLzw],
  ['FillOrder 2', (d) => d.number(TIFF_TAG.fillOrder, 1) !== 1],
  ['planes', (d) => d.number(TIFF_TAG.planarConfiguration, 1) !== 1],
  [
    'signed or floating point samples',
    (d) => d.numbers(TIFF_TAG.sampleFormat).some((format) => format !== UNSIGNED),
  ],
  ['these colours', (d) => !isPlainColour(d)],
  ['alpha that is multiplied in, or extra samples', (d) => !isPlainAlpha(d)],
]

function isPlainColour(d: TiffDirectory): boolean {
  const photometric = d.number(TIFF_TAG.photometric, -1)
  const samples = d.number(TIFF_TAG.samplesPerPixel, 1)
  const bits = d.numbers(TIFF_TAG.bitsPerSample)
  if (bits.some((b) => b !== bits[0])) return false
  const depth = bits[0] ?? 1
  if (photometric === PALETTE) return samples === 1 && depth === 8
  if (photometric === RGB) return (samples === 3 || samples === 4) && (depth === 8 || depth === 16)
  return photometric === MIN_IS_BLACK && samples === 1 && (depth === 8 || depth === 16)
}

const UNASSOCIATED = 2

function isPlainAlpha(d: TiffDirectory): boolean {
  const extra = d.numbers(TIFF_TAG.extraSamples)
  const samples = d.number(TIFF_TAG.samplesPerPixel, 1)
  return samples < 4 ? extra.length === 0 : extra.length === 1 && extra[0] === UNASSOCIATED
}

const LZW = 5

/** LZW before TIFF 6.0: codes from the lowest bit on, of which the first, Clear, is 256. */
function isOldLzw(d: TiffDirectory, bytes: Uint8Array): boolean {
  if (d.number(TIFF_TAG.compression, 1) !== LZW) return false
  const start = d.number(TIFF_TAG.stripOffsets, 0)
  return bytes[start] === 0 && (bytes[start + 1]! & 1) === 1
}

/** What of this file libavcodec's reader would give wrong pixels for; undefined: nothing. */
export function tiffBeyondLibav(bytes: Uint8Array): string | undefined {
  const directory = tiffDirectory(bytes)
  return rules.find(([, broken]) => broken(directory, bytes))?.[0]
}
