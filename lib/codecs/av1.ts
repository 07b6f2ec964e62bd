import { obu as format } from '../formats'
import { ivf } from './ivf'
import { av1Sequence, obuTrueSize, verifyObu } from '../bitstream/obu'
import { boolean, int, oneOf } from '../options'
import { withDepths } from '../pixelformat'
import { aomTune, stillEfforts, TYPICAL_OF_STILLS, usesStillTune } from './av1_tune'
import { define, type Resolved } from './descriptor'
import type { EncodeSettings, Geometry, Libraries, QualityScale } from './encoding'
import { effortPoint, effortRow } from './effort'
import { evenSize } from './geometry'
import { colourRows, losslessRow } from './rows'
import { steps } from './scale'

// Points of the measured fronts (docs/settings.md), fastest first. In 4:4:4 the rectangular blocks
// take most of libaom's time: square ones alone at a low cpu-used beat every shape at a high one.
const all = { partitions: 'all', filterIntra: true } as const
const square = { partitions: 'square', filterIntra: true } as const
const aomEfforts = [
  { usage: 'allintra', speed: 8, ...all },
  { usage: 'allintra', speed: 7, ...all },
  { usage: 'allintra', speed: 6, ...all },
  { usage: 'good', speed: 4, partitions: 'square', filterIntra: false },
  { usage: 'good', speed: 3, ...square },
  { usage: 'good', speed: 1, ...square },
  { usage: 'good', speed: 3, partitions: 'rectangular', filterIntra: false },
  { usage: 'good', speed: 3, ...all },
  { usage: 'good', speed: 1, ...all },
  { usage: 'good', speed: 0, ...all },
] as const
const svtEfforts = [13, 12, 10, 10, 8, 8, 6, 6, 5, 4].map((speed) => ({ speed }))
const rav1eEfforts = [10, 9, 8, 7, 6, 6, 5, 5, 4, 3].map((speed) => ({ speed }))

const rows = {
  ...colourRows,
  ...losslessRow,
  encoder: oneOf({
    values: ['libaom-av1', 'libsvtav1', 'librav1e'],
    help: 'default: the first that is there',
  }),
  format: oneOf({ values: ['obu', 'ivf'], default: 'obu', help: 'stream format' }),
  effort: effortRow('usage, speed, partitions or filterIntra', 5),
  usage: oneOf({
    values: ['good', 'allintra'],
    help: 'libaom: good is smaller, allintra faster; default: by effort',
  }),
  speed: int({
    min: 0,
    max: 13,
    help: "the encoder's own scale: libaom cpu-used 0..8, SVT preset 0..13, rav1e speed 0..10; default: by effort",
  }),
  partitions: oneOf({
    values: ['all', 'rectangular', 'square'],
    help: 'libaom: the shapes of blocks that it tries; rectangular: no T-shaped and 1:4 ones; default: by effort',
  }),
  filterIntra: boolean({
    help: 'libaom: try the recursive intra filters; default: by effort',
  }),
  tune: oneOf({
    values: ['psnr', 'ssim', 'visual'],
    default: 'psnr',
    help: 'psnr, visual: every encoder; ssim: libaom only',
  }),
  strict: boolean({
    default: false,
    help: 'decode by libaom, which finds damage that dav1d shows as a wrong picture',
  }),
} as const

/** What AVIF has of it too. */
type Options = Omit<Resolved<typeof rows>, 'format'>

/** What is left open is libaom's own choice. */
const aomTools = (o: Options) => ({
  ...(o.partitions !== undefined && {
    'enable-rect-partitions': Number(o.partitions !== 'square'),
    'enable-ab-partitions': Number(o.partitions === 'all'),
    'enable-1to4-partitions': Number(o.partitions === 'all'),
  }),
  ...(o.filterIntra !== undefined && { 'enable-filter-intra': Number(o.filterIntra) }),
})

const families = ['yuv444p', 'yuv422p', 'yuv420p', 'gbrp', 'gray']

const encoders: Record<
  string,
  {
    crf: readonly number[]
    useful: { worst: number; best: number }
    typical: number
    lossless?: readonly number[]
    formats: readonly string[]
    tunes: readonly string[]
    efforts: readonly Partial<Options>[]
    maxSpeed: number
    settings(o: Options, quality: number, libraries?: Libraries): EncodeSettings
  }
