import { deflateSync } from 'node:zlib'
import { concat, damaged, holds } from '../bitstream/bytes'
import { inflated } from '../bitstream/inflated'
import { pngChunk, pngChunks, type PngChunk } from '../bitstream/png'
import { chunkWalks } from '../bitstream/png_ancillary'
import { MAX_INFLATED, pngProfile } from '../bitstream/png_profile'
import { type Walk, walked } from '../bitstream/walk'
import { CodecError } from '../errors'
import type { CodedColour } from './rgb_profile'
import {
  changed,
  eachKind,
  touches,
  withoutExifPrefix,
  type Kind,
  type MetadataFormat,
} from './types'

const FORMAT = 'PNG'
const XMP_KEYWORD = 'XML:com.adobe.xmp'

function kindOf(bytes: Uint8Array, { type, body, end }: PngChunk): Kind | undefined {
  if (type === 'iCCP') return 'icc'
  if (type === 'eXIf') return 'exif'
  const long = end - body > XMP_KEYWORD.length
  return type === 'iTXt' && long && holds(bytes, `${XMP_KEYWORD}\0`, body) ? 'xmp' : undefined
}

/** Position behind the next 0 in `data`. */
function behindZero(data: Uint8Array, from: number, what: string): number {
  const at = data.indexOf(0, from)
  if (at < 0) throw damaged(FORMAT, `${what} is cut off`)
  return at + 1
}

/** iTXt: keyword, 0, compressed?, method, language, 0, translated keyword, 0, text (PNG 11.3.3.4). */
function* walkXmp(bytes: Uint8Array): Walk<Uint8Array | undefined> {
  const found = pngChunks(bytes).find((candidate) => kindOf(bytes, candidate) === 'xmp')
  if (!found) return undefined
  const data = bytes.subarray(found.body, found.end)
  const flags = behindZero(data, 0, 'iTXt')
  const text = behindZero(data, behindZero(data, flags + 2, 'iTXt'), 'iTXt')
  if (data[flags] !== 1) return data.slice(text)
  const xmp = yield* inflated(data.subarray(text), MAX_INFLATED)
  if (xmp === 'long')
    throw new CodecError('ERR_LIMIT', `${FORMAT}: iTXt holds over ${MAX_INFLATED} bytes`)
  if (!xmp) throw damaged(FORMAT, 'iTXt cannot be decompressed')
  return xmp
}

/** What reading a PNG file walks through. */
export const pngWalks = () => [...chunkWalks(), walkXmp]

/** cICP: code points of H.273 and the range flag (PNG, third edition, 11.3.2.6). */
export function pngColour(bytes: Uint8Array): CodedColour | undefined {
  const found = pngChunks(bytes).find(({ type }) => type === 'cICP')
  if (!found || found.end - found.body !== 4) return undefined
  return { primaries: bytes[found.body]!, transfer: bytes[found.body + 1]! }
}

/** Longer profiles are stored as they are: to deflate them takes too long for one turn of the event loop. */
const MAX_DEFLATED = 1 << 18

const deflated = (icc: Uint8Array): Uint8Array =>
  deflateSync(icc, { level: icc.length > MAX_DEFLATED ? 0 : 6 })

/** PNG: iCCP, cICP, eXIf, and XMP in an iTXt chunk. */
export const pngMetadata: MetadataFormat = {
  colour: pngColour,
  read(bytes) {
    const chunks = pngChunks(bytes)
    const found = chunks.find(({ type }) => type === 'eXIf')
    return eachKind({
      icc: () => pngProfile(bytes)?.icc, // damaged: as if there were none
      exif: () => found && withoutExifPrefix(bytes.subarray(found.body, found.end)),
      xmp: () => walked(bytes, walkXmp),
    })
  },
  write(bytes, change) {
    const { icc, exif, xmp } = changed(pngMetadata.read(bytes), change)
    // sRGB and iCCP exclude each other (PNG 11.3.2.5).
    const dropped = (c: PngChunk): boolean =>
      kindOf(bytes, c) !== undefined || (c.type === 'sRGB' && touches(change, 'icc') && !!icc)
    const kept = pngChunks(bytes).filter((candidate) => !dropped(candidate))
    const slices = kept.map(({ start, end }) => bytes.subarray(start, end + 4))
    const end = kept.at(-1)!.end + 4
    const inserted = [
      ...(icc ? [pngChunk('iCCP', Buffer.from('ICC profile\0\0', 'latin1'), deflated(icc))] : []),
      ...(exif ? [pngChunk('eXIf', exif)] : []),
      ...(xmp ? [pngChunk('iTXt', Buffer.from(`${XMP_KEYWORD}\0\0\0\0\0`, 'latin1'), xmp)] : []),
    ]
    // Right behind IHDR: iCCP has to be before PLTE and IDAT.
    return concat([
      ...[bytes.subarray(0, 8), slices[0]!, ...inserted, ...slices.slice(1)],
      bytes.subarray(end),
    ])
  },
}
