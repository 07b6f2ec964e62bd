import { damaged, type Size } from '../bytes'
import type { BitReader } from '../bits'
import { addOf, MAX_NAL_UNITS } from '../parts'
import type { SectionKind } from '../section'
import { stretches, type Walk, walked, type Walker } from '../walk'

/** One NAL unit of an Annex B stream: its start code (with the zeros before it) is `prefix..start`. */
export interface Nal {
  prefix: number
  start: number
  /** Exclusive, without the zero bytes that may follow. */
  end: number
}

/** What the first bits of a slice, or of a picture header, say. */
export interface Slice {
  /** Whether it begins a picture. */
  first: boolean
  /** The PPS that it names, where it names one. */
  pps?: number
}

/** What sets the NAL units of H.264, HEVC and VVC apart. */
export interface NalSyntax {
  format: string
  /** Bytes of the NAL unit header: 1 or 2. */
  headerLength: number
  type(bytes: Uint8Array, start: number): number
  kind(type: number): readonly [SectionKind, string]
  /** The header of a NAL unit that holds SEI messages for the picture that follows. */
  seiHeader: readonly number[]
  isSlice(type: number): boolean
  isSei(type: number): boolean
  /** The type of a picture header of its own (VVC). */
  pictureHeader?: number
  readSlice(reader: BitReader, type: number): Slice
  pps: { type: number; id(reader: BitReader): number }
  /** The picture's size, from the first SPS. */
  spsSize(bytes: Uint8Array): Size
}

/** Where the next 00 00 01 begins, or -1. */
function* findStartCode(bytes: Uint8Array, from: number): Walk<number> {
  let i = from + 2
  return yield* stretches(i, bytes.length, (_, to) => {
    while (i < to) {
      const byte = bytes[i]!
      if (byte === 1 && bytes[i - 1] === 0 && bytes[i - 2] === 0) return i - 2
      i += byte === 0 ? 1 : 3
    }
    return -1
  })
}

const isZero = (bytes: Uint8Array, end: number): boolean => {
  for (let i = 0; i < end; i++) if (bytes[i] !== 0) return false
  return true
}

function* walkUnits(bytes: Uint8Array, format: string): Walk<readonly Nal[]> {
  const list: Nal[] = []
  let code = yield* findStartCode(bytes, 0)
  if (code < 0 || !isZero(bytes, code)) throw damaged(format, 'does not begin with a start code')
  let prefix = 0
  while (code >= 0) {
    const start = code + 3
    code = yield* findStartCode(bytes, start)
    let end = code < 0 ? bytes.length : code
    while (end > start && bytes[end - 1] === 0) end--
    if (end === start) throw damaged(format, `empty NAL unit at ${start}`)
    addOf(list, { prefix, start, end }, format, MAX_NAL_UNITS)
    prefix = end
  }
  return list
}

/** Of each unit that has a forbidden byte sequence, by its start: where that is. */
function* walkForbidden(bytes: Uint8Array, format: string): Walk<ReadonlyMap<number, number>> {
  const found = new Map<number, number>()
  for (const { start, end } of nals(bytes, format)) {
    let i = start + 2
    const at = yield* stretches(i, end, (_, to) => {
      while (i < to) {
        const byte = bytes[i]!
        if (byte <= 3 && bytes[i - 1] === 0 && bytes[i - 2] === 0) {
          const next = i + 1 < end ? bytes[i + 1]! : 0
          if (byte !== 3 || next > 3) return i - 2
        }
        i += byte > 3 ? 3 : 1
      }
      return -1
    })
    if (at >= 0) found.set(start, at)
  }
  return found
}

interface NalWalks {
  units: Walker<readonly Nal[]>
  forbidden: Walker<ReadonlyMap<number, number>>
}

const walks = new Map<string, NalWalks>()

/** One walker for each format, whose name is in the messages. */
function walksOf(format: string): NalWalks {
  const known = walks.get(format)
  if (known) return known
  const made: NalWalks = {
    units: (bytes) => walkUnits(bytes, format),
    forbidden: (bytes) => walkForbidden(bytes, format),
  }
  walks.set(format, made)
  return made
}

/** What reading a stream of NAL units walks through, in this order. */
export function nalWalks(format: string): Walker[] {
  const { units, forbidden } = walksOf(format)
  return [units, forbidden]
}

/**
 * The NAL units of an Annex B byte stream (H.264 and H.265 annex B): 3- and 4-byte start codes,
 * leading and trailing zeros. ERR_DECODE if it does not begin with a start code or a unit is empty.
 */
export const nals = (bytes: Uint8Array, format: string): readonly Nal[] =>
  walked(bytes, walksOf(format).units)

/** `bytes[start..end)` without its emulation prevention bytes. */
export function unescape(bytes: Uint8Array, start: number, end: number): Uint8Array {
  // A unit that is cut off inside its header has no payload at all.
  const raw = new Uint8Array(Math.max(0, end - start))
  let length = 0
  let zeros = 0
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    raw[length++] = byte
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return raw.subarray(0, length)
}

/** A payload with 03 put after each 00 00 that a byte 0..3 follows. */
export function escape(raw: Iterable<number>): number[] {
  const bytes: number[] = []
  let zeros = 0
  for (const byte of raw) {
    if (zeros === 2 && byte <= 3) {
      bytes.push(3)
      zeros = 0
    }
    bytes.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return bytes
}

/**
 * ERR_DECODE if a NAL unit holds a sequence that no encoder may write: 00 00 00, 00 00 02, or
 * 00 00 03 before a byte above 3 (H.264 7.4.1, H.265 7.4.2.1).
 */
export function escapesChecker(bytes: Uint8Array, format: string): (nal: Nal) => void {
  const forbidden = walked(bytes, walksOf(format).forbidden)
  return ({ start }) => {
    const at = forbidden.get(start)
    if (at !== undefined) throw damaged(format, `forbidden byte sequence at ${at}`)
  }
}
