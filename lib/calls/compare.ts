import { loadPicture } from '../files/load'
import type { Limits } from '../files/limits'
import type { ImageInput, Picture } from '../image'
import { createMetrics } from '../metrics/index'
import type { Steps } from '../task'

function* load(image: ImageInput, limits: Limits): Steps<Picture> {
  return (yield* loadPicture(image, limits)).picture
}

const comparison = createMetrics(load)

/**
 * Compares two pictures of the same size, channels and bit depth: ndarrays, typed arrays, planes
 * or paths. Samples are read before it returns or, beside a path, once that has been read.
 * Resolves to one number per name (docs/metrics.md says what each is, its unit, range and
 * direction), and `warnings` where a value means less than it seems. Identical pictures give a
 * metric's own best value. Rejects with TypeError for an unknown name, RangeError for pictures
 * that differ in layout or for which a metric is not defined (gray, or too small), and
 * CodecError `ERR_UNAVAILABLE` where a metric cannot run: all but MSE and PSNR need the addon.
 */
export const metrics = comparison.metrics

/** `metrics` on the calling thread (and its `threads` helpers). */
export const metricsSync = comparison.metricsSync
