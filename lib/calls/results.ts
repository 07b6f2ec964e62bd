import type { FloatArray, ImageInput, PixelArray, PlanarImage } from '../image'
import type { Try } from './search'
import type { Measurement } from './target'

/** `restored`'s type: planes for planar input, float samples for those, else codes. */
export type Restored<I> = I extends { planes: unknown }
  ? PlanarImage<ArrayBuffer>
  : I extends { data: Float32Array }
    ? FloatArray<ArrayBuffer>
    : PixelArray<ArrayBuffer>

/** One encode of a search: its quality, its bytes and, for a metric target, the metric's value. */
export type SearchTry = Try<Measurement>

/** The stream, and with a target how it was found. */
export type EncodedBytes = Uint8Array<ArrayBuffer> & {
  /** With a target: the one that was found. */
  quality?: number
  /** With a target: every encode of the search. */
  tries?: SearchTry[]
  /** What the file could not hold, or what was passed over of the source. */
  warnings?: string[]
}

/** What apply gives. */
export interface Applied<I = ImageInput> {
  /** Length of the stream that a decoder needs, and nothing else. */
  nBytes: number
  /** nBytes * 8 / (width * height). */
  bpp: number
  /** The stream. */
  bytes: Uint8Array<ArrayBuffer>
  /** Same shape, layout and sample depth as the input. */
  restored: Restored<I>
  /** The one that was used. */
  quality: number
  /** With a target: every encode of the search. */
  tries?: SearchTry[]
  /** Milliseconds from the caller's samples to the stream, and back; waiting for a turn excluded. */
  encodeMs: number
  /** The same of decode. */
  decodeMs: number
}
