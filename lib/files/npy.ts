import { npyShape, readNpy, writeNpy } from '../bitstream/npy'
import { commonRows } from '../codecs/rows'
import { CodecError } from '../errors'
import { packedFloats } from '../flow/floats'
import { taken } from '../flow/taken'
import { packed } from '../flow/turn'
import { type PixelArray, type PixelInput, toArray, toView } from '../image'
import type { Steps } from '../task'

// NumPy's arrays as picture files.

/** Floats become codes of so many bits: nothing that a picture shows is lost. */
const FLOAT_DEPTH = 16

export const isNpyPath = (path: string): boolean => /\.npy$/i.test(path)

/** Height, width and channels as a picture's array has them. ERR_DECODE for other shapes. */
function checkShape(shape: readonly number[], maxPixels: number): void {
  const axes = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape
  const isChannels = (n: number | undefined) => n === 1 || n === 3 || n === 4
  const last = axes.length === 2 || isChannels(axes[2])
  const fits = axes.length === 2 || (axes.length === 3 && (last || isChannels(axes[0])))
  if (!fits || axes.some((n) => n < 1)) {
    throw new CodecError(
      'ERR_DECODE',
      `npy: shape (${shape.join(', ')}): expected (H, W), (H, W, C) or (C, H, W) with C = 1, 3 or 4; of a batch a file each`,
    )
  }
  const [height, width] = last ? axes : axes.slice(1)
  if (height! * width! <= maxPixels) return
  throw new CodecError(
    'ERR_LIMIT',
    `npy: a picture of ${width}x${height} has more than maxPixels (${maxPixels})`,
  )
}

/** The picture of a .npy file, [H, W, C]; float samples as codes of `floatDepth` bits. */
export function* readNpyPicture(
  bytes: Uint8Array,
  maxPixels: number = commonRows.maxPixels.default,
  floatDepth = FLOAT_DEPTH,
): Steps<PixelArray<ArrayBuffer>> {
  checkShape(npyShape(bytes), maxPixels)
  const { data, shape } = readNpy(bytes)
  return yield* pictureOfSamples({ data, shape }, 'npy', floatDepth)
}

/** Samples as readImage gives a picture, [H, W, C]; floats as codes of `floatDepth` bits. */
export function* pictureOfSamples(
  image: PixelInput,
  label: string,
  floatDepth = FLOAT_DEPTH,
): Steps<PixelArray<ArrayBuffer>> {
  const view = yield* taken(toView(image), floatDepth, false)
  if (view.kind !== 'pixels') throw new CodecError('ERR_DECODE', `${label}: no pixels`)
  return toArray(yield* packed(view), view) as PixelArray<ArrayBuffer>
}

/** A picture as a .npy file: (H, W, C), gray (H, W), of uint8, uint16 or, of floats, float32. */
export function* npyFile(image: PixelInput): Steps<Uint8Array> {
  const view = toView(image)
  if (view.kind === 'planes') throw new TypeError('.npy: expected pixels, got planes')
  const { width, height, channels } = view
  const shape = channels === 1 ? [height, width] : [height, width, channels]
  const data = view.kind === 'floats' ? packedFloats(view).data : yield* packed(view)
  return writeNpy(data, shape)
}