> = {
  'libaom-av1': {
    crf: steps(63, 0),
    useful: { worst: 47, best: 7 },
    typical: 27,
    lossless: [0],
    formats: withDepths(families, [8, 10, 12]),
    tunes: ['psnr', 'ssim', 'visual'],
    efforts: aomEfforts,
    maxSpeed: 8,
    // Without row-mt more threads do nothing for `good`; with it one thread gives other bytes than
    // two or more. `allintra` shares its work without.
    settings: (o, quality, libraries) => ({
      options: {
        crf: o.lossless ? 0 : quality,
        usage: o.usage ?? 'good',
        'cpu-used': o.speed ?? (o.usage === 'allintra' ? 6 : 4),
        'still-picture': 1,
        'row-mt': Number(o.threads > 1 && o.usage !== 'allintra'),
        ...(quality > 0 && aomTune(o, libraries)),
        ...aomTools(o),
      },
    }),
  },
  libsvtav1: {
    crf: steps(63, 1),
    useful: { worst: 53, best: 9 },
    typical: 29,
    formats: withDepths(['yuv420p'], [8, 10]),
    tunes: ['psnr', 'visual'],
    efforts: svtEfforts,
    maxSpeed: 13,
    settings: (o, quality) => ({
      options: {
        g: 1,
        crf: quality,
        preset: o.speed ?? 6,
        // Its own visual tune (0) costs 3.7 % by SSIMULACRA2 in SVT-AV1 1.4: `visual` has nothing better.
        'svtav1-params': `lp=${o.threads}`,
      },
    }),
  },
  // rav1e counts in AV1's 256 quantizer indices; CRF 1..63 is a quarter of them, as in libaom.
  librav1e: {
    crf: steps(63, 1),
    useful: { worst: 49, best: 8 },
    typical: 29,
    formats: withDepths(['yuv444p', 'yuv422p', 'yuv420p'], [8, 10, 12]),
    tunes: ['psnr', 'visual'],
    efforts: rav1eEfforts,
    maxSpeed: 10,
    settings: (o, quality) => ({
      options: {
        g: 1,
        qp: Math.min(255, quality * 4),
        speed: o.speed ?? 6,
        'rav1e-params': `tune=${o.tune === 'visual' ? 'Psychovisual' : 'Psnr'}`,
      },
    }),
  },
}

const known = (encoder: string) => encoders[encoder] ?? encoders['libaom-av1']!

function settle(o: Options, encoder: string, libraries?: Libraries): Partial<Options> | undefined {
  const { tunes, efforts, maxSpeed, lossless } = known(encoder)
  if (!tunes.includes(o.tune)) {
    throw new RangeError(
      `av1: tune: expected ${tunes.join(' or ')} with ${encoder}, got '${o.tune}'`,
    )
  }
  if (o.speed !== undefined && o.speed > maxSpeed) {
    throw new RangeError(
      `av1: speed: expected an integer from 0 to ${maxSpeed} with ${encoder}, got ${o.speed}`,
    )
  }
  if (o.lossless && !lossless) {
    throw new RangeError(`av1: lossless: ${encoder} has no lossless mode, libaom-av1 has`)
  }
  const ofStills = usesStillTune(o, encoder, libraries)
  const points: readonly Partial<Options>[] = ofStills ? stillEfforts : efforts
  return effortPoint(points, o)
}

/** How AV1 is coded, in any file. */
export const coding = {
  settle,
  unsettled: { usage: undefined, speed: undefined, tune: 'psnr' },
  quality: (o: Options, encoder: string, libraries?: Libraries): QualityScale => {
    const { crf, lossless, useful, typical } = known(encoder)
    const ofStills = usesStillTune(o, encoder, libraries)
    const usual = ofStills ? TYPICAL_OF_STILLS : typical
    return { name: 'CRF', steps: crf, lossless, useful, typical: usual }
  },
  pixelFormats: (_o: Options, encoder: string) => known(encoder).formats,
  lossless: (o: Options, quality: number) => o.lossless || quality === 0,
  geometry: (_o: Options, encoder: string, format: string): Geometry => ({
    maxWidth: 16384,
    maxHeight: 16384,
    ...(encoder === 'libsvtav1' && { minWidth: 64, minHeight: 64, ...evenSize(format) }),
    // rav1e gets the last chroma column of odd 4:2:0 pictures wrong.
    ...(encoder === 'librav1e' && { minWidth: 16, minHeight: 16, ...evenSize(format) }),
  }),
} as const

export const av1 = define({
  name: 'av1',
  className: 'AV1',
  calledElsewhere: ['av01', 'aom', 'libaom', 'svtav1', 'rav1e'],
  help: 'AV1 by libaom, SVT-AV1 or rav1e, OBU stream or IVF',
  encoders: ['libaom-av1', 'libsvtav1', 'librav1e'],
  decoders: ['libdav1d', 'libaom-av1'],
  strictDecoder: 'libaom-av1',
  backends: ['native', 'ffmpeg'],
  options: rows,
  ...coding,
  formats: {
    obu: { kind: format, extension: '.obu', demuxer: 'obu' },
    ivf: ivf('AV01'),
  },
  encode: (o, quality, encoder, { libraries }) => known(encoder).settings(o, quality, libraries),
  stream: { verify: verifyObu, size: av1Sequence, trueSize: obuTrueSize },
})
