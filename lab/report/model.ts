import type { Machine, PictureOf, ResultRow, Timing } from '../results/row'
import type { MetricMeaning } from '../bd/metric_meaning'
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

export interface MetricInfo extends MetricMeaning {
  name: string
  version: string
}

/** A picture under a name that no other of the report has. */
export interface ShownPicture extends PictureOf {
  /** Its name in the results. */
  file: string
}

/** Milliseconds per megapixel. */
export interface Cost {
  encode: number
  decode: number
  /** From the second pass; otherwise from one run beside other work. */
  timed: boolean
}

/** A measured point. `series` and `picture` are places in the lists beside it. */
export interface Point extends Pick<
  ResultRow,
  'quality' | 'bytes' | 'bpp' | 'metrics' | 'split' | 'stream'
> {
  series: number
  picture: number
  cost: Cost
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
  pictures: ShownPicture[]
  metrics: MetricInfo[]
  points: Point[]
  /** Curves of means that others have published, by their series. */
  published: { series: number; curve: PublishedCurve }[]
  failures: Failure[]
  /** Where values mean less than they seem, and of how many points that was said. */
  warnings: { message: string; points: number }[]
  machines: Machine[]
  timing?: Pick<Timing, 'rounds'> & { machine: Machine }
  /** One for each anchor that can be chosen. */
  bd: BdTable[]
  gallery: Gallery | null
}
