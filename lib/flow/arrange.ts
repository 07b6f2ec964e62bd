import {
  type ChannelOrder,
  type FloatArray,
  type Layout,
  type PixelArray,
  type PixelPicture,
  toArray,
  toPicture,
} from '../image'
import { checkOption, oneOf } from '../options'
import type { Steps } from '../task'
import { byRows, newSamples } from './turn'

/** In what form the samples are wanted. */
export interface Arrangement {
  /** `float32`: 0 to 1, a code as code / (2^bitDepth - 1), in a Float32Array. */
  as?: 'pixels' | 'float32'
  /** `chw`: a plane per channel, [C, H, W]; default: [H, W, C]. */
  layout?: ChannelOrder
}

/** @throws RangeError, naming the option */
export function checkArrangement(
  { as, layout }: { as?: string; layout?: string },
  call: string,
  kinds: readonly string[] = ['pixels', 'float32'],
): void {
  if (as !== undefined) checkOption(oneOf({ values: kinds, help: '' }), as, `${call}: as`)
  if (layout === undefined) return
  checkOption(oneOf({ values: ['hwc', 'chw'], help: '' }), layout, `${call}: layout`)
  if (as !== 'planes') return
  throw new TypeError(`${call}: layout: expected none for planes, got '${layout}'`)
}

type Target = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>

/** The float sample of every code. */
const floatsOfCodes = (bitDepth: number): Float32Array =>
  Float32Array.from({ length: 2 ** bitDepth }, (_, code) => code / (2 ** bitDepth - 1))

/** The view's samples into `out`, the event loop between rows. */
function* copied(view: PixelPicture, planar: boolean, out: Target): Steps<void> {
  const { data, width, height, channels, offset, rowStride, columnStride, channelStride } = view
  const table = out instanceof Float32Array ? floatsOfCodes(view.bitDepth) : undefined
  const [step, stepChannel] = planar ? [1, width * height] : [channels, 1]
  yield* byRows(height, width * channels, (from, to) => {
    for (let y = from; y < to; y++) {
      for (let c = 0; c < channels; c++) {
        let at = y * width * step + c * stepChannel
        let source = offset + y * rowStride + c * channelStride
        for (let x = 0; x < width; x++, at += step, source += columnStride) {
          const code = data[source]!
          out[at] = table ? table[code]! : code
        }
      }
    }
  })
}

/** A decoded picture in the form that is wanted; as it is where it has that. */
export function* arranged(
  image: PixelArray<ArrayBuffer>,
  { as, layout }: { as?: string; layout?: ChannelOrder | Layout },
): Steps<PixelArray<ArrayBuffer> | FloatArray<ArrayBuffer>> {
  const view = toPicture(image) as PixelPicture
  const wanted = typeof layout === 'string' ? { order: layout, leadingOne: false } : layout
  const form = wanted ?? view.layout
  if (as !== 'float32' && form.order === view.layout.order) return image
  const length = view.width * view.height * view.channels
  const out = as === 'float32' ? new Float32Array(length) : newSamples(view)
  yield* copied(view, form.order === 'chw', out)
  const { metadata, warnings } = image
  const told = { ...(metadata && { metadata }), ...(warnings && { warnings }) }
  return Object.assign(toArray(out, view, form), told) as FloatArray<ArrayBuffer>
}
