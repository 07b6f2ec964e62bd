import { isFloat, loadPicture } from '../files/load'
import type { Limits } from '../files/limits'
import type { ImageInput, Picture } from '../image'
import { createMetrics } from '../metrics/index'
import type { Steps } from '../task'

/** Codes that lose nothing that a metric would tell. */
const FLOAT_DEPTH = 16

const depthOf = (image: ImageInput): number | undefined =>
  isFloat(image) ? (image as { bitDepth?: number }).bitDepth : undefined

/** Float samples are compared at the depth of the other picture. */
function* loadPair(a: ImageInput, b: ImageInput, limits: Limits): Steps<[Picture, Picture]> {
  const load = function* (image: ImageInput, floatDepth?: number): Steps<Picture> {
    return (yield* loadPicture(image, { ...limits, floatDepth })).picture
  }
  if (isFloat(a) && !isFloat(b)) {
    const second = yield* load(b)
    return [yield* load(a, second.bitDepth), second]
  }
  const first = yield* load(a, depthOf(b) ?? FLOAT_DEPTH)
  return [first, yield* load(b, first.bitDepth)]
}

const comparison = createMetrics(loadPair)

/**
 * Compares two pictures of the same size, channels and bit depth: ndarrays, typed arrays, planes
 * or paths. Float samples are compared as codes of the other picture's bits, two of them as those of
 * their `bitDepth`, else 16. Samples are read before it returns or, beside a path, once that has been read.
 * Resolves to one number per name (docs/metrics.md says what each is, its unit, range and
 * direction), and `warnings` where a value means less than it seems. Identical pictures give a
 * metric's own best value. Rejects with TypeError for an unknown name, RangeError for pictures
 * that differ in layout or for which a metric is not defined (gray, or too small), and
 * CodecError `ERR_UNAVAILABLE` where a metric cannot run: all but MSE and PSNR need the addon.
 */
export const metrics = comparison.metrics

/** `metrics` on the calling thread (and its `threads` helpers). */
export const metricsSync = comparison.metricsSync
