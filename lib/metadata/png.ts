import { deflateSync, inflateSync } from 'node:zlib'
import { concat, damaged, holds } from '../bitstream/bytes'
import { pngChunk, pngChunks, type PngChunk } from '../bitstream/png'
import type { CodedColour } from './rgb_profile'
import { changed, touches, withoutExifPrefix, type Kind, type MetadataFormat } from './types'

const FORMAT = 'PNG'
const XMP_KEYWORD = 'XML:com.adobe.xmp'
/** Decompressed metadata may be this long, whatever a few compressed bytes claim. */
const MAX_INFLATED = 1 << 24

function kindOf(bytes: Uint8Array, { type, body, end }: PngChunk): Kind | undefined {
  if (type === 'iCCP') return 'icc'
  if (type === 'eXIf') return 'exif'
  const long = end - body > XMP_KEYWORD.length
  return type === 'iTXt' && long && holds(bytes, `${XMP_KEYWORD}\0`, body) ? 'xmp' : undefined
}

function inflate(data: Uint8Array, what: string): Uint8Array {
  try {
    return Uint8Array.from(inflateSync(data, { maxOutputLength: MAX_INFLATED }))
  } catch {
    throw damaged(FORMAT, `${what} cannot be decompressed`)
  }
}

/** Position behind the next 0 in `data`. */
function behindZero(data: Uint8Array, from: number, what: string): number {
  const at = data.indexOf(0, from)
  if (at < 0) throw damaged(FORMAT, `${what} is cut off`)
  return at + 1
}

/** iCCP: a name, 0, compression method 0, zlib data (PNG 11.3.2.3). Damaged: as if there were none. */
function readIcc(data: Uint8Array): Uint8Array | undefined {
  try {
    const at = behindZero(data, 0, 'iCCP')
    return inflate(data.subarray(at + 1), 'iCCP')
  } catch {
    return undefined
  }
}

/** iTXt: keyword, 0, compressed?, method, language, 0, translated keyword, 0, text (PNG 11.3.3.4). */
function readXmp(data: Uint8Array): Uint8Array {
  const flags = behindZero(data, 0, 'iTXt')
  const text = behindZero(data, behindZero(data, flags + 2, 'iTXt'), 'iTXt')
  const compressed = data[flags] === 1
  return compressed ? inflate(data.subarray(text), 'iTXt') : data.slice(text)
}

/** cICP: code points of H.273 and the range flag (PNG, third edition, 11.3.2.6). */
export function pngColour(bytes: Uint8Array): CodedColour | undefined {
  const found = pngChunks(bytes).find(({ type }) => type === 'cICP')
  if (!found || found.end - found.body !== 4) return undefined
  return { primaries: bytes[found.body]!, transfer: bytes[found.body + 1]! }
}

/** PNG: iCCP, cICP, eXIf, and XMP in an iTXt chunk. */
export const pngMetadata: MetadataFormat = {
  colour: pngColour,
  read(bytes) {
    const chunks = pngChunks(bytes)
    const data = (kind: Kind): Uint8Array | undefined => {
      const found = chunks.find((candidate) => kindOf(bytes, candidate) === kind)
      return found && bytes.subarray(found.body, found.end)
    }
    const [icc, exif, xmp] = [data('icc'), data('exif'), data('xmp')]
    return {
      icc: icc && readIcc(icc),
      exif: exif && withoutExifPrefix(exif),
      xmp: xmp && readXmp(xmp),
    }
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
      ...(icc
        ? [pngChunk('iCCP', Buffer.from('ICC profile\0\0', 'latin1'), deflateSync(icc))]
        : []),
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
