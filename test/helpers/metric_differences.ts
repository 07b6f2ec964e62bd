import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { metricsSync } from '../../lib/index'
import type { MetricName } from '../../lib/metrics/names'
import { blocks, type Case, makePair, noisy, reference } from './metrics_pictures'
import { makePerceptualPair, pairs, photographOf } from './perceptual_pairs'
import { realPicture } from './pictures'
import type { Raster } from './raster'
import { makeToolPair, photograph, toolPairs } from './tool_pairs'

/** A value that somebody else's implementation gave, and how far ours is off. */
export interface Difference {
  metric: MetricName
  picture: string
  distortion: string
  off: number
}

/** Distances grow with the distortion: their error is told as a part of them. */
export const isRelative = (metric: string): boolean => /^(mse|butteraugli)/.test(metric)

type Values = Partial<Record<MetricName, number>>

interface Comparison {
  picture: string
  distortion: string
  values: Values
  make: () => [Raster, Raster]
  bitDepth: number
  /** The real picture that it needs. */
  photograph?: string
}

type Look = Omit<Raster, 'data'> & { bitDepth: number; source: string }

/** The first that fits: what is special about a picture before where it comes from. */
const looks: Readonly<Record<string, (p: Look) => boolean>> = {
  flat: (p) => p.source === 'flat',
  RGBA: (p) => p.channels === 4,
  '10, 12 bit': (p) => p.bitDepth > 8 && p.bitDepth < 16,
  '16 bit': (p) => p.bitDepth === 16,
  'sides 1 to 112': (p) => Math.min(p.width, p.height) < 113,
  gray: (p) => p.channels === 1,
  noise: (p) => p.source === 'noise',
  photographs: (p) => p.source === 'photograph',
  generated: () => true,
}

/** In the order of the tables. */
export const pictureKinds: readonly string[] = Object.keys(looks).reverse()

const pictureKind = (p: Look): string => Object.entries(looks).find(([, fits]) => fits(p))![0]

export const distortionKinds: Readonly<Record<string, RegExp>> = {
  none: /^(identity|same)$/,
  'one bit, one pixel': /^(lsb|pixel)$/,
  'coarser steps': /^quant/,
  shift: /^shift/,
  noise: /^nois/,
  blur: /^(blur|box|mean8)/,
  'blocks, transform': /^(wht|blocks)/,
  'colour, light': /^(chroma2|luma|plus6|contrast78|inver|flat)/,
  alpha: /^alpha/,
  'another picture': /^other$/,
}

function distortionKind(distortion: string): string {
  const found = Object.entries(distortionKinds).find(([, names]) => names.test(distortion))
  if (!found) throw new Error(`of which kind is the distortion ${distortion}?`)
  return found[0]
}

function perceptual(): Comparison[] {
  return pairs.map((pair) => {
    const { picture, distortion, values, bitDepth } = pair
    const gray = picture.startsWith('luma') ? 1 : pair.channels
    const name = photographOf(pair)
    const source = name ? 'photograph' : picture
    return {
      picture: pictureKind({ ...pair, channels: gray, source }),
      distortion,
      values,
      bitDepth,
      make: () => makePerceptualPair(pair),
      ...(name && { photograph: name }),
    }
  })
}

const fieldValues = JSON.parse(
  readFileSync(join(__dirname, '..', 'fixtures', 'metrics', 'field.json'), 'utf8'),
) as { name: string; values: Values }[]

function generated(): Comparison[] {
  const more = new Map(fieldValues.map(({ name, values }) => [name, values]))
  return reference.synthetic.map((entry: Case) => {
    const { width, height, channels, bits: bitDepth, kind } = entry
    const make = (): [Raster, Raster] => {
      const [a, b] = makePair(entry).map((data) => ({ data, width, height, channels }))
      return [a!, b!]
    }
    const values = { ...entry.values, ...more.get(entry.name) }
    const picture = pictureKind({ ...entry, bitDepth, source: kind === 'flat' ? 'flat' : '' })
    return { picture, distortion: kind, values, bitDepth, make }
  })
}

function coarsened(): Comparison[] {
  return reference.photographs.map(({ name, seed, values }) => ({
    picture: 'photographs',
    distortion: 'blocks',
    values,
    bitDepth: 8,
    photograph: name.replace('.png', ''),
    make: () => {
      const a = photograph(name.replace('.png', ''))
      const data = noisy(blocks(a.data, { ...a, bits: 8 }), 8, seed)
      return [a, { ...a, data }]
    },
  }))
}

const byTools = (): Comparison[] =>
  toolPairs.map((pair) => ({
    picture: 'photographs',
    distortion: pair.distortion,
    values: pair.values,
    bitDepth: 8,
    photograph: pair.picture,
    make: () => makeToolPair(pair),
  }))

function distance(metric: string, value: number, wanted: number): number {
  if (value === wanted) return 0
  return Math.abs(value - wanted) / (isRelative(metric) ? wanted : 1)
}

const isThere = ({ photograph: name }: Comparison): boolean =>
  name === undefined || realPicture(`${name}.png`) !== undefined

/** Of every pair that the fixtures hold; those of photographs that are not there are left out. */
export function* differences({ photographs = true } = {}): Generator<Difference> {
  for (const each of [...generated(), ...perceptual(), ...coarsened(), ...byTools()]) {
    if (!isThere(each) || (each.photograph !== undefined && !photographs)) continue
    const { picture, distortion, values, bitDepth } = each
    const [a, b] = each.make().map((raster) => ({ ...raster, bitDepth }))
    const names = Object.keys(values) as MetricName[]
    const found: Values = metricsSync(a!, b!, names)
    for (const metric of names) {
      const off = distance(metric, found[metric]!, values[metric]!)
      yield { metric, picture, distortion: distortionKind(distortion), off }
    }
  }
}
