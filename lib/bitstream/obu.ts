import { parseAv1Sequence, type Av1Sequence } from './av1_sequence'
import { concat, damaged, holds, type Size } from './bytes'
import { Cover } from './cover'
import { addPart } from './parts'
import type { Section, SectionKind } from './section'

const SEQUENCE_HEADER = 1
const TEMPORAL_DELIMITER = 2
const FRAME_HEADER = 3
const TILE_GROUP = 4
const METADATA = 5
const FRAME = 6
const PADDING = 15

/** AV1 6.2.2, obu_type. */
const KINDS: Record<number, readonly [SectionKind, string]> = {
  [SEQUENCE_HEADER]: ['header', 'sequence header'],
  [TEMPORAL_DELIMITER]: ['container', 'temporal delimiter'],
  [FRAME_HEADER]: ['header', 'frame header'],
  [TILE_GROUP]: ['picture', 'tile group'],
  [METADATA]: ['sei', 'metadata'],
  [FRAME]: ['picture', 'frame'],
  7: ['header', 'redundant frame header'],
  8: ['picture', 'tile list'],
  [PADDING]: ['container', 'padding'],
}

/** AV1 6.7.1, metadata_type. */
const METADATA_NAMES: Record<number, string> = {
  1: 'content light level',
  2: 'mastering display colour volume',
  3: 'scalability',
  4: 'ITU-T T.35',
  5: 'timecode',
}

/**
 * What our padding OBU begins with. Metadata of a private type would be the place for a true size,
 * but FFmpeg before 6.1 refuses a stream with metadata of a type that it does not know.
 */
const TRUE_SIZE = [0x6e, 0x43, 0x73, 0x7a]

/** A temporal delimiter of size 0, or a sequence header with its size. */
export const isObu = (bytes: Uint8Array): boolean => holds(bytes, [0x12, 0]) || holds(bytes, [0x0a])

/** One open bitstream unit of a low-overhead stream (AV1 5.2, 5.3): `payload..end` follows the header. */
export interface Obu {
  type: number
  start: number
  payload: number
  end: number
}

/** leb128() of AV1 4.10.5: the value, at most 2^32 - 1, and where it ends. */
export function leb128(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0
  for (let i = 0; i < 8 && at + i < bytes.length; i++) {
    const byte = bytes[at + i]!
    value += (byte & 127) * 2 ** (7 * i)
    if (byte < 128) {
      if (value > 0xffffffff) break
      return { value, end: at + i + 1 }
    }
  }
  throw damaged('AV1', `no leb128() value at ${at}`)
}

/**
 * The OBUs of a low-overhead AV1 stream (".obu", an IVF or AVIF payload). ERR_DECODE where a header
 * has a forbidden bit, lacks its size field, or a size passes the end.
 */
export function obus(bytes: Uint8Array): Obu[] {
  const list: Obu[] = []
  for (let start = 0; start < bytes.length;) {
    const header = bytes[start]!
    if (header & 0x81) throw damaged('AV1', `forbidden or reserved bit in the OBU at ${start}`)
    if (!(header & 2)) throw damaged('AV1', `OBU without a size at ${start}`)
    const { value, end: payload } = leb128(bytes, start + (header & 4 ? 2 : 1))
    const end = payload + value
    if (end > bytes.length) {
      throw damaged('AV1', `OBU at ${start} ends at ${end}, the stream at ${bytes.length}`)
    }
    addPart(list, { type: (header >> 3) & 15, start, payload, end }, 'AV1', bytes)
    start = end
  }
  if (list.length === 0) throw damaged('AV1', 'has no OBU')
  return list
}

/** Mark, width and height less 1 in 16 bits each, trailing bits. */
const isTrueSize = (bytes: Uint8Array, { type, payload, end }: Obu): boolean =>
  type === PADDING &&
  end - payload === TRUE_SIZE.length + 5 &&
  holds(bytes, TRUE_SIZE, payload) &&
  bytes[end - 1] === 0x80

function describe(bytes: Uint8Array, obu: Obu): readonly [SectionKind, string] {
  if (isTrueSize(bytes, obu)) return ['sei', 'true size']
  const known = KINDS[obu.type] ?? (['container', `OBU type ${obu.type}`] as const)
  if (obu.type !== METADATA || obu.payload === obu.end) return known
  const { value } = leb128(bytes, obu.payload)
  return ['sei', `metadata: ${METADATA_NAMES[value] ?? `type ${value}`}`]
}

/** The sections of an OBU stream, each OBU with its header. */
export function inspectObu(bytes: Uint8Array): Section[] {
  const cover = new Cover('AV1', bytes.length)
  for (const obu of obus(bytes)) cover.to(...describe(bytes, obu), obu.end)
  return cover.done()
}

