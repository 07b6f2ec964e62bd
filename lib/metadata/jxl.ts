import { jxlHasProfile } from '../bitstream/jxl_channels'
import { brotliDecompressSync } from 'node:zlib'
import { boxes } from '../bitstream/bmff'
import { be, concat, damaged, fourcc, holds } from '../bitstream/bytes'
import { box, text, u32 } from '../bitstream/heif/box_writer'
import { isJxl } from '../bitstream/jxl'
import { CodecError } from '../errors'
import { changed, withoutExifPrefix, type Kind, type MetadataFormat } from './types'

const FORMAT = 'JPEG XL'
const TYPES: Readonly<Record<string, Kind>> = { Exif: 'exif', 'xml ': 'xmp' }
const MAX_INFLATED = 1 << 26

/** A box with its type and payload, decompressed where it is a `brob` box. */
interface Found {
  type: string
  start: number
  end: number
  payload: Uint8Array
}

const isBare = (bytes: Uint8Array): boolean => holds(bytes, [0xff, 0x0a])

function list(bytes: Uint8Array): Found[] {
  if (!isJxl(bytes)) throw damaged(FORMAT, 'does not begin with its signature')
  if (isBare(bytes)) return []
  return [...boxes(bytes, 0, bytes.length, FORMAT)].map(({ type, start, bodyStart, end }) => {
    const payload = bytes.subarray(bodyStart, end)
    const inner = type === 'brob' && payload.length > 4 ? fourcc(payload, 0) : undefined
    if (inner === undefined || !TYPES[inner]) return { type, start, end, payload }
    return { type: inner, start, end, payload: decompress(payload.subarray(4)) }
  })
}

function decompress(data: Uint8Array): Uint8Array {
  try {
    return Uint8Array.from(brotliDecompressSync(data, { maxOutputLength: MAX_INFLATED }))
  } catch {
    throw damaged(FORMAT, 'a brob box cannot be decompressed')
  }
}

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
    const found = list(bytes)
    const exif = found.find(({ type }) => type === 'Exif')
    const xmp = found.find(({ type }) => type === 'xml ')
    return { exif: exif && readExif(exif.payload), xmp: xmp?.payload.slice() }
  },
  untold(bytes) {
    const message = 'its ICC profile is coded with the picture: decode and readImage give it'
    return jxlHasProfile(bytes) ? message : undefined
  },
  write(bytes, change) {
    if (change.icc) {
      throw new CodecError(
        'ERR_ENCODE',
        `${FORMAT}: an ICC profile is coded with the picture, it cannot be put into a file afterwards`,
      )
    }
    const { exif, xmp } = changed(jxlMetadata.read(bytes), change)
    if (isBare(bytes) && !exif && !xmp) return bytes.slice()
    const container = isBare(bytes) ? contained(bytes) : bytes
    const kept = list(container).filter(({ type }) => !TYPES[type])
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
