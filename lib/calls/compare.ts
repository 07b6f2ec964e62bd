import { isNpy } from '../bitstream/npy'
import { isFloat, loadPicture } from '../files/load'
import type { Limits } from '../files/limits'
import { isNpyPath } from '../files/npy'
import { type ImageInput, type PixelInput, toView } from '../image'
import { createMetrics } from '../metrics/index'
import { locate } from '../source'
import { type Steps, together } from '../task'
import { type Coloured, inOneColour } from './colours'

/** Codes that lose nothing that a metric would tell. */
const FLOAT_DEPTH = 16

interface Loaded extends Coloured {
  warnings: readonly string[]
}

/** Of samples in memory; undefined: of a file, and of floats that do not say it. */
const depthOf = (image: ImageInput): number | undefined =>
  isFile(image) ? undefined : toView(image as PixelInput).bitDepth

const isFile = (image: ImageInput): boolean => locate(image, 'image') !== undefined

function* loadOne(image: ImageInput, limits: Limits, floatDepth?: number): Steps<Loaded> {
  const loaded = yield* loadPicture(image, { ...limits, floatDepth, again: true })
  const { picture, metadata, untold, warnings } = loaded
  return { picture, icc: metadata.icc, untold, file: isFile(image), warnings }
}

/** May be float samples: of a path the dtype is known when it has been read. */
function isNpySource(image: ImageInput): boolean {
  const found = locate(image, 'image')
  return found?.kind === 'path'
    ? isNpyPath(found.path)
    : found?.kind === 'bytes' && isNpy(found.bytes)
}

const mayBeFloat = (image: ImageInput): boolean => isFloat(image) || isNpySource(image)

/** Float samples are compared at the depth of the other picture. */
function* loadTwo(a: ImageInput, b: ImageInput, limits: Limits): Steps<[Loaded, Loaded]> {
  // The depth of a file is known when it has been read.
  if (mayBeFloat(a) && isFile(b) && !isNpySource(b)) {
    const second = yield* loadOne(b, limits)
    return [yield* loadOne(a, limits, second.picture.bitDepth), second]
  }
  if (mayBeFloat(b) && isFile(a) && !isNpySource(a)) {
    const first = yield* loadOne(a, limits)
    return [first, yield* loadOne(b, limits, first.picture.bitDepth)]
  }
  const depths = [a, b].map((image) => depthOf(image))
  const floatDepth = depths.find((depth) => depth !== undefined) ?? FLOAT_DEPTH
  // Side by side: both are read, or marked, before an async call returns.
  const both = [loadOne(a, limits, floatDepth), loadOne(b, limits, floatDepth)]
  const [first, second] = yield* together(both)
  return [first!, second!]
}

function* loadPair(a: ImageInput, b: ImageInput, limits: Limits) {
  const [first, second] = yield* loadTwo(a, b, limits)
  const coloured = yield* inOneColour(first, second)
  const warnings = [...first.warnings, ...second.warnings, ...coloured.warnings]
  return { pictures: [first.picture, coloured.second] as const, warnings }
}

const comparison = createMetrics(loadPair)

/**
 * Compares two pictures of the same size, channels and bit depth: ndarrays, typed arrays, planes or
 * paths. Float samples are compared as codes of the other picture's bits, two of them as those of
 * their `bitDepth`, else 16. Where both have an ICC profile (in the file or in `metadata`) and
 * these tell different colours, the second is converted to the first one's, with a warning. Samples
 * are read before it returns or, beside a path, once that has been read. Resolves to one number per
 * name of `names`, which may be one alone (docs/metrics.md says what each is, its unit, range and
 * direction), and `warnings` where a value means less than it seems. Identical pictures give a
 * metric's own best value. Rejects with TypeError for an unknown name, RangeError for pictures that
 * differ in layout or in colours between which there is no conversion, or for which a metric is not
 * defined (gray, or too small), and CodecError `ERR_UNAVAILABLE` where a metric cannot run: all but
 * MSE and PSNR need the addon.
 */
export const metrics = comparison.metrics

/** `metrics` on the calling thread (and its `threads` helpers). */
export const metricsSync = comparison.metricsSync
