import type { ProgramDescription } from '../../lib/index'
import type { PictureSource } from '../pictures/sources'
import type { Row } from '../results/index'

/** A codec of a sweep. */
export interface CodecSpec {
  /** The registry's name. */
  codec: string
  /** The curve's name; default: the codec's, with its options where it is there twice. */
  label?: string
  /** What its constructor takes. */
  options?: Record<string, unknown>
  /** Its own qualities. */
  quality?: Qualities
}

/** Values of the codec's own scale, or every one of them. */
export type Qualities = readonly number[] | 'all'

/** How far a sweep is. */
export interface SweepProgress {
  /** All points. */
  total: number
  /** Finished before this run. */
  known: number
  /** Finished now. */
  done: number
  /** Failed now. */
  failed: number
  /** Milliseconds that are left, from what points of each codec took; undefined at the beginning. */
  leftMs?: number
  /** Pictures are read, points coded, then times taken. */
  phase: 'reading' | 'points' | 'times'
}

/** What sweep takes. */
export interface SweepOptions {
  /** Files, folders (searched to the bottom), globs, manifests (.csv, .json, .yaml), or their entries. */
  pictures: readonly (string | PictureSource)[]
  /** `'x265'`, `'av1:encoder=libsvtav1,effort=6'`, `'svt=av1:encoder=libsvtav1'`, or the parts. */
  codecs: readonly (string | CodecSpec)[]
  /**
   * Programs as codecs, by name: what `defineCodec` takes. Those that the laboratory knows (`programs`)
   * need no entry.
   */
  programs?: Readonly<Record<string, Omit<ProgramDescription, 'name'>>>
  /** Qualities per codec, spread over its scale's useful part by `Codec.qualityPoints`; default 8. */
  points?: number
  /** Instead: values for all codecs, or by label or codec name. */
  quality?: Qualities | Readonly<Record<string, Qualities>>
  /** Default psnr, ms-ssim. */
  metrics?: readonly string[]
  /** The folder of results.jsonl and streams/; without it nothing is kept. */
  out?: string
  /** Keep each stream in `out`/streams, so that metrics can be added without encoding again. */
  streams?: boolean
  /** Rounds of the second pass, which takes times; default 0: no second pass. */
  time?: number
  /** This part of the points, 1 to n of n. */
  shard?: { index: number; count: number }
  /** Child processes, each with one encoder thread; default: the processors at hand. */
  jobs?: number
  /**
   * `redis://host:port`: points are coded by `nodecodecs worker` on any number of machines. Needs the
   * packages bullmq and ioredis.
   */
  queue?: string
  /** Seconds that a point may take; default 600. */
  timeout?: number
  /** Run points again that failed before. */
  retry?: boolean
  /** Leave out codecs that this machine does not have, instead of refusing to start. */
  skipUnavailable?: boolean
  /**
   * A picture that cannot be read, or whose reader warns (a damaged end, the first of several
   * pictures), ends the sweep before it begins; default: its points are failed rows, or a warning.
   */
  strict?: boolean
  /** Ends the sweep; what is done stays. */
  signal?: AbortSignal
  /** Is told of every point, and how long the rest may take. */
  onProgress?: (progress: SweepProgress) => void
  /** What the caller should know: a picture that cannot be read, or is there twice, a busy machine. */
  onWarning?: (message: string) => void
}

/** What a sweep yields: rows in the order in which they become known. */
export type SweepRows = AsyncGenerator<Row, void, undefined>

export const defaultMetrics = ['psnr', 'ms-ssim'] as const
export const DEFAULT_POINTS = 8
export const DEFAULT_TIMEOUT = 600
