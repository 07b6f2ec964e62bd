/**
 * What a byte of a stream is for.
 * - `container`: file format around the codec (RIFF, JP2 or ISO boxes, IVF, JFIF marker segments,
 *   PNG chunk framing, OBU temporal delimiter, Annex B start codes).
 * - `header`: what the decoder needs once per picture (VPS/SPS/PPS, sequence header, DQT/DHT, COD).
 * - `sei`: supplementary information (SEI NAL units, metadata OBUs, comments, COM segments).
 * - `metadata`: ICC, Exif, XMP.
 * - `picture`: the coded samples.
 */
export type SectionKind = 'container' | 'header' | 'sei' | 'metadata' | 'picture'

/** A run of bytes of a stream: `name` in the format's own terms ("SPS", "DHT", "VP8 chunk"). */
export interface Section {
  /** What the bytes are for. */
  kind: SectionKind
  /** In the format's own terms. */
  name: string
  /** Of its first byte. */
  offset: number
  /** In bytes. */
  length: number
}
