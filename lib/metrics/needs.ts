import { CodecError } from '../errors'
import type { PixelPicture } from '../image'
import type { MetricRow } from './row'

function layoutOf({ width, height, channels, bitDepth }: PixelPicture): string {
  const plural = channels === 1 ? '' : 's'
  return `${width}x${height}, ${channels} channel${plural}, ${bitDepth} bits`
}

/** Before anything is computed: RangeError for pictures that differ in layout. */
export function checkPair(a: PixelPicture, b: PixelPicture): void {
  const [first, second] = [layoutOf(a), layoutOf(b)]
  if (first === second) return
  throw new RangeError(`metrics: the pictures differ in layout: ${first} and ${second}`)
}

/** RangeError where the metric is not defined for the picture, CodecError where it cannot run. */
export function checkNeeds(
  { name, needs, compute }: MetricRow,
  picture: PixelPicture,
  ffmpegPath?: string,
): void {
  const { minSide = 1, colour = false } = needs
  if (colour && picture.channels === 1) {
    throw new RangeError(`metrics: ${name}: expected RGB, got ${layoutOf(picture)}`)
  }
  if (Math.min(picture.width, picture.height) < minSide) {
    throw new RangeError(
      `metrics: ${name}: expected sides of at least ${minSide}, got ${layoutOf(picture)}`,
    )
  }
  const missing = compute.missing?.(name, ffmpegPath)
  if (missing !== undefined) throw new CodecError('ERR_UNAVAILABLE', `metrics: ${name}: ${missing}`)
}

/** What the caller should know of a value that there is. */
export function doubtOf({ name, doubtfulBelow = 0 }: MetricRow, picture: PixelPicture) {
  const { width, height } = picture
  if (Math.min(width, height) >= doubtfulBelow) return undefined
  return `${name}: expected sides of at least ${doubtfulBelow} for a telling value, got ${width}x${height}`
}
