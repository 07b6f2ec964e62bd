import type { Decoded } from '../backends/backend'
import type { ContainedFile, Overlay } from '../codecs/container'
import { CodecError } from '../errors'
import type { SampleView } from '../image'
import type { Steps } from '../task'
import { byRows } from './turn'

/** A picture in its place on a canvas: samples in rows without gaps, interleaved. */
interface Layer {
  data: Uint8Array | Uint16Array
  width: number
  height: number
  channels: number
  x: number
  y: number
}

const MOST = 0xffff

/** Its colour in codes of the canvas, and its opacity where the canvas has any. */
function* fillCanvas(canvas: SampleView, fill: readonly number[]): Steps<void> {
  const { data, width, height, channels, offset, rowStride, columnStride, channelStride } = canvas
  const max = 2 ** canvas.bitDepth - 1
  const codes = fill.map((value) => Math.floor((value * max) / MOST + 0.5))
  yield* byRows(height, width * channels, (from, to) => {
    for (let y = from; y < to; y++) {
      for (let x = 0; x < width; x++) {
        const at = offset + y * rowStride + x * columnStride
        for (let c = 0; c < channels; c++) data[at + c * channelStride] = codes[c]!
      }
    }
  })
}

/**
 * One picture over what is there, as far as it lies on the canvas: colour C = (Cs As + Cb Ab (1 - As))
 * / A, A = As + Ab (1 - As) (W3C Compositing Level 1, 9.1.4), rounded once.
 */
function* lay(canvas: SampleView, layer: Layer): Steps<void> {
  const { data, offset, rowStride, columnStride, channelStride, bitDepth } = canvas
  const max = 2 ** bitDepth - 1
  const left = Math.max(0, layer.x)
  const right = Math.min(canvas.width, layer.x + layer.width)
  const top = Math.max(0, layer.y)
  const bottom = Math.min(canvas.height, layer.y + layer.height)
  const deep = 3 * channelStride
  const opaque = canvas.channels < 4
  if (left >= right) return
  yield* byRows(Math.max(0, bottom - top), 4 * (right - left), (from, to) => {
    for (let y = top + from; y < top + to; y++) {
      let source = ((y - layer.y) * layer.width + left - layer.x) * layer.channels
      let at = offset + y * rowStride + left * columnStride
      for (let x = left; x < right; x++, at += columnStride, source += layer.channels) {
        const alpha = layer.channels < 4 ? max : layer.data[source + 3]!
        if (alpha === 0) continue
        const below = opaque ? max : data[at + deep]!
        const [over, under] = [alpha * max, below * (max - alpha)]
        const whole = over + under
        for (let c = 0; c < 3; c++) {
          const i = at + c * channelStride
          data[i] = Math.floor((layer.data[source + c]! * over + data[i]! * under) / whole + 0.5)
        }
        if (!opaque) data[at + deep] = Math.floor(whole / max + 0.5)
      }
    }
  })
}

/** Decodes one picture by itself, as it is shown. */
type DecodeLayer = (
  file: ContainedFile,
  wanted: { channels: number; bitDepth: number },
) => Steps<Decoded>

/** The pictures of an overlay, one after another, onto their canvas. */
export function* decodeOverlay(
  { fill, layers }: Overlay,
  canvas: SampleView,
  decode: DecodeLayer,
): Steps<Omit<Decoded, 'data'>> {
  if (canvas.channels < 3) {
    throw new CodecError('ERR_DECODE', 'HEIF: an overlay has colours: it is not decoded to gray')
  }
  yield* fillCanvas(canvas, fill)
  let first: Decoded | undefined
  let ms = 0
  for (const { x, y, read } of layers) {
    const file = read()
    const channels = file.alpha || file.overlay?.transparent ? 4 : 3
    const decoded = yield* decode(file, { channels, bitDepth: canvas.bitDepth })
    const { data, width, height } = decoded
    yield* lay(canvas, { data: data[0]!, width, height, channels, x, y })
    first ??= { ...decoded, data: [] }
    ms += decoded.ms
  }
  return { ...first!, ms }
}
