import type { MetricSettings } from '../backends/native/addon'
import type { PixelPicture } from '../image'
import type { Steps } from '../task'

/** Computes values of one or more metrics in one go: rows that share a scorer share its work. */
export interface Scorer {
  /** What is missing here and how to get it; undefined: it can run. */
  missing?(name: string, ffmpegPath?: string): string | undefined
  /** One value per name, for pictures that were checked against the rows' needs. */
  score(
    a: PixelPicture,
    b: PixelPicture,
    names: readonly string[],
    settings: MetricSettings & { ffmpegPath?: string },
  ): Steps<number[]>
}

/** What a metric asks of both pictures beyond the same size, channels and bit depth. */
interface MetricNeeds {
  /** Shortest side in samples for which it is defined. */
  minSide?: number
  /** RGB: a gray picture has no value. */
  colour?: boolean
  /** Reads alpha too; the others compare colour alone. */
  alpha?: boolean
}

/**
 * How planes of YCbCr or GBR that are given as they are get their value: the metric `of` of each
 * plane alone, folded. `samples`: each sample counts once, so that subsampled chroma counts less.
 */
export interface FoldedPlanes {
  of: string
  fold: 'samples' | 'first' | '6:1:1'
  /** In the end, the PSNR of that error. */
  psnr?: boolean
}

/** `codes`: the metric is defined for planes of YCbCr codes, those of pixels are made for it. */
type PlaneRule = FoldedPlanes | 'codes'

/** Everything that the library knows of a metric; docs, help, checks and targets follow from it. */
export interface MetricRow {
  /** As metrics takes it. */
  name: string
  /** dB, ΔE, or none. */
  unit: string
  /** Which way is better: `lower` for a distance. */
  better: 'higher' | 'lower'
  /** From the worst to the best value that there can be; the best is that of identical pictures. */
  range: readonly [worst: number, best: number]
  /** What it asks of both pictures. */
  needs: MetricNeeds
  /** What computes it. */
  compute: Scorer
  /** Without it planes have no value. */
  planes?: PlaneRule
  /** A shorter side than this gives a value that means little: it comes with a warning. */
  doubtfulBelow?: number
  /** One line for help and tables. */
  help: string
  /** Which samples it sees. */
  colours: string
  /** Where the definition is from. */
  source: string
}
