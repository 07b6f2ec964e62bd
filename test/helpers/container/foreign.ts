import ndarray from 'ndarray'
import sharp from 'sharp'
import { avifdec, libheif, libvips, type Reader } from './readers'
import { programFile } from './matrix'
import { sourceOf, type Chroma, type Coding, type Format } from './codings'
import { samplesOf } from '../pictures'
import type { PixelArray, Samples } from '../../../lib/image'

/** A file of another writer, to be read by us and by `reader`. */
export interface Foreign {
  writer: string
  format: Format
  coding: Coding
  reader: Reader
  file(): Uint8Array | Promise<Uint8Array>
}

const DEPTHS = [8, 10, 12] as const
const digits = (chroma: Chroma): string => chroma.replaceAll(':', '')

const BASIC: readonly Coding[] = [
  ...(['4:0:0', '4:2:0', '4:2:2', '4:4:4'] as const).flatMap((chroma) =>
    DEPTHS.map((depth) => ({ chroma, depth })),
  ),
  { chroma: '4:2:0', depth: 8, even: true },
]

function avifenc(coding: Coding): Foreign {
  const { chroma, depth, limited, alpha, lossless, matrix, encoder } = coding
  const cicp = matrix === 'bt2020' ? ['--cicp', '9/16/9'] : matrix ? ['--cicp', '1/13/1'] : []
  const args = [
    ...['avifenc', '-s', '10', '-d', String(depth)],
    ...(lossless ? ['-l'] : ['--min', '5', '--max', '20', '-y', digits(chroma)]),
    ...(limited ? ['-r', 'limited'] : []),
    ...(alpha === 'premultiplied' ? ['--premultiply'] : []),
    ...(encoder ? ['-c', encoder === 'libsvtav1' ? 'svt' : 'rav1e'] : []),
    ...cicp,
  ]
  const file = (): Uint8Array => programFile(args, 'avif', sourceOf(coding))
  return { writer: 'avifenc', format: 'AVIF', coding, reader: avifdec, file }
}

const byAvifenc: readonly Coding[] = [
  ...BASIC,
  { chroma: '4:2:0', depth: 8, limited: true },
  { chroma: '4:4:4', depth: 10, limited: true },
  { chroma: '4:4:4', depth: 8, matrix: 'bt709' },
  { chroma: '4:2:0', depth: 10, matrix: 'bt2020' },
  { chroma: '4:4:4', depth: 8, alpha: 'straight' },
  { chroma: '4:2:0', depth: 8, alpha: 'straight' },
  { chroma: '4:4:4', depth: 10, alpha: 'straight' },
  { chroma: '4:4:4', depth: 8, alpha: 'premultiplied' },
  { chroma: 'RGB', depth: 8, lossless: true },
  { chroma: 'RGB', depth: 8, lossless: true, alpha: 'straight' },
  { chroma: '4:2:0', depth: 8, even: true, encoder: 'librav1e' },
]

function heifEnc(format: 'AVIF' | 'HEIC', coding: Coding): Foreign {
  const { chroma, depth, alpha, lossless, matrix } = coding
  const subsampling = chroma === 'RGB' ? '444' : digits(chroma)
  const matrixCode = chroma === 'RGB' ? 0 : matrix === 'bt709' ? 1 : 6
  const args = [
    ...['heif-enc', '-b', String(depth), `--matrix_coefficients=${matrixCode}`],
    ...(chroma === '4:0:0' ? [] : ['-p', `chroma=${subsampling}`]),
    ...(lossless ? ['-L'] : ['-q', '80']),
    ...(alpha === 'premultiplied' ? ['--premultiplied-alpha'] : []),
    ...(format === 'AVIF' ? ['-A'] : []),
  ]
  const straight = sourceOf(coding)
  const source = alpha === 'premultiplied' ? multipliedByAlpha(straight) : straight
  const file = (): Uint8Array => programFile(args, format.toLowerCase(), source)
  return { writer: 'heif-enc', format, coding, reader: libheif, file }
}

/** heif-enc takes its input for premultiplied already: so it must be. */
function multipliedByAlpha(picture: PixelArray): PixelArray {
  const data = Uint8Array.from(picture.data)
  for (let i = 0; i < data.length; i += 4) {
    for (let c = i; c < i + 3; c++) data[c] = Math.round((data[c]! * data[i + 3]!) / 255)
  }
  return Object.assign(ndarray<Samples>(data, picture.shape), { bitDepth: 8 })
}

const byHeifEnc: readonly Coding[] = [
  ...BASIC,
  { chroma: '4:4:4', depth: 8, matrix: 'bt709' },
  { chroma: '4:4:4', depth: 8, alpha: 'straight' },
  { chroma: '4:2:0', depth: 8, alpha: 'straight' },
  { chroma: '4:4:4', depth: 8, alpha: 'premultiplied' },
  { chroma: 'RGB', depth: 8, lossless: true },
]

function bySharp(coding: Coding, reader: Reader): Foreign {
  const source = sourceOf(coding)
  const { shape } = source
  const [height = 0, width = 0, channels = 1] = shape
  const raw = { width, height, channels: channels as 1 | 3 | 4 }
  const { chroma, lossless = false, depth } = coding
  const chromaSubsampling = chroma === '4:2:0' ? '4:2:0' : '4:4:4'
  const settings = { lossless, quality: 80, effort: 0, chromaSubsampling, bitdepth: depth }
  const samples = samplesOf(source)
  const input =
    depth === 8
      ? samples
      : Uint16Array.from(samples, (v) => Math.round((v * 65535) / (2 ** depth - 1)))
  const file = (): Promise<Uint8Array> =>
    sharp(input as Uint8Array, { raw })
      .toColourspace(depth === 8 ? 'srgb' : 'rgb16')
      .avif(settings)
      .toBuffer()
  return { writer: 'sharp', format: 'AVIF', coding, reader, file }
}

const sharpCodings: readonly Coding[] = [
  { chroma: '4:0:0', depth: 8 },
  { chroma: '4:2:0', depth: 8 },
  { chroma: '4:4:4', depth: 8 },
  { chroma: '4:2:0', depth: 8, even: true },
  { chroma: '4:4:4', depth: 8, alpha: 'straight' },
  { chroma: '4:2:0', depth: 8, alpha: 'straight' },
  { chroma: '4:4:4', depth: 8, lossless: true },
  { chroma: '4:2:0', depth: 10 },
  { chroma: '4:4:4', depth: 12 },
]

export const foreigners: readonly Foreign[] = [
  ...byAvifenc.map(avifenc),
  ...byHeifEnc.map((coding) => heifEnc('HEIC', coding)),
  // heif-enc 1.15 hands 10-bit pictures to libaom in a profile that libaom refuses.
  ...byHeifEnc
    .filter(({ depth, chroma }) => depth !== 10 || chroma === '4:2:2')
    .map((coding) => heifEnc('AVIF', coding)),
  ...sharpCodings.flatMap((coding) => [libvips, avifdec].map((r) => bySharp(coding, r))),
]
