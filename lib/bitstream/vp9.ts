import { BitReader } from './bits'
import { be, damaged, le, nonEmpty, type Size } from './bytes'
import { Cover } from './cover'
import type { Section } from './section'

/** A key frame's uncompressed header (VP9 6.2), and where the parts after it begin. */
export interface Vp9Frame extends Size {
  profile: number
  bitDepth: 8 | 10 | 12
  /** color_space: 0 unknown, 1 BT.601, 2 BT.709, 5 BT.2020, 7 sRGB coded as GBR. */
  colourSpace: number
  fullRange: boolean
  /** End of the uncompressed header, in bytes from the frame's start. */
  compressedHeader: number
  /** End of the compressed header. */
  tiles: number
  tileCount: number
}

const SRGB = 7

/** VP9 6.2.2, color_config(). */
function colourConfig(
  reader: BitReader,
  profile: number,
): Pick<Vp9Frame, 'bitDepth' | 'colourSpace' | 'fullRange'> {
  const bitDepth = profile < 2 ? 8 : reader.flag() ? 12 : 10
  const colourSpace = reader.u(3)
  const fullRange = colourSpace === SRGB || reader.flag()
  if (profile % 2 === 1) reader.skip(colourSpace === SRGB ? 1 : 3)
  return { bitDepth, colourSpace, fullRange }
}

function skipEach(reader: BitReader, count: number, bits: number): void {
  for (let i = 0; i < count; i++) if (reader.flag()) reader.skip(bits)
}

/** VP9 6.2.8 to 6.2.11: loop filter, quantizer and segmentation, none of which is needed here. */
function skipFilterAndQuantizer(reader: BitReader): void {
  reader.skip(6 + 3)
  if (reader.flag() && reader.flag()) skipEach(reader, 6, 7)
  reader.skip(8)
  skipEach(reader, 3, 5)
  if (!reader.flag()) return
  if (reader.flag()) {
    skipEach(reader, 7, 8)
    if (reader.flag()) skipEach(reader, 3, 8)
  }
  if (!reader.flag()) return
  reader.skip(1)
  for (let segment = 0; segment < 8; segment++) {
    for (const bits of [9, 7, 2, 0]) skipEach(reader, 1, bits)
  }
}

/** VP9 6.2.13: how many tiles, from the width in 64-sample superblocks. */
function tileCount(reader: BitReader, width: number): number {
  const superblocks = Math.ceil(width / 64)
  let log2 = 0
  while (64 << log2 < superblocks) log2++
  while (superblocks >> (log2 + 1) >= 4 && reader.flag()) log2++
  const rows = reader.flag() ? (reader.flag() ? 2 : 1) : 0
  return 2 ** (log2 + rows)
}

/** Reads the header of a VP9 key frame. ERR_DECODE if it is none, or cut off. */
export function parseVp9(frame: Uint8Array): Vp9Frame {
  const reader = new BitReader(frame, 'VP9')
  if (reader.u(2) !== 2) throw damaged('VP9', 'frame_marker is not 2')
  const profile = reader.u(1) + 2 * reader.u(1)
  if (profile === 3) reader.skip(1)
  if (reader.flag()) throw damaged('VP9', 'shows an earlier frame')
  if (reader.flag()) throw damaged('VP9', 'is not a key frame')
  reader.skip(1)
  const errorResilient = reader.flag()
  if (reader.u(24) !== 0x498342) throw damaged('VP9', 'has no frame_sync_code')
  const colour = colourConfig(reader, profile)
  const width = reader.u(16) + 1
  const height = reader.u(16) + 1
  if (reader.flag()) reader.skip(32)
  reader.skip((errorResilient ? 0 : 2) + 2)
  skipFilterAndQuantizer(reader)
  const count = tileCount(reader, width)
  const compressedLength = reader.u(16)
  if (compressedLength === 0) throw damaged('VP9', 'has no compressed header')
  const compressedHeader = Math.ceil(reader.position / 8)
  const tiles = compressedHeader + compressedLength
  if (tiles >= frame.length) throw damaged('VP9', 'ends before its tiles')
  const offsets = { compressedHeader, tiles, tileCount: count }
  return nonEmpty('VP9', { width, height, profile, ...colour, ...offsets })
}

/** The frames of a packet, `start` and `end` of each: more than one in a superframe (VP9 annex B). */
export function vp9Frames(packet: Uint8Array): { start: number; end: number }[] {
  const marker = packet[packet.length - 1] ?? 0
  const count = (marker & 7) + 1
  const sizeBytes = ((marker >> 3) & 3) + 1
  const index = packet.length - 2 - count * sizeBytes
  if ((marker & 0xe0) !== 0xc0 || packet[index] !== marker)
    return [{ start: 0, end: packet.length }]
  const frames: { start: number; end: number }[] = []
  let start = 0
  for (let i = 0; i < count; i++) {
    const end = start + le(packet, index + 1 + i * sizeBytes, sizeBytes)
    if (end > index) throw damaged('VP9', `frame ${i} of the superframe passes its end`)
    frames.push({ start, end })
    start = end
  }
  return frames
}

/** The sections of one VP9 packet (a frame or a superframe). */
export function inspectVp9(packet: Uint8Array): Section[] {
  const cover = new Cover('VP9', packet.length)
  const [first, ...others] = vp9Frames(packet)
  const { compressedHeader, tiles } = parseVp9(packet.subarray(first!.start, first!.end))
  cover.to('header', 'uncompressed header', compressedHeader)
  cover.to('header', 'compressed header', tiles)
  cover.to('picture', 'tiles', first!.end)
  for (const { end } of others) cover.to('picture', 'frame', end)
  cover.to('container', 'superframe index', packet.length)
  return cover.done()
}

/** The size in the first frame's header. */
export const vp9Size = (packet: Uint8Array): Size => {
  const { start, end } = vp9Frames(packet)[0]!
  return parseVp9(packet.subarray(start, end))
}

/**
 * Checks what can be seen without decoding; ERR_DECODE if the packet cannot begin with a VP9 key
 * frame, or its tiles' sizes pass its end. The last tile has no size: a cut inside it passes.
 */
export function verifyVp9(packet: Uint8Array): void {
  const { start, end } = vp9Frames(packet)[0]!
  const frame = packet.subarray(start, end)
  const { tiles, tileCount: count } = parseVp9(frame)
  let at = tiles
  for (let tile = 1; tile < count; tile++) at += 4 + be(frame, at, 4)
  if (at >= frame.length) throw damaged('VP9', 'ends before its last tile')
}
