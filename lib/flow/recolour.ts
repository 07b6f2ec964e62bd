import type { PixelPicture, SampleView } from '../image'
import { type ColourSpace, lightMatrix } from '../metadata/icc/colour_space'
import type { Curve } from '../metadata/icc/tags'
import type { Steps } from '../task'
import { byRows, newSamples } from './turn'

/** Light -> the nearest code, by where half a code lies in light. */
class Encoder {
  readonly #limits: Float64Array
  readonly #starts: Uint16Array
  readonly #max: number

  constructor(curve: Curve, bitDepth: number) {
    const max = 2 ** bitDepth - 1
    this.#max = max
    this.#limits = new Float64Array(max)
    for (let code = 0, most = -Infinity; code < max; code++) {
      most = Math.max(most, curve((code + 0.5) / max))
      this.#limits[code] = most
    }
    // where to begin to look, by the light's first bits
    this.#starts = new Uint16Array((bitDepth > 8 ? 2 ** 16 : 2 ** 12) + 1)
    for (let i = 0, code = 0; i < this.#starts.length; i++) {
      while (code < max && this.#limits[code]! <= i / (this.#starts.length - 1)) code++
      this.#starts[i] = code
    }
  }

  code(light: number): number {
    if (!(light > 0)) return 0
    if (light >= 1) return this.#max
    let code = this.#starts[Math.floor(light * (this.#starts.length - 1))]!
    while (code < this.#max && light >= this.#limits[code]!) code++
    return code
  }
}

const tableOf = (curve: Curve, bitDepth: number): Float64Array => {
  const max = 2 ** bitDepth - 1
  return Float64Array.from({ length: max + 1 }, (_, code) => curve(code / max))
}

/** Rows `from` to `to` of a picture, into packed samples of its size. */
type RowConverter = (
  view: SampleView,
  out: Uint8Array | Uint16Array,
  from: number,
  to: number,
) => void

function converterBetween(
  from: ColourSpace,
  to: ColourSpace,
  bitDepth: number,
): RowConverter | undefined {
  const matrix = lightMatrix(from, to)
  if (!matrix || from.curves.length !== to.curves.length) return undefined
  const tables = from.curves.map((curve) => tableOf(curve, bitDepth))
  const encoders = to.curves.map((curve) => new Encoder(curve, bitDepth))
  const colours = tables.length
  const light = new Float64Array(colours)
  return (view, out, first, end) => {
    const { data, width, channels, offset, rowStride, columnStride, channelStride } = view
    let at = first * width * channels
    for (let y = first; y < end; y++) {
      for (let x = 0; x < width; x++, at += channels) {
        const pixel = offset + y * rowStride + x * columnStride
        for (let c = 0; c < channels; c++) {
          const code = data[pixel + c * channelStride]!
          if (c < colours) light[c] = tables[c]![code]!
          else out[at + c] = code
        }
        for (let c = 0; c < colours; c++) {
          const row = matrix[c]
          const value = row
            ? row[0] * light[0]! + row[1] * light[1]! + row[2] * light[2]!
            : light[c]!
          out[at + c] = encoders[c]!.code(value)
        }
      }
    }
  }
}

/**
 * The picture with its colours in another space: through the profile connection space, without an
 * adjustment of black or of what lies outside (which is clipped), each sample as the nearest code of
 * its own depth; alpha stays. undefined where the two spaces have no way between them. The caller's
 * samples are read at once; with `ours` the event loop goes on between rows.
 */
export function* recoloured(
  picture: PixelPicture,
  from: ColourSpace,
  to: ColourSpace,
  ours: boolean,
): Steps<PixelPicture | undefined> {
  const convert = converterBetween(from, to, picture.bitDepth)
  if (!convert) return undefined
  const { width, height, channels } = picture
  const out = newSamples(picture)
  const work = (first: number, end: number): void => convert(picture, out, first, end)
  if (ours) yield* byRows(height, width * channels, work)
  else work(0, height)
  const strides = { rowStride: width * channels, columnStride: channels, channelStride: 1 }
  return { ...picture, ...strides, data: out, offset: 0 }
}
