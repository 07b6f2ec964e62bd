import { shown, unknownName } from '../options'
import { checkDescription } from './description'
import { fieldRows } from './field_rows'
import { perceptualRows } from './perceptual'
import { native } from './native'
import { programScorer, type ScorerProgram } from './program'
import type { MetricRow } from './row'

const decibels = { unit: 'dB', better: 'higher', range: [0, Infinity], compute: native } as const
const similarity = { unit: '', better: 'higher', range: [0, 1], compute: native } as const
/**
 * Every metric, one row each: types, checks, help, docs/metrics.md, targets and the program follow
 * from it. For two pictures of the same size, channels and bit depth; L is 2^bitDepth - 1.
 * Definitions in full: docs/data/metric_definitions.md.
 */
const rows = [
  {
    name: 'mse',
    unit: '',
    better: 'lower',
    range: [Infinity, 0],
    needs: {},
    compute: native,
    planes: { of: 'mse', fold: 'samples' },
    help: 'mean of (a - b)² over all colour samples; the sum is exact',
    colours: 'RGB as it is',
    source: 'definition',
  },
  {
    name: 'psnr',
    ...decibels,
    needs: {},
    planes: { of: 'mse', fold: 'samples', psnr: true },
    help: '10 log10(L² / mse): one MSE over all channels, as CompressAI',
    colours: 'RGB as it is',
    source: 'definition',
  },
  {
    name: 'psnr-y',
    ...decibels,
    needs: {},
    planes: { of: 'mse', fold: 'first', psnr: true },
    help: 'PSNR of luma 0.299 R + 0.587 G + 0.114 B, full range, not rounded; gray is luma',
    colours: "BT.601 Y'",
    source: 'ITU-R BT.601-7, 2.5.1',
  },
  {
    name: 'psnr-ycbcr',
    ...decibels,
    needs: { colour: true },
    planes: { of: 'mse', fold: '6:1:1', psnr: true },
    help: "PSNR of (6 MSE_Y + MSE_Cb + MSE_Cr) / 8 of YCbCr codes, rounded down: PyCodecs' figures",
    colours: 'BT.601 YCbCr codes, 16 to 235 and 16 to 240',
    source: 'PyCodecs',
  },
  {
    name: 'psnr-ycbcr-bt601',
    ...decibels,
    needs: { colour: true },
    planes: { of: 'mse', fold: '6:1:1', psnr: true },
    help: 'the same by BT.601-7 (24.966 where PyCodecs has 24.944), not rounded',
    colours: 'BT.601 YCbCr',
    source: 'ITU-R BT.601-7, 2.5.3',
  },
  {
    name: 'ssim',
    ...similarity,
    range: [-1, 1],
    needs: {},
    planes: { of: 'ssim', fold: 'samples' },
    help:
      'structural similarity: 11x11 Gaussian window of sigma 1.5, K1 0.01, K2 0.03, over the ' +
      'positions where the window lies inside the picture; mean over the channels',
    colours: 'RGB as it is',
    source: 'Wang, Bovik, Sheikh, Simoncelli 2004, IEEE TIP 13(4)',
  },
  {
    name: 'ms-ssim',
    ...similarity,
    needs: { minSide: 161 },
    planes: { of: 'ms-ssim', fold: 'samples' },
    help:
      'multiscale SSIM with the choices of pytorch_msssim: exponents 0.0448, 0.2856, 0.3001, ' +
      '0.2363, 0.1333; 2x2 means, an odd side padded by zeros that count; terms below 0 count ' +
      'as 0; product per channel, then mean',
    colours: 'RGB as it is',
    source: 'Wang, Simoncelli, Bovik 2003, Asilomar',
  },
  ...fieldRows,
  ...perceptualRows,
] as const satisfies readonly MetricRow[]

/** A metric of the table, by which targets and tables are typed. */
export type BuiltInMetric = (typeof rows)[number]['name']

