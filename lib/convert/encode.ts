import type { Colour } from '../codecs/descriptor'
import type { CodedAs } from '../codecs/encoding'
import type { PixelPicture } from '../image'
import { frameLayout, RawFrame } from './layout'
import { rounded, toYuv, type Triple } from './matrix'

/** Reads R'G'B' (0 to 1) and alpha of the nearest pixel inside; gray is repeated. */
function reader(picture: PixelPicture, codedAs?: CodedAs) {
  const { data, offset, width, height, channels } = picture
  const { depth, addend } = codedAs ?? { depth: picture.bitDepth, addend: 0 }
  const { rowStride, columnStride, channelStride } = picture
  const top = 2 ** depth - 1
  const at = (x: number, y: number): number =>
    offset + Math.min(y, height - 1) * rowStride + Math.min(x, width - 1) * columnStride
  const next = channels < 3 ? 0 : channelStride
  return {
    rgb(x: number, y: number): Triple {
      const i = at(x, y)
      const value = (j: number): number => (data[j]! + addend) / top
      return [value(i), value(i + next), value(i + 2 * next)]
    },
    alpha(x: number, y: number): number {
      return channels === 4 ? (data[at(x, y) + 3 * channelStride]! + addend) / top : 1
    },
  }
}

type Reader = ReturnType<typeof reader>

/** The mean of the pixels that share chroma: centre siting. */
function mean(source: Reader, x: number, y: number, across: number, down: number): Triple {
  const sum: Triple = [0, 0, 0]
  for (let dy = 0; dy < down; dy++) {
    for (let dx = 0; dx < across; dx++) {
      const pixel = source.rgb(x * across + dx, y * down + dy)
      for (let c = 0; c < 3; c++) sum[c]! += pixel[c]! / (across * down)
    }
  }
  return sum
}

function fill(frame: RawFrame, index: number, sample: (x: number, y: number) => number): void {
  const { width, height, depth } = frame.layout.components[index]!
  const top = 2 ** depth - 1
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) frame.set(index, x, y, rounded(sample(x, y), top))
  }
}

/** Whether a format's samples are full range whatever else is said. */
const alwaysFull = (name: string): boolean => name.startsWith('yuvj')

/**
 * Pixels -> a raw frame of `width` x `height` (as large as the picture, or larger: the last column
 * and row are repeated), rows without padding.
 * @param name an FFmpeg pixel format with samples of whole bytes
 * @param codedAs how the samples become the frame's; default: scaled from the picture's depth
 * @returns undefined where the format has others
 */
export function pixelsToFrame(
  picture: PixelPicture,
  name: string,
  width: number,
  height: number,
  colour: Colour,
  codedAs?: CodedAs,
): Uint8Array | undefined {
  const layout = frameLayout(name, width, height)
  if (layout === undefined) return undefined
  const { format, components } = layout
  const frame = new RawFrame(layout)
  const source = reader(picture, codedAs)
  const top = 2 ** format.depth - 1
  const yuv = toYuv(colour.matrix, colour.range === 'full' || alwaysFull(name), format.depth)
  const [across, down] = [1 << format.chromaShiftX, 1 << format.chromaShiftY]
  const colours = components.length - Number(format.alpha)
  for (let index = 0; index < colours; index++) {
    fill(frame, index, (x, y) => {
      if (format.model === 'rgb') return source.rgb(x, y)[index]! * top
      return yuv(index === 0 ? source.rgb(x, y) : mean(source, x, y, across, down))[index]!
    })
  }
  if (format.alpha) fill(frame, colours, (x, y) => source.alpha(x, y) * top)
  return frame.bytes
}
