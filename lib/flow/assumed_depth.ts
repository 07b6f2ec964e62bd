import type { FloatPicture, PixelPicture } from '../image'

// What depth samples were meant to have, and what that does to them.

/** So many samples tell, in a millisecond. */
const LOOKED_AT = 2 ** 18

/** Places in `data` of at most LOOKED_AT samples spread over the picture. */
function* placesIn(view: PixelPicture | FloatPicture): Generator<number> {
  const { offset, width, height, channels, columnStride, rowStride, channelStride } = view
  const count = width * height * channels
  const apart = Math.ceil(count / LOOKED_AT)
  const step = apart > 1 && apart % channels === 0 ? apart + 1 : apart // all channels in turn
  for (let i = 0; i < count; i += step) {
    const x = Math.floor(i / channels) % width
    const y = Math.floor(i / (channels * width))
    yield offset + y * rowStride + x * columnStride + (i % channels) * channelStride
  }
}

/** The largest of these samples; one above `most` ends the search. */
function largest(view: PixelPicture, most: number): number {
  let found = 0
  for (const place of placesIn(view)) {
    found = Math.max(found, view.data[place]!)
    if (found > most) break
  }
  return found
}

/**
 * A Uint16Array without `bitDepth` has 16 bits. Where the codec is to code fewer and every sample fits
 * those, it is more likely that `bitDepth` was forgotten, and the picture would come out nearly black.
 * @throws TypeError
 */
export function checkAssumedDepth(view: PixelPicture, coded: number): void {
  if (view.bitDepth !== 16 || coded <= 8 || coded >= 16) return
  const most = 2 ** coded - 1
  const found = largest(view, most)
  if (found === 0 || found > most) return
  throw new TypeError(
    `image.bitDepth: expected beside the codec's bitDepth ${coded}: a Uint16Array without it has 16 bits, and here no sample is above ${most}. bitDepth: ${coded} if these are samples of ${coded} bits, bitDepth: 16 if the picture is that dark`,
  )
}

/** Float32 tells codes apart to this part of a step. */
const ON_A_CODE = 0.01

/** Whether float samples lie between the codes of so many bits: what these then lose. */
export function liesBetween(view: FloatPicture, bitDepth: number): boolean {
  const max = 2 ** bitDepth - 1
  for (const place of placesIn(view)) {
    const code = view.data[place]! * max
    if (Math.abs(code - Math.round(code)) > ON_A_CODE) return true
  }
  return false
}
