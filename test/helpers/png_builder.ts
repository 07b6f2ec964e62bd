import { deflateSync } from 'node:zlib'
import { concat } from '../../lib/bitstream/bytes'
import { pngChunk, SIGNATURE } from '../../lib/bitstream/png'

// PNG files of every kind, from samples, written by the letter of the standard and slowly.

/** Channels of each colour type as they are stored. */
const STORED: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

export interface PngPicture {
  width: number
  height: number
  type: 0 | 2 | 3 | 4 | 6
  depth: 1 | 2 | 4 | 8 | 16
  interlaced?: boolean
  /** Of row y, counted in each pass; default: 0. */
  filter?: (y: number) => number
  /** Row after row, as many of a pixel as the type has. */
  samples: ArrayLike<number>
  palette?: Uint8Array
  transparency?: Uint8Array
  /** Makes the IDAT chunks of the rows with their filters. */
  compress?: (rows: Uint8Array) => readonly Uint8Array[]
}

/** PNG 8.2: left, top, across, down. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

export const channelsOf = (type: number): number => STORED[type]!

/** Samples of some bits each, the first in the highest ones; the last byte is filled up with ones. */
function packed(samples: readonly number[], depth: number): Uint8Array {
  if (depth === 16) return Uint8Array.from(samples.flatMap((s) => [s >> 8, s & 255]))
  const out = new Uint8Array(Math.ceil((samples.length * depth) / 8)).fill(0)
  samples.forEach((s, i) => (out[(i * depth) >> 3]! |= s << (8 - depth - ((i * depth) & 7))))
  const left = out.length * 8 - samples.length * depth
  if (left > 0) out[out.length - 1]! |= (1 << left) - 1
  return out
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

const predictors = [
  () => 0,
  (a: number) => a,
  (_: number, b: number) => b,
  (a: number, b: number) => (a + b) >> 1,
  paeth,
]

function filtered(row: Uint8Array, above: Uint8Array, filter: number, size: number): Uint8Array {
  const predict = predictors[filter]!
  const at = (bytes: Uint8Array, i: number): number => (i < 0 ? 0 : bytes[i]!)
  const coded = row.map((x, i) => x - predict(at(row, i - size), above[i]!, at(above, i - size)))
  return concat([Uint8Array.of(filter), coded])
}

/** The rows of all passes, each with its filter before it. */
export function filteredRows(picture: PngPicture): Uint8Array {
  const { width, height, type, depth, interlaced, filter = () => 0, samples } = picture
  const channels = channelsOf(type)
  const size = Math.max(1, (channels * depth) / 8)
  const rows: Uint8Array[] = []
  for (const [left, top, across, down] of interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const)) {
    let above: Uint8Array | undefined
    for (let y = top, i = 0; y < height && left < width; y += down, i++) {
      const line: number[] = []
      for (let x = left; x < width; x += across) {
        for (let c = 0; c < channels; c++) line.push(samples[(y * width + x) * channels + c]!)
      }
      const row = packed(line, depth)
      rows.push(filtered(row, above ?? new Uint8Array(row.length), filter(i), size))
      above = row
    }
  }
  return concat(rows)
}

/** A file of these chunks. */
export function pngOf(picture: Omit<PngPicture, 'samples'>, rows: Uint8Array): Uint8Array {
  const { width, height, type, depth, interlaced, palette, transparency, compress } = picture
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, type, 0, 0, interlaced ? 1 : 0], 8)
  const data = compress?.(rows) ?? [deflateSync(rows, { level: 1 })]
  return concat([
    Uint8Array.from(SIGNATURE),
    pngChunk('IHDR', header),
    ...(palette ? [pngChunk('PLTE', palette)] : []),
    ...(transparency ? [pngChunk('tRNS', transparency)] : []),
    ...data.map((part) => pngChunk('IDAT', part)),
    pngChunk('IEND'),
  ])
}

export const pngFile = (picture: PngPicture): Uint8Array => pngOf(picture, filteredRows(picture))
