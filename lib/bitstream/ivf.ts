import { concat, damaged, fourcc as fourccAt, holds, le, type Size } from './bytes'
import { Cover } from './cover'
import { addPart } from './parts'
import { inspectObu, obuSize, verifyObu } from './obu'
import type { Section } from './section'
import { inspectVp9, verifyVp9, vp9Size } from './vp9'

const FILE_HEADER = 32
const FRAME_HEADER = 12

/** What is known about the streams that an IVF file is used for here. */
const PAYLOADS: Record<
  string,
  {
    inspect(bytes: Uint8Array): Section[]
    verify(bytes: Uint8Array): void
    size(bytes: Uint8Array): Size
  }
> = {
  AV01: { inspect: inspectObu, verify: verifyObu, size: obuSize },
  VP90: { inspect: inspectVp9, verify: verifyVp9, size: vp9Size },
}

const payload = (bytes: Uint8Array) => PAYLOADS[fourccAt(bytes, 8)]

export interface IvfInfo extends Size {
  fourcc: 'AV01' | 'VP90'
}

/**
 * An IVF file: a 32-byte header (one frame per second, as libavformat writes it for one picture) and
 * each packet behind 12 bytes of length and time. RangeError unless width and height are 1..65535.
 */
export function wrapIvf(
  packets: Uint8Array | readonly Uint8Array[],
  { fourcc, width, height }: IvfInfo,
): Uint8Array {
  if (!(width >= 1 && width <= 65535 && height >= 1 && height <= 65535)) {
    throw new RangeError(`IVF: size is ${width}x${height}, expected 1 to 65535`)
  }
  const frames = packets instanceof Uint8Array ? [packets] : packets
  const header = Buffer.alloc(FILE_HEADER)
  header.write(`DKIF\0\0\x20\0${fourcc}`, 'latin1')
  header.writeUInt16LE(width, 12)
  header.writeUInt16LE(height, 14)
  header.writeUInt32LE(1, 16)
  header.writeUInt32LE(1, 20)
  header.writeUInt32LE(frames.length, 24)
  const parts = frames.flatMap((packet, time) => {
    const frameHeader = Buffer.alloc(FRAME_HEADER)
    frameHeader.writeUInt32LE(packet.length, 0)
    frameHeader.writeUInt32LE(time, 4)
    return [frameHeader, packet]
  })
  return concat([header, ...parts])
}

/** Where each packet of an IVF file lies. ERR_DECODE unless the frames fill the file exactly. */
function ivfFrames(bytes: Uint8Array): { start: number; end: number }[] {
  if (!holds(bytes, 'DKIF')) throw damaged('IVF', 'does not begin with DKIF')
  if (bytes.length < FILE_HEADER)
    throw damaged('IVF', `header of ${bytes.length} bytes, expected 32`)
  const headerLength = le(bytes, 6, 2)
  if (headerLength !== FILE_HEADER) throw damaged('IVF', `header length is ${headerLength}`)
  const frames: { start: number; end: number }[] = []
  for (let at = FILE_HEADER; at < bytes.length;) {
    if (at + FRAME_HEADER > bytes.length) throw damaged('IVF', `frame header cut off at ${at}`)
    const start = at + FRAME_HEADER
    const end = start + le(bytes, at, 4)
    if (end > bytes.length) {
      throw damaged('IVF', `frame at ${at} ends at ${end}, the file at ${bytes.length}`)
    }
    addPart(frames, { start, end }, 'IVF', bytes)
    at = end
  }
  return frames
}

/** The one packet of an IVF file, a view. ERR_DECODE unless there is exactly one, of full length. */
export function unwrapIvf(bytes: Uint8Array): Uint8Array {
  const frames = ivfFrames(bytes)
  if (frames.length !== 1) throw damaged('IVF', `has ${frames.length} frames, expected one`)
  const { start, end } = frames[0]!
  if (start === end) throw damaged('IVF', 'its frame is empty')
  return bytes.subarray(start, end)
}

/** The first packet, a view. ERR_DECODE where there is none. */
export function unwrapFirst(bytes: Uint8Array): Uint8Array {
  const frame = ivfFrames(bytes)[0]
  if (!frame) throw damaged('IVF', 'has no frame')
  return bytes.subarray(frame.start, frame.end)
}

/** The sections of an IVF file: its headers, and those of each AV1 or VP9 packet. */
export function inspectIvf(bytes: Uint8Array): Section[] {
  const cover = new Cover('IVF', bytes.length)
  const frames = ivfFrames(bytes)
  cover.to('container', 'IVF header', FILE_HEADER)
  for (const [i, { start, end }] of frames.entries()) {
    cover.to('container', 'IVF frame header', start)
    // Only a VP9 key frame can be looked into without the ones before it.
    const inner = i === 0 || fourccAt(bytes, 8) === 'AV01' ? payload(bytes) : undefined
    if (inner) cover.append(inner.inspect(bytes.subarray(start, end)))
    else cover.to('picture', 'frame', end)
  }
  return cover.done()
}

/** The picture's size by its own headers; by the IVF header where the codec is not known here. */
export function ivfSize(bytes: Uint8Array): Size {
  const frame = ivfFrames(bytes)[0]
  if (!frame) throw damaged('IVF', 'has no frame')
  const inner = payload(bytes)?.size(bytes.subarray(frame.start, frame.end))
  return inner ?? { width: le(bytes, 12, 2), height: le(bytes, 14, 2) }
}

/**
 * Checks an IVF file of one AV1 or VP9 picture and the picture's own headers; ERR_DECODE if a length
 * or the two sizes disagree (a padded AV1 picture's is its true size).
 */
export function verifyIvf(bytes: Uint8Array): void {
  const packet = unwrapIvf(bytes)
  const known = payload(bytes)
  if (!known) throw damaged('IVF', `codec is ${JSON.stringify(fourccAt(bytes, 8))}, not AV1 or VP9`)
  known.verify(packet)
  const { width, height } = known.size(packet)
  const [outer, inner] = [`${le(bytes, 12, 2)}x${le(bytes, 14, 2)}`, `${width}x${height}`]
  if (outer !== inner)
    throw damaged('IVF', `size is ${outer} in its header, ${inner} in its picture`)
}
