import { addon } from '../backends/native/addon'
import type { Picture, PixelPicture } from '../image'
import { shown } from '../options'
import type { Steps } from '../task'
import { byRows, newSamples } from './turn'

/** Red, green and blue of 0 to 255, `'#rgb'`, `'#rrggbb'`, `'white'` or `'black'`. */
export type Background = string | readonly [number, number, number]

const NAMES: Record<string, string> = { white: '#fff', black: '#000' }

function ofText(text: string): number[] | undefined {
  const [, digits] = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(NAMES[text.toLowerCase()] ?? text) ?? []
  if (digits === undefined) return undefined
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16))
}

const isTriple = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length === 3 && value.every((c) => typeof c === 'number')

/** The colour, 0 to 255 each. @throws TypeError or RangeError */
export function parseBackground(value: unknown): number[] {
  const colour = typeof value === 'string' ? ofText(value) : value
  if (!isTriple(colour)) {
    throw new TypeError(
      `background: expected '#rgb', '#rrggbb', 'white', 'black' or [red, green, blue], got ${shown(value)}`,
    )
  }
  const wrong = colour.find((c) => !(c >= 0 && c <= 255))
  if (wrong === undefined) return colour
  throw new RangeError(`background: expected red, green and blue of 0 to 255, got ${wrong}`)
}

/** As the addon does it, for where there is none. */
function flattenRows(
  picture: PixelPicture,
  below: readonly number[],
  from: number,
  to: number,
  out: Uint8Array | Uint16Array,
): void {
  const { data, width, bitDepth, channelStride } = picture
  const max = 2 ** bitDepth - 1
  let at = from * width * 3
  for (let y = from; y < to; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = picture.offset + y * picture.rowStride + x * picture.columnStride
      const alpha = data[pixel + 3 * channelStride]!
      for (let c = 0; c < 3; c++) {
        const value = data[pixel + c * channelStride]!
        if (Math.max(value, alpha) > max) {
          throw new RangeError(`image: a sample is more than ${max}, the most of ${bitDepth} bits`)
        }
        const sum = value * alpha + below[c]! * (max - alpha)
        out[at++] = Math.floor((2 * sum + max) / (2 * max))
      }
    }
  }
}

/**
 * RGBA over one colour, rounded to the nearest: (c a + b (max - a)) / max in the samples' own scale,
 * as they are coded (not in linear light), as browsers and sharp do it. Others stay as they are.
 * A caller's samples are read at once; of our own the event loop goes on between rows.
 */
export function* flattened(picture: Picture, background: unknown): Steps<Picture> {
  if (background === undefined) return picture
  const colour = parseBackground(background)
  if (picture.kind !== 'pixels' || picture.channels !== 4) return picture
  const { width, height, bitDepth } = picture
  const max = 2 ** bitDepth - 1
  const below = colour.map((c) => Math.round((c * max) / 255))
  const out = newSamples({ width, height, channels: 3, bitDepth })
  const rows = addon()?.flatten ?? flattenRows
  const work = (from: number, to: number): void => rows(picture, below, from, to, out)
  if (picture.ours) yield* byRows(height, width * 4, work)
  else work(0, height)
  const strides = { rowStride: width * 3, columnStride: 3, channelStride: 1, offset: 0 }
  return { ...picture, ...strides, data: out, channels: 3, ours: true }
}
