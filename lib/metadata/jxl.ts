import { headWalks, jxlHasProfile, jxlProfile } from '../bitstream/jxl_profile'
import type { Box } from '../bitstream/bmff'
import { be, concat, damaged, fourcc, holds } from '../bitstream/bytes'
import { box, text, u32 } from '../bitstream/heif/box_writer'
import { inflated } from '../bitstream/inflated'
import { isJxl, jxlBoxes } from '../bitstream/jxl'
import { type Walk, walked, type Walker } from '../bitstream/walk'
import { CodecError } from '../errors'
import { changed, eachKind, type Kind, type MetadataFormat, withoutExifPrefix } from './types'

const FORMAT = 'JPEG XL'
const TYPES: Readonly<Record<string, Kind>> = { Exif: 'exif', 'xml ': 'xmp' }

/** More decompressed metadata is not taken, whatever a few bytes claim. */
const MAX_INFLATED = 1 << 24

const isBare = (bytes: Uint8Array): boolean => holds(bytes, [0xff, 0x0a])

/** A box with what it holds: of a `brob` box the type of what is compressed in it. */
type Found = Omit<Box, 'headerSize'> & { kind: Kind | undefined }

function list(bytes: Uint8Array): Found[] {
  if (!isJxl(bytes)) throw damaged(FORMAT, 'does not begin with its signature')
  if (isBare(bytes)) return []
  return jxlBoxes(bytes).map(({ type, start, bodyStart, end }) => {
    const compressed = type === 'brob' && end - bodyStart > 4
    const kind = TYPES[compressed ? fourcc(bytes, bodyStart) : type]
    return { kind, type, start, bodyStart, end }
  })
}

/** The payload of the first box of a kind: of all others nobody reads, nothing is decompressed. */
function* payloadOf(bytes: Uint8Array, wanted: Kind): Walk<Uint8Array | undefined> {
  const found = list(bytes).find(({ kind }) => kind === wanted)
  if (!found) return undefined
  const { type, bodyStart, end } = found
  if (type !== 'brob') return bytes.subarray(bodyStart, end)
  const data = yield* inflated(bytes.subarray(bodyStart + 4, end), MAX_INFLATED, 'brotli')
  if (data === 'long') {
    throw new CodecError('ERR_LIMIT', `${FORMAT}: a brob box holds over ${MAX_INFLATED} bytes`)
  }
  if (!data) throw damaged(FORMAT, 'a brob box cannot be decompressed')
  return data
}

const walkExif: Walker<Uint8Array | undefined> = (bytes) => payloadOf(bytes, 'exif')
const walkXmp: Walker<Uint8Array | undefined> = (bytes) => payloadOf(bytes, 'xmp')

/** What reading a JPEG XL file walks through. */
export const jxlWalks = () => [...headWalks(), walkExif, walkXmp]

/** Exif box: the offset of the TIFF header, then what may precede it (ISO/IEC 18181-2 9.4). */
function readExif(payload: Uint8Array): Uint8Array {
  const start = 4 + be(payload, 0, 4)
  if (start > payload.length) throw damaged(FORMAT, `Exif begins at ${start} of ${payload.length}`)
  return withoutExifPrefix(payload.subarray(start))
}

/** Signature and ftyp of ISO/IEC 18181-2 with the bare codestream in one box. */
const contained = (codestream: Uint8Array): Uint8Array =>
  concat([
    box('JXL ', [0x0d, 0x0a, 0x87, 0x0a]),
    box('ftyp', text('jxl '), u32(0), text('jxl ')),
    box('jxlc', codestream),
  ])

/** JPEG XL: Exif and xml boxes. The ICC profile is part of the codestream, which the encoder writes. */
export const jxlMetadata: MetadataFormat = {
  read(bytes) {
    return eachKind({
      exif() {
        const payload = walked(bytes, walkExif)
        return payload && readExif(payload)
      },
      xmp: () => walked(bytes, walkXmp)?.slice(),
    })
  },
  codedProfile: (bytes) => jxlProfile(bytes)?.slice(),
  write(bytes, change) {
    if (change.icc || (change.icc === null && jxlHasProfile(bytes))) {
      const done = change.icc ? 'put into a file' : 'taken out'
      throw new CodecError(
        'ERR_ENCODE',
        `${FORMAT}: an ICC profile is coded with the picture, it cannot be ${done} afterwards`,
      )
    }
    const { exif, xmp } = changed(jxlMetadata.read(bytes), change)
    if (isBare(bytes) && !exif && !xmp) return bytes.slice()
    const container = isBare(bytes) ? contained(bytes) : bytes
    const kept = list(container).filter(({ kind }) => !kind)
    // Behind the file type and level; the codestream's box may go up to the end without a length.
    const front = kept.findIndex(({ type }) => !['JXL ', 'ftyp', 'jxll'].includes(type))
    const slices = kept.map(({ start, end }) => container.subarray(start, end))
    return concat([
      ...slices.slice(0, front),
      ...(exif ? [box('Exif', u32(0), exif)] : []),
      ...(xmp ? [box('xml ', xmp)] : []),
      ...slices.slice(front),
    ])
  },
}
