import { concat, damaged, holds } from '../bitstream/bytes'
import { jpegSegments, type JpegSegment } from '../bitstream/jpeg_segments'
import {
  changed,
  eachKind,
  tooLong,
  touches,
  type Kind,
  type Metadata,
  type MetadataFormat,
} from './types'

const FORMAT = 'JPEG'
const APP0 = 0xe0
const APP1 = 0xe1
const APP2 = 0xe2
/** A segment's length field counts itself and has 16 bits. */
const MAX_PAYLOAD = 65533

/** What the segments of each kind begin with. */
const PREFIXES: Readonly<Record<Kind, { code: number; prefix: string }>> = {
  exif: { code: APP1, prefix: 'Exif\0\0' },
  xmp: { code: APP1, prefix: 'http://ns.adobe.com/xap/1.0/\0' },
  icc: { code: APP2, prefix: 'ICC_PROFILE\0' },
}
/** The part of an XMP packet that did not fit: goes where the packet goes, and is not read. */
const EXTENDED_XMP = 'http://ns.adobe.com/xmp/extension/\0'

/** Where a segment's payload begins: marker and length have two bytes each, fill bytes before. */
const bodyOf = ({ code, start }: JpegSegment, bytes: Uint8Array): number =>
  bytes.indexOf(code, start) + 3

function kindOf(bytes: Uint8Array, segment: JpegSegment): Kind | undefined {
  const body = bodyOf(segment, bytes)
  if (segment.code === APP1 && holds(bytes, EXTENDED_XMP, body)) return 'xmp'
  const found = Object.entries(PREFIXES).find(
    ([, { code, prefix }]) => code === segment.code && holds(bytes, prefix, body),
  )
  return found?.[0] as Kind | undefined
}

/** The payloads of a kind's segments, behind the prefix. */
function payloads(bytes: Uint8Array, kind: Kind): Uint8Array[] {
  const { code, prefix } = PREFIXES[kind]
  return jpegSegments(bytes)
    .filter((segment) => segment.code === code && holds(bytes, prefix, bodyOf(segment, bytes)))
    .map((segment) => bytes.subarray(bodyOf(segment, bytes) + prefix.length, segment.end))
}

/** An ICC profile in numbered pieces (ICC.1:2022 annex B.4). */
function readIcc(bytes: Uint8Array): Uint8Array | undefined {
  const pieces = payloads(bytes, 'icc').filter(({ length }) => length >= 2)
  if (pieces.length === 0) return undefined
  pieces.sort((a, b) => a[0]! - b[0]!)
  if (pieces.some((piece, i) => piece[0] !== i + 1 || piece[1] !== pieces.length)) {
    throw damaged(FORMAT, 'pieces of its ICC profile are missing')
  }
  return concat(pieces.map((piece) => piece.subarray(2)))
}

function segment(code: number, prefix: string, payload: Uint8Array, numbers: number[] = []) {
  const length = 2 + prefix.length + numbers.length + payload.length
  const head = [0xff, code, length >> 8, length & 255, ...Buffer.from(prefix, 'latin1'), ...numbers]
  return concat([Uint8Array.from(head), payload])
}

function segmentsOf(metadata: Metadata): Uint8Array[] {
  const whole = (kind: 'exif' | 'xmp'): Uint8Array[] => {
    const payload = metadata[kind]
    if (!payload) return []
    const { code, prefix } = PREFIXES[kind]
    const max = MAX_PAYLOAD - prefix.length
    if (payload.length > max) throw tooLong(FORMAT, kind, payload.length, max)
    return [segment(code, prefix, payload)]
  }
  return [...whole('exif'), ...whole('xmp'), ...iccSegments(metadata.icc)]
}

function iccSegments(icc: Uint8Array | undefined): Uint8Array[] {
  if (!icc) return []
  const { code, prefix } = PREFIXES.icc
  const room = MAX_PAYLOAD - prefix.length - 2
  const count = Math.ceil(icc.length / room)
  if (count > 255) throw tooLong(FORMAT, 'icc', icc.length, 255 * room)
  return Array.from({ length: count }, (_, i) =>
    segment(code, prefix, icc.subarray(i * room, (i + 1) * room), [i + 1, count]),
  )
}

/** JPEG: Exif and XMP in APP1, ICC in APP2 segments. XMP beyond one segment is not read nor written. */
export const jpegMetadata: MetadataFormat = {
  read(bytes) {
    const first = (kind: 'exif' | 'xmp') => payloads(bytes, kind)[0]?.slice()
    return eachKind({
      icc: () => readIcc(bytes),
      exif: () => first('exif'),
      xmp: () => first('xmp'),
    })
  },
  write(bytes, change) {
    const metadata = changed(jpegMetadata.read(bytes), change)
    const segments = jpegSegments(bytes)
    const kept = segments.filter((s) => {
      const kind = kindOf(bytes, s)
      // The part of XMP that is not read stays where its packet stays.
      return !kind || (kind === 'xmp' && !touches(change, 'xmp'))
    })
    if (!touches(change, 'xmp')) delete metadata.xmp
    // JFIF wants to be first behind SOI; Exif comes next.
    const front = kept.findLastIndex(({ code }, i) => i < 2 && (code === APP0 || i === 0)) + 1
    const slices = kept.map(({ start, end, scanEnd }) => bytes.subarray(start, scanEnd ?? end))
    const tail = bytes.subarray(segments.at(-1)!.end)
    return concat([
      ...slices.slice(0, front),
      ...segmentsOf(metadata),
      ...slices.slice(front),
      tail,
    ])
  },
}
