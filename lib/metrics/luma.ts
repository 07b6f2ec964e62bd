import { writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { perform, type Steps } from '../task'

/** Interleaved samples of a gray or RGB picture. */
export interface Samples {
  data: Uint8Array | Uint16Array
  channels: number
  bitDepth: number
}

/** A step converts no more pixels than these: it holds the event loop for a few milliseconds. */
const PER_STEP = 2 ** 18

/** E'Y by ITU-R BT.601-7, 2.5.3, in codes of 8 bits for R, G and B of 0 to 1; gray is R = G = B. */
const WEIGHTS = [65.481, 128.553, 24.966] as const
const BLACK = 16

/** The codes of `count` pixels from `first` on, rounded half up. */
function lumaCodes(
  { data, channels, bitDepth }: Samples,
  first: number,
  count: number,
  to: number,
) {
  const codes = to > 8 ? new Uint16Array(count) : new Uint8Array(count)
  const unit = 2 ** (to - 8)
  const [r, g, b] = WEIGHTS.map((weight) => (weight * unit) / (2 ** bitDepth - 1))
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2]
  // the margin is for ties that double arithmetic puts just below one half
  const start = BLACK * unit + 0.5 + 1e-9
  for (let i = 0, at = first * channels; i < count; i++, at += channels) {
    codes[i] = start + r! * data[at]! + g! * data[at + green]! + b! * data[at + blue]!
  }
  return new Uint8Array(codes.buffer)
}

const append = (path: string, bytes: Uint8Array) =>
  perform<void>({
    run: ({ signal }) => writeFile(path, bytes, { flag: 'a', signal }),
    runSync: () => writeFileSync(path, bytes, { flag: 'a' }),
  })

/**
 * Writes raw planes of 4:2:0, from 9 bits on of two bytes in this machine's order: luma in limited
 * range and neutral chroma, for programs that read luma alone.
 */
export function* writeLuma(
  path: string,
  samples: Samples,
  size: { width: number; height: number },
  bitDepth: number,
): Steps<void> {
  const pixels = size.width * size.height
  for (let first = 0; first < pixels; first += PER_STEP) {
    yield* append(path, lumaCodes(samples, first, Math.min(PER_STEP, pixels - first), bitDepth))
  }
  const chroma = 2 * Math.ceil(size.width / 2) * Math.ceil(size.height / 2)
  const neutral = (bitDepth > 8 ? new Uint16Array(chroma) : new Uint8Array(chroma)).fill(
    2 ** (bitDepth - 1),
  )
  yield* append(path, new Uint8Array(neutral.buffer))
}