/** The first sequence header of an OBU stream. ERR_DECODE if there is none or it cannot be. */
export function av1Sequence(bytes: Uint8Array): Av1Sequence {
  const obu = obus(bytes).find(({ type }) => type === SEQUENCE_HEADER)
  if (!obu) throw damaged('AV1', 'has no sequence header')
  return parseAv1Sequence(bytes.subarray(obu.payload, obu.end))
}

const isPicture = (type: number): boolean => type === FRAME || type === FRAME_HEADER

function checkSide(side: number): void {
  if (Number.isInteger(side) && side >= 1 && side <= 65536) return
  throw new RangeError(`true size: expected an integer from 1 to 65536, got ${side}`)
}

/**
 * The true size of a padded picture, in a padding OBU of our own (11 bytes) before the first frame;
 * other decoders skip it.
 */
export const obuTrueSize = {
  /** RangeError unless both are 1..65536. */
  write(bytes: Uint8Array, width: number, height: number): Uint8Array {
    checkSide(width)
    checkSide(height)
    const frame = obus(bytes).find(({ type }) => isPicture(type))
    if (!frame) throw damaged('AV1', 'has no frame')
    const [w, h] = [width - 1, height - 1]
    const payload = [...TRUE_SIZE, w >> 8, w & 255, h >> 8, h & 255, 0x80]
    const obu = Uint8Array.from([(PADDING << 3) | 2, payload.length, ...payload])
    return concat([bytes.subarray(0, frame.start), obu, bytes.subarray(frame.start)])
  },
  /** The true size, or undefined where none was written. */
  read(bytes: Uint8Array): Size | undefined {
    const obu = obus(bytes).find((candidate) => isTrueSize(bytes, candidate))
    if (!obu) return undefined
    const at = obu.payload + TRUE_SIZE.length
    const side = (i: number): number => bytes[at + i]! * 256 + bytes[at + i + 1]! + 1
    return { width: side(0), height: side(2) }
  },
}

/** The true size where the stream carries one, else that of its sequence header. */
export const obuSize = (bytes: Uint8Array): Size => obuTrueSize.read(bytes) ?? av1Sequence(bytes)

/**
 * Checks what can be seen without decoding; ERR_DECODE if the stream cannot be one AV1 picture:
 * sizes, forbidden bits, sequence header (its values) before a frame that is not empty, tiles for a
 * lone frame header, trailing bits, one temporal unit, a true size within the coded one.
 * Every OBU has its length, so no truncation passes; a changed bit in the coded samples does.
 */
export function verifyObu(bytes: Uint8Array): void {
  const list = obus(bytes)
  const types = list.map(({ type }) => type)
  const frame = types.findIndex(isPicture)
  if (frame < 0) throw damaged('AV1', 'has no frame')
  if (!types.slice(0, frame).includes(SEQUENCE_HEADER)) {
    throw damaged('AV1', 'has no sequence header before its frame')
  }
  if (!types.includes(FRAME) && !types.includes(TILE_GROUP)) throw damaged('AV1', 'has no tiles')
  const units = types.filter((type) => type === TEMPORAL_DELIMITER).length
  if (units > 1) throw damaged('AV1', `has ${units} temporal units, expected one`)
  for (const obu of list) checkPayload(bytes, obu)
  const coded = av1Sequence(bytes)
  const size = obuTrueSize.read(bytes)
  if (size && (size.width > coded.width || size.height > coded.height)) {
    const coding = `${coded.width}x${coded.height}`
    throw damaged('AV1', `true size is ${size.width}x${size.height} in ${coding}`)
  }
}

/** Headers and metadata end in trailing_bits(), so never in a zero byte but for zero padding (AV1 5.3.4). */
function checkPayload(bytes: Uint8Array, { type, start, payload, end }: Obu): void {
  if (type === TEMPORAL_DELIMITER) {
    if (end > payload) throw damaged('AV1', `temporal delimiter with a payload at ${start}`)
    return
  }
  if (KINDS[type] === undefined) return
  if (end === payload && type !== PADDING) throw damaged('AV1', `empty OBU at ${start}`)
  const trailing = type === SEQUENCE_HEADER || type === FRAME_HEADER || type === METADATA
  if (trailing && isZero(bytes, payload, end)) {
    throw damaged('AV1', `OBU at ${start} has no trailing bits`)
  }
}

/** All are as the one before: megabytes in one call of the C library. */
const isZero = (bytes: Uint8Array, start: number, end: number): boolean =>
  bytes[start] === 0 &&
  Buffer.compare(bytes.subarray(start, end - 1), bytes.subarray(start + 1, end)) === 0
