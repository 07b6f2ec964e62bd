import { parsePixelFormat, type PixelFormat, planeSize } from '../pixelformat'

/** Where one component's samples lie in a raw frame of rows without padding. */
interface Component {
  /** Bytes from the frame's start to the first sample, from sample to sample, from row to row. */
  offset: number
  step: number
  stride: number
  width: number
  height: number
  depth: number
}

/** A raw frame: its components in the order Y Cb Cr, R G B or gray, alpha last where there is one. */
export interface FrameLayout {
  format: PixelFormat
  components: Component[]
  /** Bytes of a sample, and their order. */
  bytes: 1 | 2
  bigEndian: boolean
  size: number
}

/** Order of R, G, B, A in a packed format's name; 0 is padding. */
function packedOrder(name: string): string {
  const order = /^(rgba|rgb0|rgb|bgra|bgr0|bgr|argb|0rgb|abgr|0bgr|gray|ya)/.exec(name)![1]!
  return order === 'gray' ? 'y' : order
}

function packed(format: PixelFormat, width: number, height: number, bytes: 1 | 2): Component[] {
  const order = packedOrder(format.name)
  const step = order.length * bytes
  const wanted = format.model === 'gray' ? 'ya' : 'rgba'
  return [...wanted]
    .filter((channel) => order.includes(channel))
    .map((channel) => {
      const offset = order.indexOf(channel) * bytes
      return { offset, step, stride: step * width, width, height, depth: format.depth }
    })
}

function planar(format: PixelFormat, width: number, height: number, bytes: 1 | 2): Component[] {
  let offset = 0
  const planes = Array.from({ length: format.planes }, (_, index) => {
    const size = planeSize(format, width, height, index)
    const plane = { offset, step: bytes, stride: size.width * bytes, ...size, depth: format.depth }
    offset += plane.stride * size.height
    return plane
  })
  // GBR's planes are in that order.
  if (format.model !== 'rgb') return planes
  const [g, b, r, ...alpha] = planes
  return [r!, g!, b!, ...alpha]
}

/**
 * The layout of a raw frame of an FFmpeg pixel format.
 * @returns undefined for a format whose components are not whole samples of their own (palettes,
 *   single bits, 5-6-5)
 */
export function frameLayout(name: string, width: number, height: number): FrameLayout | undefined {
  const format = parsePixelFormat(name)
  if (format === undefined) return undefined
  const bytes = format.depth > 8 ? 2 : 1
  const components = (format.planar ? planar : packed)(format, width, height, bytes)
  const size = Math.max(
    ...components.map((c) => c.offset - (c.offset % c.step) + c.stride * c.height),
  )
  return { format, components, bytes, bigEndian: name.endsWith('be'), size }
}

/** Reads and writes the samples of a raw frame. */
export class RawFrame {
  readonly #view: DataView

  constructor(
    readonly layout: FrameLayout,
    readonly bytes: Uint8Array = new Uint8Array(layout.size),
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  #at(index: number, x: number, y: number): number {
    const { offset, step, stride } = this.layout.components[index]!
    return offset + y * stride + x * step
  }

  get(index: number, x: number, y: number): number {
    const at = this.#at(index, x, y)
    return this.layout.bytes === 1
      ? this.bytes[at]!
      : this.#view.getUint16(at, !this.layout.bigEndian)
  }

  set(index: number, x: number, y: number, value: number): void {
    const at = this.#at(index, x, y)
    if (this.layout.bytes === 1) this.bytes[at] = value
    else this.#view.setUint16(at, value, !this.layout.bigEndian)
  }
}
