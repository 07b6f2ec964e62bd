import { AVIF, BPG, HEIC } from '../../../lib'
import type { PixelArray } from '../../../lib/image'
import { makePicture } from '../pictures'

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

export const bpgCodings: readonly Coding[] = [
  ...CODINGS,
  { chroma: '4:4:4', depth: 8, matrix: 'ycgco' },
  { chroma: '4:4:4', depth: 10, matrix: 'ycgco', limited: true },
  { chroma: '4:2:0', depth: 8, matrix: 'ycgco' },
]

export const heicCodings = CODINGS

export const avifCodings: readonly Coding[] = [
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
export const sizeOf = ({ even }: Coding | { even?: boolean }) =>
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
