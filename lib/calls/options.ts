import type { CallLimits } from '../files/limits'
import type { LoadOptions } from '../files/load'
import type { SearchTry } from './results'
import type { Target } from './target'

interface ByQuality {
  /** In the codec's own scale; default: `defaultQuality`. */
  quality?: number
  target?: undefined
  tolerance?: undefined
  onTry?: undefined
}

interface ByTarget {
  quality?: undefined
  /**
   * Instead of a quality: the best result within `bytes` or `bpp`, or the smallest that reaches a
   * metric (`{ psnr: 40 }`; a distance such as `{ mse: 20 }` is one not to exceed).
   * @throws TargetError, a RangeError with the nearest reachable values, where nothing meets it
   */
  target: Target
  /** How near is near enough: a share of the bytes (0.02), or a difference in the metric's unit. */
  tolerance?: number
  /** Is told of each encode of the search as soon as it is measured; what it throws ends the call. */
  onTry?: (one: SearchTry) => void
}

/** A quality, or a target and how near to it. */
export type HowGood = ByQuality | ByTarget

/** What encode takes. */
export type CodecEncodeOptions = HowGood &
  LoadOptions &
  CallLimits & {
    /** A path or `file:` URL to keep the stream; its extension is the codec's own, or one unknown. */
    to?: string | URL
    /** Ends the call, which then rejects with the signal's reason. */
    signal?: AbortSignal
  }

/** What apply takes. */
export type ApplyOptions = HowGood &
  LoadOptions &
  CallLimits & {
    /** A path or `file:` URL to keep the stream, as `to` of encode. */
    encoded?: string | URL
    /** A path or `file:` URL to keep the restored picture. */
    decoded?: string | URL
    /** Ends the call, which then rejects with the signal's reason. */
    signal?: AbortSignal
  }
