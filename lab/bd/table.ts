import type { PublishedCurve } from './published'

/** How log rate is interpolated between the points of a curve. */
export type BdMethod = 'pchip' | 'akima' | 'cubic'

/** What bdTable takes. */
export interface BdTableOptions {
  /** The label of the curve that the others are compared with. */
  anchor: string
  /** Default: every metric that all curves have. */
  metrics?: readonly string[]
  /** Default `pchip`, the JVET spreadsheet's. */
  method?: BdMethod
  /**
   * One curve per codec and encoder instead of one per label: the convex hull, per picture, of all
   * its points over qualities and efforts.
   */
  hull?: boolean
  /** Random sets of pictures for the interval; default 2,000. */
  resamples?: number
  /** Seed of the interval's random numbers; default 1. */
  seed?: number
  /** Curves of means over a set of pictures (`readCompressAi`), compared with the averaged curves. */
  published?: readonly PublishedCurve[]
}

/** One picture's BD-rate, or why there is none. */
export interface PictureBd {
  /** Its name and the SHA-256 of its samples. */
  picture: string
  /** Of its samples: two pictures may have one name. */
  sha256: string
  /** Percent, negative: fewer bytes than the anchor at equal quality. null: see `reason`. */
  bdRate: number | null
  /** Why there is no number. */
  reason?: string
  /** What makes the number doubtful. */
  warnings: string[]
}

/** A test curve against the anchor in one metric. */
export interface BdEntry {
  /** Of the test curve. */
  label: string
  /** At whose equal values rates are compared. */
  metric: string
  /** Each by itself. */
  pictures: PictureBd[]
  /** Pictures that have a number. */
  count: number
  /** Arithmetic mean and median over those; null where there is none. */
  mean: number | null
  /** Of the same pictures. */
  median: number | null
  /** 95 % bootstrap interval of the mean over pictures (percentile); null for fewer than 2. */
  interval: readonly [number, number] | null
  /** BD-rate of the curves that are averaged over pictures first, as CompressAI's plots are. */
  ofAverage: number | null
  /** Why there is none of these. */
  ofAverageReason?: string
  /** What makes the mean doubtful. */
  warnings: string[]
}

/**
 * Test time over anchor time: the ratio of the geometric means over a picture's points, geometric
 * mean over the pictures that both have.
 */
export interface TimeRatio {
  /** Of the test curve. */
  label: string
  /** null where there are no times. */
  encode: number | null
  /** The same of decoding. */
  decode: number | null
  /** `second pass`: from --time; `loaded pass`: taken beside other work, a hint only. */
  source: 'second pass' | 'loaded pass'
  /** That both have. */
  pictures: number
}

/** What bdTable gives: an entry per curve and metric, and how it was made. */
export interface BdTable {
  /** The label of the curve that the others are compared with. */
  anchor: string
  /** Those that have entries. */
  metrics: string[]
  /** How it was interpolated. */
  method: BdMethod
  /** Whether curves are hulls over efforts. */
  hull: boolean
  /** Of the interval. */
  resamples: number
  /** Of the interval. */
  seed: number
  /** How the numbers are averaged, to print beside them. */
  convention: string
  /** By curve, then by metric. */
  entries: BdEntry[]
  /** A row per curve. */
  times: TimeRatio[]
}
