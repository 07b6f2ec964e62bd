import type { Target } from '../calls/target'
import { type PixelArray, toPicture } from '../image'
import { metricRow } from '../metrics/names'

const METRIC = 'ssimulacra2'

/** Where codecs are compared if nothing was asked for: good to the eye, not yet without a visible loss. */
export const equalQuality = { [METRIC]: 75 } as const satisfies Target

/** Whether that can be asked of this picture here, and means something. */
export function isComparable(picture: PixelArray): boolean {
  const { width, height } = toPicture(picture)
  const { compute, doubtfulBelow = 0 } = metricRow(METRIC)
  return Math.min(width, height) >= doubtfulBelow && compute.missing?.(METRIC) === undefined
}