/** The name of a metric that `defineMetric` made. */
export type DefinedMetric = string & { readonly __definedMetric: true }

/** What metrics computes: its own, and what `defineMetric` adds. */
export type MetricName = BuiltInMetric | DefinedMetric

/** The library's own metrics: what each is, its unit, its range, which way is better. */
export const metricRows: readonly MetricRow[] = rows

/** The names of the library's own metrics. */
export const metricNames: readonly BuiltInMetric[] = rows.map(({ name }) => name)

const defined = new Map<string, MetricRow>()

const rowOf = (name: unknown): MetricRow | undefined =>
  metricRows.find((row) => row.name === name) ?? defined.get(name as string)

export const isMetricName = (name: unknown): name is MetricName => rowOf(name) !== undefined

/** The row of a known name. */
export const metricRow = (name: MetricName): MetricRow => rowOf(name)!

/** What `defineMetric` takes. */
export interface MetricDescription extends ScorerProgram {
  /** Lower case letters, digits, `-` and `.`; not one of the library's own. */
  name: string
  /** Which way is better: `lower` for a distance. */
  better: 'higher' | 'lower'
  /** From the worst to the best value; default: -Infinity to Infinity, or the other way round. */
  range?: readonly [worst: number, best: number]
  /** For tables; default: none. */
  unit?: string
  /** Shortest side in samples that it takes; default 1. */
  minSide?: number
  /** One line for help and tables. */
  help?: string
}

/**
 * Makes a program a metric by name, in this process (each worker has its own): `metrics`, targets
 * and the program take the name that it returns. A second definition of a name replaces the first.
 * @throws TypeError, RangeError for a description that cannot be one
 */
export function defineMetric(description: MetricDescription): DefinedMetric {
  checkDescription(description)
  const { name, better, unit = '', minSide = 1, help = '', command } = description
  if (metricRows.some((row) => row.name === name)) {
    throw new RangeError(`defineMetric: '${name}' is a metric of the library's own`)
  }
  const unbounded = better === 'higher' ? [-Infinity, Infinity] : [Infinity, -Infinity]
  const { range = unbounded as [number, number] } = description
  const compute = programScorer(description)
  const source = command.join(' ')
  const colours = 'colour samples as they are'
  const needs = { minSide }
  defined.set(name, { name, better, unit, range, needs, compute, help, source, colours })
  return name as DefinedMetric
}

/** What others call a metric, and what to do for it here. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['psnr-rgb', "it is 'psnr'"], // CompressAI's names
  ['ms-ssim-rgb', "it is 'ms-ssim'"],
  ['ssim2', "it is 'ssimulacra2'"],
  ['dssim', "it is (1 - ssim) / 2: 'ssim'"],
  ['quality', 'it is an option beside target, in the scale of the codec'],
  ...['lpips', 'dists'].map((name) => [name, 'defineMetric takes its program'] as const),
])

/** TypeError for what is no metric, with its name here, the nearest, or all of them. */
export function unknownMetric(what: string, name: string, known: readonly string[]): TypeError {
  const advice = elsewhere.get(name.toLowerCase().replaceAll('_', '-'))
  if (advice === undefined) return unknownName(what, name, known)
  return new TypeError(`${what} '${name}' is not known; ${advice}`)
}

/** One name or several, checked: TypeError for what is no metric, with the nearest known name. */
export function checkMetricNames<N extends MetricName>(given: N | readonly N[]): N[] {
  const names: unknown = typeof given === 'string' ? [given] : given
  if (!Array.isArray(names) || names.length === 0) {
    throw new TypeError(`metrics: expected a name or an array of names (${metricNames.join(', ')})`)
  }
  for (const name of names as readonly unknown[]) {
    if (!isMetricName(name))
      throw unknownMetric('metric', typeof name === 'string' ? name : shown(name), metricNames)
  }
  return [...new Set(names as readonly N[])]
}
