import type { PixelPicture, SampleView } from '../image'
import { perform, type Steps } from '../task'

/**
 * Pixels turned and mirrored as Exif's orientation 1 to 8 says (Exif 2.32 section 4.6.4): a view.
 * Orientation 6: the stored rows are the shown columns, from right to left.
 */
export function turned(picture: PixelPicture, orientation: number): PixelPicture {
  const { width, height, rowStride, columnStride } = picture
  const fromBottom = [3, 4, 6, 7].includes(orientation)
  const fromRight = [2, 3, 7, 8].includes(orientation)
  const offset =
    picture.offset +
    (fromBottom ? (height - 1) * rowStride : 0) +
    (fromRight ? (width - 1) * columnStride : 0)
  const down = fromBottom ? -rowStride : rowStride
  const right = fromRight ? -columnStride : columnStride
  if (orientation < 5) return { ...picture, offset, rowStride: down, columnStride: right }
  return { ...picture, offset, width: height, height: width, rowStride: right, columnStride: down }
}

/** Samples that are copied at once between two turns of the event loop: a few milliseconds. */
const SAMPLES_AT_ONCE = 500_000

/** How many rows of so many samples. */
export const rowsAtOnce = (samplesInRow: number): number =>
  Math.max(1, Math.floor(SAMPLES_AT_ONCE / samplesInRow))

/** Work over rows, the event loop between its parts; sync, all at once. */
export function* byRows(
  height: number,
  samplesInRow: number,
  work: (from: number, to: number) => void,
): Steps<void> {
  const step = rowsAtOnce(samplesInRow)
  yield* perform<void>({
    async run({ signal }) {
      for (let y = 0; y < height; y += step) {
        work(y, Math.min(y + step, height))
        await new Promise((resolve) => setImmediate(resolve))
        signal?.throwIfAborted()
      }
    },
    runSync: () => work(0, height),
  })
}

/** Codes of a picture of this size. */
export function newSamples({
  width,
  height,
  channels,
  bitDepth,
}: Pick<SampleView, 'width' | 'height' | 'channels' | 'bitDepth'>) {
  const length = width * height * channels
  return bitDepth > 8 ? new Uint16Array(length) : new Uint8Array(length)
}

/** A view's samples in rows without gaps, interleaved. */
export function* packed(
  view: SampleView,
): Steps<Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>> {
  const { data, width, height, channels, offset, rowStride, columnStride, channelStride } = view
  const out = newSamples(view)
  yield* byRows(height, width * channels, (from, to) => {
    let at = from * width * channels
    for (let y = from; y < to; y++) {
      const row = offset + y * rowStride
      for (let x = 0; x < width; x++) {
        const pixel = row + x * columnStride
        for (let c = 0; c < channels; c++) out[at++] = data[pixel + c * channelStride]!
      }
    }
  })
  return out
}
