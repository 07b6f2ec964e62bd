import type { Format } from '../formats/format'
import type { Plain } from '../bitstream/plain'
import type { Walk } from '../bitstream/walk'
import type { FirstFrame } from '../bitstream/webp_frame'
import type { CodedSamples } from './coded_samples'
import type { SharedOptions } from './rows'
import type { PictureInfo } from './encoding'

/** One stream format of a codec ("obu", "ivf"). */
export interface StreamFormat {
  /** What its bytes say (a row of lib/formats, or one of the codec's own). */
  kind: Format
  /** Whether such bytes are of this codec, where others write the kind too. */
  holds?(bytes: Uint8Array): boolean
  extension: string
  /** Other extensions of the same files. */
  aliases?: readonly string[]
  /** The ffmpeg program's demuxer for these bytes ("hevc", "ivf", "webp_pipe"). */
  demuxer?: string
  /** From the encoder's packet to what the user gets, and back. Absent: the packet as it is. */
  wrap?(packet: Uint8Array, info: { width: number; height: number }): Uint8Array
  unwrap?(bytes: Uint8Array): Uint8Array
}

/**
 * What is known of a codec's packets: pure functions over their bytes. `verify` and `size` of a
 * stream that is the packet as it is come from its format (lib/formats). `O`: its resolved options.
 */
export interface StreamFunctions<O = SharedOptions> {
  /** Undefined: the decoder takes the stream as it is. A walk where it goes through all pixels. */
  plain?(bytes: Uint8Array): Plain | undefined | Walk<Plain | undefined>
  /** The first frame of an animation, and where it lies on its canvas. */
  firstFrame?(bytes: Uint8Array): FirstFrame | undefined
  /**
   * Checks that libav's decoder does not make.
   * @throws CodecError `ERR_DECODE` for damaged data
   */
  verify?(bytes: Uint8Array, options: O): void
  /** Width and height as the headers say, before anything is decoded. */
  size?(bytes: Uint8Array): { width: number; height: number }
  /** Carries a size that the bitstream cannot express beside the coded, padded one. */
  trueSize?: {
    write(bytes: Uint8Array, width: number, height: number): Uint8Array
    read(bytes: Uint8Array): { width: number; height: number } | undefined
  }
  /** Whether it holds luma alone, for decoders that make flat chroma of it (H.264). */
  isGray?(bytes: Uint8Array): boolean
  /**
   * What this decoder's samples are, where it does not say so itself.
   * @throws CodecError `ERR_DECODE`, by name, for colours that are not supported
   */
  coded?(bytes: Uint8Array, decoder: string): CodedSamples | undefined
  /** Whether an RGBA decode of these bytes has an alpha channel that says something. */
  hasAlpha?(bytes: Uint8Array): boolean
  /**
   * A stream whose decoder would undo the coded colour transform, changed so that it gives the planes
   * as they are coded, and their pixel format (JPEG 2000). Undefined: there is nothing to change.
   */
  codedPlanes?(bytes: Uint8Array): { bytes: Uint8Array; pixelFormat: string } | undefined
  /** Last change of the encoder's packet (JPEG 2000's component transform flag). */
  finish?(bytes: Uint8Array, options: O, picture: PictureInfo): Uint8Array
}
