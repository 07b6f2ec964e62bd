import { addon } from '../backends/native/addon'
import {
  type ChannelOrder,
  type FloatArray,
  type Layout,
  type PixelArray,
  type PixelPicture,
  type SampleView,
  toArray,
  toPicture,
} from '../image'
import { checkOption, int, oneOf } from '../options'
import type { Steps } from '../task'
import { byRows, newSamples } from './turn'

/** In what form the samples are wanted. */
export interface Arrangement {
  /** `float32`: 0 to 1, a code as code / (2^bitDepth - 1), in a Float32Array. */
  as?: 'pixels' | 'float32'
  /** `chw`: a plane per channel, [C, H, W]; default: [H, W, C]. */
  layout?: ChannelOrder
  /**
   * 8 (Uint8Array) to 16 (Uint16Array) bits: each sample as the nearest code of that depth
   * (docs/colour.md); default: as many as the file has.
   */
  bitDepth?: number
}

/** @throws RangeError, naming the option; TypeError for what planes cannot have */
export function checkArrangement(
  { as, layout, bitDepth }: { as?: string; layout?: string; bitDepth?: number },
  call: string,
  kinds: readonly string[] = ['pixels', 'float32'],
): void {
  if (bitDepth !== undefined) {
    checkOption(int({ min: 8, max: 16, help: '' }), bitDepth, `${call}: bitDepth`)
    if (as === 'planes') {
      throw new TypeError(`${call}: bitDepth: expected none for planes, got ${bitDepth}`)
    }
  }
  if (as !== undefined) checkOption(oneOf({ values: kinds, help: '' }), as, `${call}: as`)
  if (layout === undefined) return
  checkOption(oneOf({ values: ['hwc', 'chw'], help: '' }), layout, `${call}: layout`)
  if (as !== 'planes') return
  throw new TypeError(`${call}: layout: expected none for planes, got '${layout}'`)
}

type Target = Uint8Array | Uint16Array | Float32Array

/** The float sample of every code. */
const floatsOfCodes = (bitDepth: number): Float32Array =>
  Float32Array.from({ length: 2 ** bitDepth }, (_, code) => code / (2 ** bitDepth - 1))

/** What every code becomes: the nearest of another depth, halves up, or its float sample. */
function tableOf(from: number, to: number, floats: boolean): Target | undefined {
  if (from === to) return floats ? floatsOfCodes(from) : undefined
  const ratio = (2 ** to - 1) / (2 ** from - 1)
  const nearest = Array.from({ length: 2 ** from }, (_, code) => Math.floor(code * ratio + 0.5))
  if (!floats) return to > 8 ? Uint16Array.from(nearest) : Uint8Array.from(nearest)
  const samples = floatsOfCodes(to)
  return Float32Array.from(nearest, (code) => samples[code]!)
}

/** As the addon does it, for where there is none: rows in another form, each code by the table. */
export function arrangeRows(
  view: SampleView,
  table: Target | undefined,
  planar: boolean,
  from: number,
  to: number,
  out: Target,
): void {
  const { data, width, height, channels, offset, rowStride, columnStride, channelStride } = view
  const [step, stepChannel] = planar ? [1, width * height] : [channels, 1]
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
}

/** Rows without gaps, of so many samples, in another depth. */
export function* inDepth(
  data: Uint8Array | Uint16Array,
  width: number,
  from: number,
  to: number,
): Steps<Uint8Array | Uint16Array> {
  if (from === to) return data
  const form = { width, height: data.length / width, channels: 1, bitDepth: from }
  const view = { ...form, data, offset: 0, rowStride: width, columnStride: 1, channelStride: 1 }
  const out = newSamples({ ...form, bitDepth: to })
  const table = tableOf(from, to, false)
  const rows = addon()?.arrange ?? arrangeRows
  yield* byRows(form.height, width, (first, end) => rows(view, table, false, first, end, out))
  return out
}

/** A decoded picture in the form that is wanted; as it is where it has that. */
export function* arranged(
  image: PixelArray<ArrayBuffer>,
  {
    as,
    layout,
    bitDepth,
  }: { as?: string; layout?: ChannelOrder | Layout; bitDepth?: number | undefined },
): Steps<PixelArray<ArrayBuffer> | FloatArray<ArrayBuffer>> {
  const view = toPicture(image) as PixelPicture
  const depth = bitDepth ?? view.bitDepth
  const wanted = typeof layout === 'string' ? { order: layout, leadingOne: false } : layout
  const form = wanted ?? view.layout
  const floats = as === 'float32'
  if (!floats && form.order === view.layout.order && depth === view.bitDepth) return image
  const shape = { ...view, bitDepth: depth }
  const length = view.width * view.height * view.channels
  const out = floats ? new Float32Array(length) : newSamples(shape)
  const planar = form.order === 'chw'
  const table = tableOf(view.bitDepth, depth, floats)
  const rows = addon()?.arrange ?? arrangeRows
  yield* byRows(view.height, view.width * view.channels, (from, to) =>
    rows(view, table, planar, from, to, out),
  )
  const { metadata, warnings } = image
  const told = { ...(metadata && { metadata }), ...(warnings && { warnings }) }
  return Object.assign(toArray(out, shape, form), told) as FloatArray<ArrayBuffer>
}
