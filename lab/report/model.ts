import type { ByteSplit, Machine, Timing } from '../results/row'
import type { PublishedCurve } from '../bd/published'
import type { BdTable } from '../bd/table'
import type { Gallery } from './gallery/model'

/** A curve: what one label of a sweep names. */
export interface Series {
  label: string
  codec: string
  backend: string
  encoder: string
  /** Encoder and library versions, for the page's foot. */
  version: string
  /** The options that were resolved for it, as the codec's constructor takes them. */
  options: Record<string, unknown>
}

export interface PictureInfo {
  name: string
  sha256: string
  width: number
  height: number
  channels: number
  bitDepth: number
  source?: string
  licence?: string
}

export interface MetricInfo {
  name: string
  unit: string
  better: 'higher' | 'lower'
  /** Of two identical pictures; null is infinite. */
  identical: number | null
  version: string
}

/** Milliseconds per megapixel. */
export interface Cost {
  encode: number
  decode: number
  /** From the second pass; otherwise from one run beside other work. */
  timed: boolean
}

/** A measured point. `series` and `picture` are places in the lists beside it. */
export interface Point {
  series: number
  picture: number
  quality: number
  bytes: number
  bpp: number
  /** null is infinite, as in the rows; what is missing was not measured. */
  metrics: Record<string, number | null>
  split: ByteSplit | null
  cost: Cost
  /** SHA-256 of the stream. */
  stream: string
}

export interface Failure {
  label: string
  picture: string
  quality: number
  message: string
}

/** All that the page shows, as JSON in it. */
export interface ReportData {
  title: string
  /** When the newest row was written, ISO 8601. */
  measured: string
  version: string
  series: Series[]
  pictures: PictureInfo[]
  metrics: MetricInfo[]
  points: Point[]
  /** Curves of means that others have published, by their series. */
  published: { series: number; curve: PublishedCurve }[]
  failures: Failure[]
  machines: Machine[]
  timing?: Pick<Timing, 'rounds'> & { machine: Machine }
  /** One for each anchor that can be chosen. */
  bd: BdTable[]
  gallery: Gallery | null
}

/** A metric's value as a number; undefined where it was not measured. */
export function valueAt(point: { metrics: Point['metrics'] }, metric: string): number | undefined {
  const value = point.metrics[metric]
  return value === null ? Infinity : value
}
