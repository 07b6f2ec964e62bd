import type { Size } from '../bitstream/bytes'
import type { Section } from '../bitstream/section'
import type { Walker } from '../bitstream/walk'
import type { MetadataFormat } from '../metadata/types'

/** What the bytes of one kind of stream or file say, nothing decoded. All of it pure functions. */
export interface Format {
  name: string
  /** By the first bytes only; those of two formats never match the same. */
  matches(bytes: Uint8Array): boolean
  /** Every byte exactly once, in order; ERR_DECODE where the structure is damaged. */
  inspect?(bytes: Uint8Array): Section[]
  /** The picture's size, from the headers. ERR_DECODE where they are damaged. */
  size?(bytes: Uint8Array): Size
  /**
   * Pixels that bytes of this length can code at the most, where the format's coding sets an end: a
   * file whose header says more lacks a part of its picture, which is known before memory is taken.
   */
  most?(bytes: Uint8Array): number
  /** ERR_DECODE if the bytes cannot be one whole picture, as far as the format shows it. */
  verify?(bytes: Uint8Array): void
  /** The long ways through the bytes that the others go, each after those before it. */
  walks?(): readonly Walker[]
  /** Where its picture ends: what is behind is passed over. All of the bytes where it does not show. */
  end?(bytes: Uint8Array): number
  /** Pictures in it, of which decode gives the first; absent: not counted. */
  frames?(bytes: Uint8Array): number
  /** Its samples are amounts of ink, which the decoder makes RGB of without a profile. */
  inks?(bytes: Uint8Array): boolean
  /** ICC, Exif and XMP in it. Absent: it cannot hold them. */
  metadata?: MetadataFormat
  /** Its decoders turn pictures by what the file itself says: Exif's orientation means nothing. */
  upright?: boolean
}
