import type { Colour } from '../codecs/descriptor'
import { type FrameLayout, frameLayout, RawFrame } from './layout'
import { rounded, toRgb, toYuv, type Triple } from './matrix'

/** How a frame's codes are to be read. */
export interface FrameColour extends Colour {
  /** FFmpeg's name of the chroma siting; centre where it is not said. */
  chromaLocation?: string
}

/** What to make of it; each default is as the frame has it. */
export interface WantedPixels {
  width?: number
  height?: number
  channels?: number
  bitDepth?: number
  /** CHW instead of HWC. */
  planarLayout?: boolean
}

export interface Pixels {
  data: Uint8Array | Uint16Array
  width: number
  height: number
  channels: number
  bitDepth: number
}

/** Chroma at a luma position: linear between the four samples around it. */
function chromaReader(frame: RawFrame, location: string | undefined) {
  const { format, components } = frame.layout
  const [across, down] = [1 << format.chromaShiftX, 1 << format.chromaShiftY]
  const shiftX = /left/.test(location ?? '') ? 0 : (across - 1) / 2
  const shiftY = /^top/.test(location ?? '')
    ? 0
    : /^bottom/.test(location ?? '')
      ? down - 1
      : (down - 1) / 2
  const inside = (v: number, size: number): number => Math.min(size - 1, Math.max(0, v))
  return (index: number, x: number, y: number): number => {
    const { width, height } = components[index]!
    const [cx, cy] = [(x - shiftX) / across, (y - shiftY) / down]
    const [x0, y0] = [Math.floor(cx), Math.floor(cy)]
    const [fx, fy] = [cx - x0, cy - y0]
    const at = (dx: number, dy: number): number =>
      frame.get(index, inside(x0 + dx, width), inside(y0 + dy, height))
    const upper = fx === 0 ? at(0, 0) : at(0, 0) * (1 - fx) + at(1, 0) * fx
    if (fy === 0) return upper
    const lower = fx === 0 ? at(0, 1) : at(0, 1) * (1 - fx) + at(1, 1) * fx
    return upper * (1 - fy) + lower * fy
  }
}

/** R'G'B' (0 to 1) at a pixel, or luma three times. */
function colourReader(frame: RawFrame, colour: FrameColour, gray: boolean) {
  const { name, model, depth } = frame.layout.format
  const top = 2 ** depth - 1
  if (model === 'rgb') {
    const luma = toYuv(colour.matrix, true, depth)
    const full = colour.range === 'full' || !name.startsWith('gbr')
    const [black, unit] = full ? [0, top] : [2 ** (depth - 4), 219 * 2 ** (depth - 8)]
    const level = (c: number, x: number, y: number): number => (frame.get(c, x, y) - black) / unit
    return (x: number, y: number): Triple => {
      const rgb: Triple = [level(0, x, y), level(1, x, y), level(2, x, y)]
      const value = gray ? luma(rgb)[0] / top : 0
      return gray ? [value, value, value] : rgb
    }
  }
  // Of a stream in yuvj420p the file around it may say that it is limited.
  const rgb = toRgb(colour.matrix, colour.range === 'full', depth)
  const middle = 2 ** (depth - 1)
  const chroma = chromaReader(frame, colour.chromaLocation)
  if (gray || model === 'gray') {
    return (x: number, y: number): Triple => rgb([frame.get(0, x, y), middle, middle])
  }
  return (x: number, y: number): Triple =>
    rgb([frame.get(0, x, y), chroma(1, x, y), chroma(2, x, y)])
}

const channelsOf = ({ format }: FrameLayout): number =>
  format.alpha ? 4 : format.model === 'gray' ? 1 : 3

/**
 * A raw frame, rows without padding, -> pixels.
 * @param bytes a whole frame of `width` x `height`
 * @returns undefined where the format's samples are not whole bytes of their own
 */
export function frameToPixels(
  bytes: Uint8Array,
  name: string,
  width: number,
  height: number,
  colour: FrameColour,
  wanted: WantedPixels = {},
): Pixels | undefined {
  const layout = frameLayout(name, width, height)
  if (layout === undefined) return undefined
  const frame = new RawFrame(layout, bytes)
  const { channels = channelsOf(layout), bitDepth = Math.max(8, layout.format.depth) } = wanted
  const size = { width: wanted.width ?? width, height: wanted.height ?? height }
  const data = new (bitDepth > 8 ? Uint16Array : Uint8Array)(size.width * size.height * channels)
  const [step, channelStep] = wanted.planarLayout ? [1, size.width * size.height] : [channels, 1]
  const [top, alphaTop] = [2 ** bitDepth - 1, 2 ** layout.format.depth - 1]
  const read = colourReader(frame, colour, channels === 1)
  const alpha = layout.components.length - 1
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const to = (y * size.width + x) * step
      const value = read(x, y)
      for (let c = 0; c < Math.min(3, channels); c++) {
        data[to + c * channelStep] = rounded(value[c]! * top, top)
      }
      if (channels < 4) continue
      const opacity = layout.format.alpha ? frame.get(alpha, x, y) / alphaTop : 1
      data[to + 3 * channelStep] = rounded(opacity * top, top)
    }
  }
  return { data, ...size, channels, bitDepth }
}
